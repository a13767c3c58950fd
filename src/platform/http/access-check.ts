import { Injectable, type OnModuleInit, type RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/internal';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS } from './auth.decorators.js';

/** Keeps the service from starting while a route says neither `@RequiresRole()` nor `@Public()`. */
@Injectable()
export class AccessCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => this.#undeclared(metatype as Type));
    if (open.length > 0) throw new Error(`these routes say neither @RequiresRole() nor @Public(): ${open.join(', ')}`);
  }

  #undeclared(controller: Type): string[] {
    const prototype = controller.prototype as Record<string, unknown>;
    return this.scanner
      .getAllMethodNames(prototype)
      .map((name) => ({ name, handler: prototype[name] as () => unknown }))
      .filter(({ handler }) => this.reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler) !== undefined)
      .filter(({ handler }) => this.reflector.getAllAndOverride<unknown>(ACCESS, [handler, controller]) === undefined)
      .map(({ name }) => `${controller.name}.${name}`);
  }
}
