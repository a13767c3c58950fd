import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { documentedParameter } from './documented-parameter.js';
import { prefersAsync } from './prefer.js';

const takePreference = createParamDecorator((_: unknown, context: ExecutionContext): boolean => prefersAsync(context.switchToHttp().getRequest<FastifyRequest>().headers.prefer));

/** Parameter: whether the caller prefers not to wait (boolean). A handler that heeds it answers with `accepted(…)`. */
export function RespondAsync(): ParameterDecorator {
  return documentedParameter(
    takePreference(),
    ApiHeader({ name: 'Prefer', required: false, schema: { type: 'string' }, description: '`respond-async` answers at once with 202 and the operation to follow.' }),
  );
}
