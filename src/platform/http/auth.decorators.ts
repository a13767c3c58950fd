import { SetMetadata, applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Principal, Role } from './principal.js';
import { Problems } from './problems.decorator.js';

/** Metadata key: the {@link Role} that a route needs, or `public`. */
export const ACCESS = 'foretrace:access';

/** The name under which the OpenAPI document tells the role that an operation needs. */
export const ROLE_MARK = 'x-role';

/** The route answers whoever calls with this role or a higher one. Every route has this or {@link Public}; without, the service does not start. */
export function RequiresRole(role: Role): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(ACCESS, role), ApiBearerAuth(), ApiExtension(ROLE_MARK, role), Problems('unauthenticated', 'forbidden'));
}

/** The route answers everyone, without a token. */
export function Public(): MethodDecorator & ClassDecorator {
  return SetMetadata(ACCESS, 'public');
}

/** Parameter: the {@link Principal} who calls. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal | undefined => context.switchToHttp().getRequest<FastifyRequest>().principal);
