import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { invariant } from '../../core/errors.js';
import { Problems } from './problems.decorator.js';
import type { Upload } from './upload.js';

/** What a route's Fastify config holds when its body is an upload. */
export interface UploadRouteConfig {
  readonly uploads: readonly string[];
}

/**
 * The route takes an upload of any of these media types, which is never held in memory: it goes to a file of the spool, up to
 * `IMPORT_MAX_BYTES`. The handler gets it by {@link TakenUpload}; when the handler is done, the file is deleted unless it was kept.
 */
export function TakesUpload(...mediaTypes: string[]): MethodDecorator {
  const config: UploadRouteConfig = { uploads: mediaTypes };
  return applyDecorators(RouteConfig(config), ApiConsumes(...mediaTypes), Problems('invalid-body', 'unsupported-media-type', 'too-large'));
}

/** Parameter: the {@link Upload} of a route that {@link TakesUpload}. */
export const TakenUpload = createParamDecorator((_: unknown, context: ExecutionContext): Upload => {
  const { upload } = context.switchToHttp().getRequest<FastifyRequest>();
  invariant(upload !== undefined, 'a route with @TakenUpload() has @TakesUpload()');
  return upload;
});
