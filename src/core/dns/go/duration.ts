import type { Parsed } from './number.js';
import { quoteGo } from './quote.js';

/** Nanoseconds, as Go counts time. */
export type Nanoseconds = bigint;

export const second = 1_000_000_000n;
export const minute = 60n * second;
export const hour = 60n * minute;

const units: Readonly<Record<string, bigint>> = { ns: 1n, us: 1000n, 'µs': 1000n, 'μs': 1000n, ms: 1_000_000n, s: second, m: minute, h: hour };
const limit = 1n << 63n;

/** Source: Go 1.26 time.ParseDuration. */
export function parseDuration(text: string): Parsed<Nanoseconds> {
  const invalid = { error: `time: invalid duration ${quoteGo(text)}` };
  const negative = text.startsWith('-');
  let rest = /^[+-]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return { value: 0n };
  if (rest === '') return invalid;
  let total = 0n;
  while (rest !== '') {
    const [number = '', whole = '', , fraction = ''] = /^(\d*)(\.(\d*))?/.exec(rest) ?? [];
    if (whole === '' && fraction === '') return invalid;
    rest = rest.slice(number.length);
    const [unit = ''] = /^[^\d.]*/.exec(rest) ?? [];
    if (unit === '') return { error: `time: missing unit in duration ${quoteGo(text)}` };
    rest = rest.slice(unit.length);
    const scale = Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (scale === undefined) return { error: `time: unknown unit ${quoteGo(unit)} in duration ${quoteGo(text)}` };
    const digits = fraction.slice(0, 18);
    total += BigInt(whole === '' ? 0 : whole.slice(0, 40)) * scale + (digits === '' ? 0n : (BigInt(digits) * scale) / 10n ** BigInt(digits.length));
    if (whole.length > 40 || total > limit) return invalid;
  }
  if (!negative && total === limit) return invalid;
  return { value: negative ? -total : total };
}

/** `1h0m0s`, `1.5s`, `100ms`, `0s`. Source: Go 1.26 time.Duration.String. */
export function formatDuration(duration: Nanoseconds): string {
  const size = duration < 0n ? -duration : duration;
  const sign = duration < 0n ? '-' : '';
  if (size === 0n) return '0s';
  if (size < 1000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 1000n)}µs`;
  if (size < second) return `${sign}${decimal(size, 1_000_000n)}ms`;
  const [hours, minutes] = [size / hour, (size % hour) / minute];
  return `${sign}${hours > 0n ? `${hours}h` : ''}${hours > 0n || minutes > 0n ? `${minutes}m` : ''}${decimal(size % minute, second)}s`;
}

function decimal(value: bigint, scale: bigint): string {
  const fraction = (value % scale).toString().padStart(scale.toString().length - 1, '0').replace(/0+$/, '');
  return fraction === '' ? `${value / scale}` : `${value / scale}.${fraction}`;
}

/** Whole seconds, rounded down. */
export function secondsOf(duration: Nanoseconds): number {
  return Number(duration / second);
}
