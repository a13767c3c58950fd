const [second, minute, hour] = [1_000, 60_000, 3_600_000];

/** Milliseconds between two tries. Source: Standard Webhooks 1.0.0, “Deliverability and reliability”, the schedule that it recommends. */
export const pauses: readonly number[] = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** How often a delivery is tried, over about three days. */
export const mostTries = pauses.length + 1;

/** Of a pause, the share by which it is longer or shorter at most. */
const jitter = 0.1;

const longestRetryAfter = 24 * hour;

/**
 * Milliseconds until the next try; null where there is none.
 *
 * @param tries that failed, at least 1
 * @param random from 0 to 1, so that not all come back at once
 * @param retryAfter milliseconds for which the receiver asked to be left alone; null where it did not. Kept, up to a day
 */
export function pauseAfter(tries: number, random: number, retryAfter: number | null): number | null {
  const pause = pauses[tries - 1];
  if (pause === undefined) return null;
  const spread = Math.round(pause * (1 - jitter + 2 * jitter * random));
  return Math.max(spread, Math.min(retryAfter ?? 0, longestRetryAfter));
}

/** Milliseconds that a `Retry-After` asks for; null where there is none, or it cannot be read. Source: RFC 9110 §10.2.3. @param now milliseconds since 1970 */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * second;
  const at = /^[A-Z][a-z]{2,8}, /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/**
 * What the answer of a receiver means.
 * - `taken`: 2xx
 * - `gone`: 410, nobody is there any more and nothing more is to be sent
 * - `failed`: everything else, redirects too
 */
export function verdictOn(status: number): 'taken' | 'gone' | 'failed' {
  if (status >= 200 && status < 300) return 'taken';
  return status === 410 ? 'gone' : 'failed';
}
