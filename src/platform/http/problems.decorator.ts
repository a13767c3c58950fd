import { applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { ErrorCode } from '../../core/errors.js';

/** The mark that {@link Problems} leaves on an operation of the OpenAPI document, until `openapi.ts` turns it into responses. */
export const PROBLEM_MARK = 'x-problem-';

/**
 * Documents the problems that an operation answers with. Those that follow from other decorators (role, body, paging, snapshot, upload,
 * idempotency) and those of every operation (`invalid-request`, `not-acceptable`, `unavailable`, `internal`) need not be named.
 */
export function Problems(...codes: ErrorCode[]): MethodDecorator & ClassDecorator {
  return applyDecorators(...codes.map((code) => ApiExtension(`${PROBLEM_MARK}${code}`, true)));
}
