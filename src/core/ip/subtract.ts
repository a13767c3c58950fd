import { InputError } from '../errors.js';
import { PrefixRows, type PrefixTable } from './prefix-table.js';

/**
 * The fewest prefixes that hold exactly the addresses of `kept` that are not in `removed`, both of them aggregated, of one family: disjoint and sorted. In n·log n.
 * What is removed may leave up to 128 each.
 *
 * @param beside how many blocks are left elsewhere
 * @throws InputError `too-large` where more than `most` are left in all
 */
export function subtractTable(kept: PrefixTable, removed: PrefixTable, most: number, beside = 0): PrefixTable {
  const carving = new Carving(removed, most, beside);
  let begin = 0;
  for (let row = 0; row < kept.count; row++) {
    while (begin < removed.count && isBefore(removed, begin, kept, row)) begin++;
    if (begin < removed.count && removed.holds(begin, kept, row)) continue;
    let end = begin;
    while (end < removed.count && kept.holds(row, removed, end)) end++;
    carving.carve(kept, row, begin, end);
    begin = end;
  }
  return carving.left.table();
}

/** What is left of blocks, one after another. */
class Carving {
  readonly left: PrefixRows;
  /** The address of the block at hand. */
  readonly #first: Uint32Array;

  constructor(
    private readonly removed: PrefixTable,
    private readonly most: number,
    private readonly beside: number,
  ) {
    this.left = new PrefixRows(removed.family);
    this.#first = new Uint32Array(removed.width);
  }

  /** Leaves what of a row is outside the rows `begin` to `end` of what is removed, which all lie in it and are not the whole of it. */
  carve(kept: PrefixTable, row: number, begin: number, end: number): void {
    for (let word = 0; word < kept.width; word++) this.#first[word] = kept.words[row * kept.width + word]!;
    this.#carve(kept.lengths[row]!, begin, end);
  }

  #carve(length: number, begin: number, end: number): void {
    if (begin === end) {
      this.#leave(length);
      return;
    }
    if (this.removed.lengths[begin] === length) return;
    const middle = this.#firstInUpperHalf(length, begin, end);
    const word = length >>> 5;
    const bit = 1 << (31 - (length & 31));
    this.#carve(length + 1, begin, middle);
    this.#first[word]! |= bit;
    this.#carve(length + 1, middle, end);
    this.#first[word]! &= ~bit;
  }

  #leave(length: number): void {
    const { left } = this;
    if (left.count + this.beside >= this.most) throw new InputError('too-large', `more than ${this.most} blocks would be left`);
    const at = left.add(length);
    for (let word = 0; word < left.width; word++) left.words[at + word] = this.#first[word]!;
  }

  #firstInUpperHalf(bit: number, begin: number, end: number): number {
    const { words, width } = this.removed;
    const word = bit >>> 5;
    const mask = 1 << (31 - (bit & 31));
    let low = begin;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((words[middle * width + word]! & mask) === 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
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
