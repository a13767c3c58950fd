/** Attempts at one request in all. */
const attempts = 6;

/** Milliseconds before the second attempt; doubled before each that follows. */
const firstPause = 250;
const longestPause = 8_000;

/** Milliseconds that a server may ask us to wait. A longer wait is cut: the deadline of the capture decides when to give up. */
const longestRequestedPause = 30_000;

/**
 * Milliseconds to wait before the next attempt; undefined: give up. Half of a pause is left to chance, so that those who were turned away together
 * do not come back together.
 *
 * @param attempt how many there have been, from 1
 * @param retryAfter the value of the header Retry-After (RFC 9110 §10.2.3), if there was one
 * @param chance 0 to 1
 */
export function pauseBefore(attempt: number, retryAfter: string | undefined, now: Date, chance: number): number | undefined {
  if (attempt >= attempts) return undefined;
  const asked = requestedPause(retryAfter, now);
  if (asked !== undefined) return Math.min(asked, longestRequestedPause);
  const pause = Math.min(firstPause * 2 ** (attempt - 1), longestPause);
  return pause * (0.5 + chance / 2);
}

function requestedPause(retryAfter: string | undefined, now: Date): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const instant = Date.parse(retryAfter);
  return Number.isNaN(instant) ? undefined : Math.max(0, instant - now.getTime());
}

/** Answers that may be others the next time: too many requests, and what proxies and servers say while they start, stop or are overloaded. */
export function isPassing(status: number): boolean {
  return status === 429 || status === 500 || status === 502 || status === 503 || status === 504;
}

/** Errors of a connection that stay: the server is not who it should be, or we are not who it expects. */
const lasting = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|ERR_INVALID_|EPROTO)/;

export function isLasting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && lasting.test(error.code);
}
