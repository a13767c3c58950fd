import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Problems } from './problems.decorator.js';

/** What a route's Fastify config holds when it takes its body as the bytes that were sent. */
export interface RawBodyRouteConfig {
  readonly rawBody: true;
}

/** The route takes a body of any type, unread, up to `BODY_MAX_BYTES`: its sender signed the bytes. The handler gets them by {@link RawBody}. */
export function TakesRawBody(): MethodDecorator {
  const config: RawBodyRouteConfig = { rawBody: true };
  return applyDecorators(RouteConfig(config), Problems('invalid-body', 'too-large'));
}

/** Parameter: the bytes of the body of a route that {@link TakesRawBody}; none where there is no body. */
export const RawBody = createParamDecorator((_: unknown, context: ExecutionContext): Buffer => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
});

/** Parameter: the headers of the request. */
export const RawHeaders = createParamDecorator((_: unknown, context: ExecutionContext): FastifyRequest['headers'] => context.switchToHttp().getRequest<FastifyRequest>().headers);
