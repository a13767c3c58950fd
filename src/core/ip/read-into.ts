import { readIPv4Number, readIPv6Words } from './address.js';
import { readLength, type Cidr } from './cidr.js';
import { parseNetwork } from './netmask.js';
import type { PrefixRows } from './prefix-table.js';

/** Where an address is written until it is known to be one. */
const words = new Uint32Array(4);

/** The bits behind a prefix of IPv4, by its length. */
const hostBits = Uint32Array.from({ length: 33 }, (_, length) => 2 ** (32 - length) - 1);

/**
 * Reads `text` as {@link parseNetwork} does and adds it to the rows of its family, which it gives: in plain numbers where it is written as most are.
 *
 * @throws InputError `invalid-request`
 */
export function readInto(ipv4: PrefixRows, ipv6: PrefixRows, text: string): 4 | 6 {
  const slash = text.indexOf('/');
  const length = slash < 0 ? -1 : readLength(text, slash + 1);
  const number = length < 0 ? -1 : readIPv4Number(text, slash);
  if (number >= 0 && length <= 32 && (number & hostBits[length]!) === 0) {
    const at = ipv4.add(length);
    ipv4.words[at] = number;
    return 4;
  }
  if (number < 0 && length >= 0 && readIPv6Words(text, slash, words, 0) && hasNoHostBits(length)) {
    const at = ipv6.add(length);
    for (let word = 0; word < 4; word++) ipv6.words[at + word] = words[word]!;
    return 6;
  }
  // Another notation, or none.
  return addInto(ipv4, ipv6, parseNetwork(text));
}

/** Adds `cidr` to the rows of its family, which it gives. */
export function addInto(ipv4: PrefixRows, ipv6: PrefixRows, cidr: Cidr): 4 | 6 {
  (cidr.first.family === 4 ? ipv4 : ipv6).addCidr(cidr);
  return cidr.first.family;
}

/** Whether no bit of {@link words} is set behind the first `length`. */
function hasNoHostBits(length: number): boolean {
  for (let word = length >>> 5; word < 4; word++) if ((words[word]! & hostBits[Math.max(0, length - 32 * word)]!) !== 0) return false;
  return true;
}
