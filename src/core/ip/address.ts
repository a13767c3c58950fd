import { InputError, invariant } from '../errors.js';

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
  const address = readAddress(text, text.length);
  if (address === undefined) throw new InputError('invalid-request', `“${text}” is not an IP address: ${faultOf(text)}`);
  return address;
}

/** Whether {@link parseAddress} takes `text`. */
export function isAddress(text: string): boolean {
  return readAddress(text, text.length) !== undefined;
}

/** The address that the first `end` characters of `text` are; undefined where {@link parseAddress} would refuse them. */
export function readAddress(text: string, end: number): IpAddress | undefined {
  for (let i = 0; i < end && i < 5; i++) {
    if (text.charCodeAt(i) === COLON) return readIPv6(text, end) ? { family: 6, value: takeValue() } : undefined;
  }
  const value = readIPv4(text, 0, end);
  return value < 0 ? undefined : { family: 4, value: BigInt(value) };
}

/** The number that the first `end` characters of `text` are as an IPv4 address; -1 where they are none. */
export function readIPv4Number(text: string, end: number): number {
  return readIPv4(text, 0, end);
}

/** Reads the first `end` characters of `text` as an IPv6 address into the four words from `at` on, the most significant first; false, and nothing is written, where they are none. */
export function readIPv6Words(text: string, end: number, words: Uint32Array, at: number): boolean {
  if (!readIPv6(text, end)) return false;
  for (let word = 0; word < 4; word++) words[at + word] = groups.getUint32(4 * word);
  return true;
}

/** What {@link formatAddress} gives for the address in `width` words of 32 bits from `at` on, the most significant first. */
export function formatWords(words: Uint32Array, at: number, width: 1 | 4): string {
  if (width === 1) return formatIPv4(words[at]!);
  for (let word = 0; word < 4; word++) groups.setUint32(4 * word, words[at + word]!);
  return formatGroups();
}

/** The canonical text: dotted decimal, or RFC 5952 (lower case, the longest run of zeros as `::`, IPv4-mapped addresses as `::ffff:192.0.2.1`). */
export function formatAddress(address: IpAddress): string {
  return address.family === 4 ? formatIPv4(Number(address.value)) : formatIPv6(address.value);
}

/** The text that leaves nothing out: dotted decimal, or eight groups of four digits. */
export function expandAddress(address: IpAddress): string {
  if (address.family === 4) return formatAddress(address);
  return groupsOf(address.value).map((group) => group.toString(16).padStart(4, '0')).join(':');
}

const DOT = 46;
const COLON = 58;

/** One IPv6 address on its way between text, groups and number. */
const groups = new DataView(new ArrayBuffer(16));

function takeValue(): bigint {
  return (groups.getBigUint64(0) << 64n) | groups.getBigUint64(8);
}

function groupsOf(value: bigint): number[] {
  groups.setBigUint64(0, value >> 64n);
  groups.setBigUint64(8, value);
  return Array.from({ length: 8 }, (_, i) => groups.getUint16(2 * i));
}

/** The number; -1 where it is none. */
function readIPv4(text: string, start: number, end: number): number {
  let value = 0;
  let octet = -1;
  let octets = 0;
  for (let i = start; i <= end; i++) {
    const code = i === end ? DOT : text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      if (octet === 0) return -1;
      octet = octet < 0 ? code - 48 : octet * 10 + code - 48;
      if (octet > 255) return -1;
    } else {
      if (code !== DOT || octet < 0) return -1;
      value = value * 256 + octet;
      octet = -1;
      octets++;
    }
  }
  return octets === 4 ? value : -1;
}

