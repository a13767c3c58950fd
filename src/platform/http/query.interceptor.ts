import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { InputError, type Fault } from '../../core/errors.js';
import { BY_LINK } from './by-link.decorator.js';
import { PAGED } from './page.js';
import { BY_ACCEPT_ALONE, RENDERERS, type Renderers } from './renders.decorator.js';
import type { Controls } from './request.js';

type Query = Record<string, string | string[] | undefined>;

/** Refuses parameters that nothing reads, and takes out of the query those that the platform itself reads. */
@Injectable()
export class QueryInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const query = request.query as Query;
    refuseNul(request.params as Query, ':');
    refuseNul(query, '?');
    request.controls = takeControls(query, this.#controlsOf(context));
    const named = namedParameters(context.getClass(), context.getHandler().name);
    if (named !== 'any' && this.reflector.get<unknown>(BY_LINK, context.getHandler()) === undefined) refuseUnknown(query, named);
    return next.handle();
  }

  #controlsOf(context: ExecutionContext): (keyof Controls)[] {
    const handler = context.getHandler();
    const controls: (keyof Controls)[] = [];
    const renderers = this.reflector.get<Renderers<never> | undefined>(RENDERERS, handler);
    if (renderers !== undefined && this.reflector.get<unknown>(BY_ACCEPT_ALONE, handler) === undefined) controls.push('format');
    if (renderers?.svg !== undefined) controls.push('scale', 'exp', 'sig');
    if (this.reflector.get<unknown>(PAGED, handler) !== undefined) controls.push('limit', 'cursor');
    return controls;
  }
}

function refuseNul(parameters: Query, prefix: '?' | ':'): void {
  const faults = Object.entries(parameters)
    .filter(([name, value]) => name.includes('\0') || [value].flat().some((text) => text?.includes('\0')))
    .map(([name]): Fault => ({ pointer: `${prefix}${name}`, detail: 'holds the character U+0000' }));
  if (faults.length > 0) throw new InputError('invalid-request', 'the URL holds the character U+0000', faults);
}

function takeControls(query: Query, names: readonly (keyof Controls)[]): Controls {
  const controls: { -readonly [K in keyof Controls]: Controls[K] } = {};
  for (const name of names) {
    const value = query[name];
    delete query[name];
    if (Array.isArray(value)) throw new InputError('invalid-request', `${name} stands ${value.length} times`, [{ pointer: `?${name}`, detail: 'may stand once' }]);
    if (value !== undefined) controls[name] = value;
  }
  return controls;
}

function refuseUnknown(query: Query, known: readonly string[]): void {
  const detail = known.length === 0 ? 'unknown; nothing is asked for here' : `unknown; known here: ${known.join(', ')}`;
  const faults = Object.keys(query).filter((name) => !known.includes(name)).map((name): Fault => ({ pointer: `?${name}`, detail }));
  if (faults.length > 0) throw new InputError('invalid-request', `the query has unknown parameters: ${faults.map(({ pointer }) => pointer.slice(1)).join(', ')}`, faults);
}

/** The query parameters that a handler names by `@Query('name')`; `any` where it takes the query whole, which its DTO then checks. */
function namedParameters(controller: Type, method: string): string[] | 'any' {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, { data?: unknown }>;
  const queries = Object.entries(parameters).filter(([key]) => key.startsWith(`${RouteParamtypes.QUERY}:`));
  const names = queries.map(([, { data }]) => data);
  return names.every((name): name is string => typeof name === 'string') ? names : 'any';
}
