import type { ErrorCode } from '../../core/errors.js';

/** The HTTP status of each error code. */
export const errorStatus: Readonly<Record<ErrorCode, number>> = {
  'invalid-request': 400,
  'invalid-body': 400,
  'unsupported-media-type': 415,
  'not-acceptable': 406,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'idempotency-mismatch': 422,
  'idempotency-in-progress': 409,
  'too-large': 413,
  'unreadable-upload': 422,
  'unsafe-upload': 422,
  'picture-too-large': 422,
  'invalid-cursor': 400,
  'cluster-unreachable': 502,
  'capture-timeout': 504,
  unavailable: 503,
  internal: 500,
};
