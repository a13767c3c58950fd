import { SetMetadata, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { PageRequest } from '../database/index.js';
import { documentedParameter } from './documented-parameter.js';
import { Problems } from './problems.decorator.js';

/** Metadata key: set on a route that takes `limit` and `cursor`. */
export const PAGED = 'foretrace:paged';

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1000;

/**
 * Parameter: the {@link PageRequest}. The handler answers with the store's page, `{items, next}`; its `next` leaves the service as a cursor
 * that is good for the same path and filters only.
 */
export function PageQuery(): ParameterDecorator {
  return documentedParameter(
    takePage(),
    SetMetadata(PAGED, true),
    ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT }, description: 'How many items a page holds at most.' }),
    ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: '`next` of the page before. It is good for the same path and filters only.' }),
    Problems('invalid-cursor'),
  );
}

const takePage = createParamDecorator((_: unknown, context: ExecutionContext): PageRequest | undefined => context.switchToHttp().getRequest<FastifyRequest>().page);
