import { rm } from 'node:fs/promises';
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';
import type { Config } from '../config.js';
import { CONFIG } from './config.token.js';
import { spoolBody } from './spool.js';
import type { UploadRouteConfig } from './upload.decorators.js';

/** Spools the body of a route that takes uploads before its handler runs, and deletes it afterwards unless it was kept. */
@Injectable()
export class UploadInterceptor implements NestInterceptor {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if ((request.routeOptions.config as Partial<UploadRouteConfig>).uploads === undefined) return next.handle();
    const spooled = await spoolBody(request, this.config.spoolDir, this.config.imports.maxBytes);
    let kept = false;
    request.upload = { ...spooled, keep: () => (kept = true) };
    return next.handle().pipe(finalize(() => {
      if (!kept) rm(spooled.path, { force: true }).catch((error: unknown) => request.log.warn({ err: error }, 'an upload could not be deleted'));
    }));
  }
}
