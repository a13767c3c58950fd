import { SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Problems } from './problems.decorator.js';

/** Metadata key: set on a route that takes an `Idempotency-Key`. */
export const IDEMPOTENT = 'foretrace:idempotent';

/** The route takes an `Idempotency-Key`: the same request sent again with the same key gets the first answer again, and does nothing. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(
    SetMetadata(IDEMPOTENT, true),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      description: 'Any text of the caller’s choosing, a UUID for instance. The same request sent again with the same key gets the first answer again.',
    }),
    Problems('idempotency-mismatch', 'idempotency-in-progress'),
  );
}