/** Reads into {@link groups}. */
function readIPv6(text: string, end: number): boolean {
  let count = 0;
  let gap = -1;
  let i = 0;
  if (text.charCodeAt(0) === COLON) {
    if (end < 2 || text.charCodeAt(1) !== COLON) return false;
    gap = 0;
    i = 2;
  }
  while (i < end) {
    const start = i;
    let group = 0;
    for (let digit = hexDigit(text.charCodeAt(i)); digit >= 0 && i < end; digit = hexDigit(text.charCodeAt(++i))) group = group * 16 + digit;
    if (i < end && text.charCodeAt(i) === DOT) {
      const last = readIPv4(text, start, end);
      if (last < 0 || count > 6) return false;
      groups.setUint32(2 * count, last);
      count += 2;
      break;
    }
    if (i === start || i - start > 4 || count === 8) return false;
    groups.setUint16(2 * count++, group);
    if (i === end) break;
    if (text.charCodeAt(i++) !== COLON || i === end) return false;
    if (text.charCodeAt(i) !== COLON) continue;
    if (gap >= 0) return false;
    gap = count;
    i++;
  }
  if (gap < 0) return count === 8;
  if (count === 8) return false;
  for (let from = count - 1, to = 7; to >= gap; from--, to--) groups.setUint16(2 * to, from >= gap ? groups.getUint16(2 * from) : 0);
  return true;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Why `text` is no address. */
function faultOf(text: string): string {
  if (text.includes('/')) return 'the part from “/” on belongs to a CIDR; an address ends before it';
  const fault = text.includes(':') ? faultOfIPv6(text) : faultOfIPv4(text);
  invariant(fault !== undefined, `“${text}” is refused for a reason`);
  return fault;
}

function faultOfIPv4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return `an IPv4 address has four numbers, this has ${text === '' ? 0 : parts.length}`;
  return parts.map(faultOfOctet).find((fault) => fault !== undefined);
}

function faultOfOctet(part: string): string | undefined {
  if (!/^\d+$/.test(part)) return `“${part}” is not a number from 0 to 255`;
  const digits = part.replace(/^0+(?=\d)/, '');
  if (digits !== part) return `“${part}” has a leading zero, which some programs read as octal${digits.length <= 3 ? `; write ${digits}` : ''}`;
  return part.length > 3 || Number(part) > 255 ? `${part} is too large: 0 to 255` : undefined;
}

function faultOfIPv6(text: string): string | undefined {
  if (text.includes('%')) return 'a zone (%…) has no meaning outside its host; leave it out';
  if (/^\[.*\]$/.test(text)) return 'the brackets belong to a URL; leave them out';
  const halves = text.split('::');
  if (halves.length > 2) return '“::” may stand once';
  const parts = halves.map((half) => (half === '' ? [] : half.split(':')));
  const fault = parts.flatMap((half, i) => half.map((part, j) => faultOfGroup(part, i === halves.length - 1 && j === half.length - 1))).find((each) => each !== undefined);
  if (fault !== undefined) return fault;
  const count = parts.flat().reduce((sum, part) => sum + (part.includes('.') ? 2 : 1), 0);
  if (halves.length === 2) return count > 7 ? '“::” stands for at least one group of zeros, and here are eight groups beside it' : undefined;
  return count === 8 ? undefined : `an IPv6 address has eight groups, this has ${count}; “::” stands for groups of zeros`;
}

function faultOfGroup(part: string, last: boolean): string | undefined {
  if (last && part.includes('.')) return faultOfIPv4(part);
  return /^[0-9a-f]{1,4}$/i.test(part) ? undefined : `“${part}” is not a group of one to four hexadecimal digits`;
}

/** The texts of the octets, as making them anew takes most of the time of writing an address. */
const decimals = Array.from({ length: 256 }, (_, octet) => octet.toString());
const dottedDecimals = decimals.map((digits) => `${digits}.`);
const hexadecimals = Array.from({ length: 256 }, (_, octet) => octet.toString(16));
const paddedHexadecimals = hexadecimals.map((digits) => digits.padStart(2, '0'));

function formatIPv4(value: number): string {
  return dottedDecimals[value >>> 24]! + dottedDecimals[(value >>> 16) & 255]! + dottedDecimals[(value >>> 8) & 255]! + decimals[value & 255]!;
}

function formatGroup(group: number): string {
  return group < 256 ? hexadecimals[group]! : hexadecimals[group >>> 8]! + paddedHexadecimals[group & 255]!;
}

function formatIPv6(value: bigint): string {
  groups.setBigUint64(0, value >> 64n);
  groups.setBigUint64(8, value);
  return formatGroups();
}

/** The text of what is in {@link groups}. */
function formatGroups(): string {
  if (groups.getBigUint64(0) === 0n && groups.getUint32(8) === 0xffff) return `::ffff:${formatIPv4(groups.getUint32(12))}`;
  const zeros = longestZeros();
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i === zeros.start && zeros.length > 1) {
      text += i === 0 ? '::' : ':';
      i += zeros.length - 1;
    } else {
      text += formatGroup(groups.getUint16(2 * i));
      if (i < 7) text += ':';
    }
  }
  return text;
}

/** The longest run of zeros in {@link groups}, the first of equals. Source: RFC 5952 §4.2. */
function longestZeros(): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups.getUint16(2 * (start + length)) === 0) length++;
    if (length > best.length) best = { start, length };
    start += length;
  }
  return best;
}
