import { InputError } from '../errors.js';

/** An IPv4 or IPv6 address as a number of 32 or 128 bits. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** Bits of an address: 32 or 128. */
export function bitsOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

/**
 * Reads an address strictly: IPv4 as four decimal numbers without leading zeros, IPv6 in any form of RFC 4291 §2.2 without a zone.
 *
 * @throws InputError `invalid-request`, saying which part is wrong
 */
export function parseAddress(text: string): IpAddress {
  return text.includes(':') ? { family: 6, value: parseIPv6(text) } : { family: 4, value: parseIPv4(text, text) };
}

/** Whether {@link parseAddress} takes `text`. */
export function isAddress(text: string): boolean {
  try {
    parseAddress(text);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** The canonical text: dotted decimal, or RFC 5952 (lower case, the longest run of zeros as `::`, IPv4-mapped addresses as `::ffff:192.0.2.1`). */
export function formatAddress(address: IpAddress): string {
  return address.family === 4 ? formatIPv4(address.value) : formatIPv6(address.value);
}

function parseIPv4(text: string, whole: string): bigint {
  const parts = text.split('.');
  if (parts.length !== 4) throw malformed(whole, `an IPv4 address has four numbers, this has ${parts.length}`);
  return parts.reduce((value, part) => (value << 8n) | octet(part, whole), 0n);
}

function octet(part: string, whole: string): bigint {
  if (!/^\d{1,3}$/.test(part)) throw malformed(whole, `“${part}” is not a number from 0 to 255`);
  if (part.length > 1 && part.startsWith('0')) throw malformed(whole, `“${part}” has a leading zero, which some programs read as octal; write ${Number(part)}`);
  if (Number(part) > 255) throw malformed(whole, `${part} is too large: 0 to 255`);
  return BigInt(part);
}

function parseIPv6(text: string): bigint {
  if (text.includes('%')) throw malformed(text, 'a zone (%…) has no meaning outside its host; leave it out');
  const halves = text.split('::');
  if (halves.length > 2) throw malformed(text, '“::” may stand once');
  const head = groups(halves[0]!, text, halves.length === 1);
  if (halves.length === 1) {
    if (head.length !== 8) throw malformed(text, `an IPv6 address has eight groups, this has ${head.length}; “::” stands for groups of zeros`);
    return join(head);
  }
  const tail = groups(halves[1]!, text, true);
  const zeros = 8 - head.length - tail.length;
  if (zeros < 1) throw malformed(text, '“::” stands for at least one group of zeros, and here are eight groups beside it');
  return join([...head, ...Array<bigint>(zeros).fill(0n), ...tail]);
}

function groups(text: string, whole: string, last: boolean): bigint[] {
  if (text === '') return [];
  const parts = text.split(':');
  return parts.flatMap((part, i) => {
    if (last && i === parts.length - 1 && part.includes('.')) {
      const value = parseIPv4(part, whole);
      return [value >> 16n, value & 0xffffn];
    }
    if (!/^[0-9a-f]{1,4}$/i.test(part)) throw malformed(whole, `“${part}” is not a group of one to four hexadecimal digits`);
    return [BigInt(`0x${part}`)];
  });
}

function join(parts: readonly bigint[]): bigint {
  return parts.reduce((value, part) => (value << 16n) | part, 0n);
}

function malformed(text: string, why: string): InputError {
  return new InputError('invalid-request', `“${text}” is not an IP address: ${why}`);
}

function formatIPv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
}

function formatIPv6(value: bigint): string {
  if (value >> 32n === 0xffffn) return `::ffff:${formatIPv4(value & 0xffffffffn)}`;
  const parts = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const { start, length } = longestZeros(parts);
  if (length < 2) return parts.join(':');
  return `${parts.slice(0, start).join(':')}::${parts.slice(start + length).join(':')}`;
}

/** The longest run of zero groups, the first of equals. Source: RFC 5952 §4.2. */
function longestZeros(parts: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < parts.length; start++) {
    let length = 0;
    while (parts[start + length] === '0') length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
