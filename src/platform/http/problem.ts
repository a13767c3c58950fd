import { HttpException } from '@nestjs/common';
import { InputError, errorTable, type ErrorCode, type Fault } from '../../core/errors.js';
import { isDatabaseUnavailable } from '../database/index.js';
import { errorStatus } from './error-status.js';

/** What went wrong, without the request it went wrong for. */
export interface Trouble {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly faults: readonly Fault[];
}

/** A problem document. Source: RFC 9457 section 3; `code`, `remedy`, `requestId` and `errors` are extensions. */
export interface Problem {
  /** `urn:foretrace:problem:` and the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The path of the request. */
  readonly instance: string;
  readonly code: ErrorCode;
  /** What the caller can do about it. */
  readonly remedy: string;
  readonly requestId: string;
  /** Where in the input, if it can be pointed at. */
  readonly errors?: readonly Fault[];
}

/** The problem document that tells `trouble` to the caller of `request`. */
export function problemOf(trouble: Trouble, request: { readonly url: string; readonly id: string }): Problem {
  const { code, detail, faults } = trouble;
  return {
    type: `urn:foretrace:problem:${code}`,
    title: errorTable[code].title,
    status: errorStatus[code],
    detail,
    instance: request.url.split('?', 1)[0] ?? '/',
    code,
    remedy: errorTable[code].remedy,
    requestId: request.id,
    ...(faults.length > 0 && { errors: faults }),
  };
}

/** What a thrown thing means to the caller. Whatever is not known to be the caller's doing, or the database's absence, is a defect: `internal`, and its message stays inside. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof InputError) return { code: error.code, detail: error.message, faults: error.faults };
  if (isDatabaseUnavailable(error)) return { code: 'unavailable', detail: 'the database does not answer', faults: [] };
  const status = statusOf(error);
  if (error instanceof Error && status !== undefined && status >= 400 && status < 500) {
    return { code: codeOf(status), detail: detailOf(error, status), faults: [] };
  }
  return { code: 'internal', detail: 'something went wrong inside the service; the log tells more under this request id', faults: [] };
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}

/** The code of an error that the HTTP framework made. */
function codeOf(status: number): ErrorCode {
  const codes: Record<number, ErrorCode> = {
    401: 'unauthenticated',
    403: 'forbidden',
    404: 'not-found',
    405: 'method-not-allowed',
    406: 'not-acceptable',
    409: 'conflict',
    413: 'too-large',
    415: 'unsupported-media-type',
  };
  return codes[status] ?? 'invalid-request';
}

/** The framework's own words, or ours where those do not teach. */
function detailOf(error: Error, status: number): string {
  if (status === 415) return 'the request names no Content-Type that can be read';
  switch ('code' in error ? error.code : undefined) {
    case 'FST_ERR_BAD_URL':
      return 'the path is not well percent-encoded';
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return 'a part of the path is longer than 1024 characters';
    default:
      return error.message;
  }
}
