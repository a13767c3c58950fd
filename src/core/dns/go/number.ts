import { quoteGo } from './quote.js';

/** A number, or why the text is none, in the words of Go. */
export type Parsed<T> = { readonly value: T } | { readonly error: string };

const limits = { 16: 65_535n, 32: 4_294_967_295n, 64: 18_446_744_073_709_551_615n } as const;

/** Source: Go 1.26 strconv.Atoi on 64 bits. Values beyond 2^53 lose their last digits. */
export function atoi(text: string): Parsed<number> {
  if (/^\d{1,9}$/.test(text)) return { value: Number(text) };
  if (!/^[+-]?\d+$/.test(text)) return { error: `strconv.Atoi: parsing ${quoteGo(text)}: invalid syntax` };
  const value = BigInt(text.replace('+', ''));
  return value > 9_223_372_036_854_775_807n || value < -9_223_372_036_854_775_808n ? { error: `strconv.Atoi: parsing ${quoteGo(text)}: value out of range` } : { value: Number(value) };
}

/** Source: Go 1.26 strconv.ParseUint, base 10. Values beyond 2^53 lose their last digits. */
export function parseUint(text: string, bits: 16 | 32 | 64): Parsed<number> {
  if (!/^\d+$/.test(text)) return { error: `strconv.ParseUint: parsing ${quoteGo(text)}: invalid syntax` };
  const value = BigInt(text);
  return value > limits[bits] ? { error: `strconv.ParseUint: parsing ${quoteGo(text)}: value out of range` } : { value: Number(value) };
}

/** Source: Go 1.26 strconv.ParseUint, base 0: the prefix tells the base, and underscores may stand between digits. */
export function parseUintAnyBase(text: string, bits: 16 | 32): Parsed<number> {
  const plain = /^(0x_?[\da-f]+(_[\da-f]+)*|0b_?[01]+(_[01]+)*|0o?_?[0-7]+(_[0-7]+)*|[1-9]\d*(_\d+)*|0)$/i.test(text) ? text.replaceAll('_', '') : undefined;
  if (plain === undefined) return { error: `strconv.ParseUint: parsing ${quoteGo(text)}: invalid syntax` };
  const value = BigInt(/^0\d/.test(plain) ? `0o${plain.slice(1)}` : plain);
  return value > limits[bits] ? { error: `strconv.ParseUint: parsing ${quoteGo(text)}: value out of range` } : { value: Number(value) };
}
