import { InputError } from '../errors.js';
import { aggregateTable } from './aggregate.js';
import type { Cidr } from './cidr.js';
import { PrefixTable } from './prefix-table.js';

/**
 * The fewest blocks that hold exactly the addresses of `from` that are not in `remove`: disjoint, sorted, IPv4 before IPv6. In n·log n.
 * What is removed may leave up to 128 blocks each.
 *
 * @throws InputError `too-large` where more than `most` are left
 */
export function subtract(from: readonly Cidr[], remove: readonly Cidr[], most = Infinity): Cidr[] {
  return ([4, 6] as const).flatMap((family) => {
    const kept = aggregateTable(PrefixTable.of(family, from));
    const removed = aggregateTable(PrefixTable.of(family, remove));
    const left: Cidr[] = [];
    const leave = (block: Cidr) => {
      if (left.push(block) > most) throw new InputError('too-large', `more than ${most} blocks would be left`);
    };
    let begin = 0;
    for (let row = 0; row < kept.count; row++) {
      while (begin < removed.count && isBefore(removed, begin, kept, row)) begin++;
      if (begin < removed.count && removed.holds(begin, kept, row)) continue;
      let end = begin;
      while (end < removed.count && kept.holds(row, removed, end)) end++;
      carve(kept.cidr(row), removed, begin, end, leave);
      begin = end;
    }
    return left;
  });
}

/** Leaves what of `block` is outside the rows `begin` to `end` of `removed`, which all lie in it and are not the whole of it. */
function carve(block: Cidr, removed: PrefixTable, begin: number, end: number, leave: (block: Cidr) => void): void {
  if (begin === end) {
    leave(block);
    return;
  }
  if (removed.lengths[begin] === block.prefixLength) return;
  const middle = firstInUpperHalf(removed, block.prefixLength, begin, end);
  const [lower, upper] = halvesOf(block);
  carve(lower, removed, begin, middle, leave);
  carve(upper, removed, middle, end, leave);
}

function firstInUpperHalf(removed: PrefixTable, bit: number, begin: number, end: number): number {
  const word = bit >>> 5;
  const mask = 1 << (31 - (bit & 31));
  let low = begin;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((removed.words[middle * removed.width + word]! & mask) === 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The lower and the upper half of a block of more than one address. */
export function halvesOf({ first, prefixLength }: Cidr): [Cidr, Cidr] {
  const bit = 1n << BigInt((first.family === 4 ? 31 : 127) - prefixLength);
  return [
    { first, prefixLength: prefixLength + 1 },
    { first: { family: first.family, value: first.value | bit }, prefixLength: prefixLength + 1 },
  ];
}

/** Whether row `a` of `as` ends before row `b` of `bs` begins. */
function isBefore(as: PrefixTable, a: number, bs: PrefixTable, b: number): boolean {
  const bits = Math.min(as.lengths[a]!, bs.lengths[b]!);
  if (as.agrees(a, bs, b, bits)) return false;
  for (let word = 0; word < as.width; word++) {
    const difference = as.words[a * as.width + word]! - bs.words[b * bs.width + word]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
