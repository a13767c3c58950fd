/** @typedef {{ readonly value: number, readonly unit: 'ms' | 'bytes' | 'perSecond' }} Quantity */

/** @type {(value: number) => Quantity} */
export const ms = (value) => ({ value, unit: 'ms' });

/** @type {(value: number) => Quantity} */
export const bytes = (value) => ({ value, unit: 'bytes' });

/** @type {(value: number) => Quantity} */
export const perSecond = (value) => ({ value, unit: 'perSecond' });

export const MiB = 1 << 20;

/** @type {(quantity: Quantity) => string} */
export function tell({ value, unit }) {
  if (unit === 'ms') return value < 1000 ? `${digits(value)} ms` : `${digits(value / 1000)} s`;
  if (unit === 'perSecond') return `${digits(value)}/s`;
  if (value < 1024) return `${value} B`;
  if (value < MiB) return `${digits(value / 1024)} KiB`;
  return value < 1024 * MiB ? `${digits(value / MiB)} MiB` : `${(value / 1024 / MiB).toFixed(2)} GiB`;
}

/** With three digits, or all those before the point. @type {(value: number) => string} */
export function digits(value) {
  if (value === 0) return '0';
  const shown = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return shown.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

/** @type {(values: readonly number[]) => number} */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const [low = NaN, high = NaN] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}

/** Under which one run may be an accident. */
const longEnough = 10_000;

/** Once where it takes long, else three times. @template T @param {() => Promise<T>} measure @param {(result: T) => number} milliseconds @returns {Promise<T[]>} */
export async function repeat(measure, milliseconds) {
  const results = [await measure()];
  while (results.length < 3 && milliseconds(/** @type {T} */ (results[0])) < longEnough) results.push(await measure());
  return results;
}
