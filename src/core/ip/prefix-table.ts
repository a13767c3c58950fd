import { bitsOf, formatWords, type IpAddress } from './address.js';
import type { Cidr } from './cidr.js';

/**
 * Prefixes of one family side by side in typed arrays, as sorting and comparing them as bigints takes many times as long:
 * `width` words of 32 bits for each, most significant first.
 */
export class PrefixTable {
  readonly width: 1 | 4;

  constructor(
    readonly family: 4 | 6,
    readonly count: number,
    readonly words: Uint32Array = new Uint32Array(count * widthOf(family)),
    readonly lengths: Uint8Array = new Uint8Array(count),
  ) {
    this.width = widthOf(family);
  }

  /** The prefixes of `cidrs` that are of `family`, in their order. */
  static of(family: 4 | 6, cidrs: readonly Cidr[]): PrefixTable {
    let count = 0;
    for (let i = 0; i < cidrs.length; i++) if (cidrs[i]!.first.family === family) count++;
    const table = new PrefixTable(family, count);
    for (let i = 0, row = 0; row < count; i++) {
      const { first, prefixLength } = cidrs[i]!;
      if (first.family !== family) continue;
      table.lengths[row] = prefixLength;
      writeWords(table.words, row++ * table.width, first);
    }
    return table;
  }

  /** The first `count` rows, which stay those of this table. */
  slice(count: number): PrefixTable {
    return new PrefixTable(this.family, count, this.words.subarray(0, count * this.width), this.lengths.subarray(0, count));
  }

  /** The rows sorted by their first address, and of equals the larger block first. So a block comes before all that it holds. */
  sorted(): PrefixTable {
    const order = this.order();
    const sorted = new PrefixTable(this.family, this.count);
    for (let row = 0; row < this.count; row++) sorted.take(row, this, order[row]!);
    return sorted;
  }

  /** The numbers of the rows in the order of {@link sorted}; equal blocks in their own order. */
  order(): Uint32Array {
    const rows = new Uint32Array(this.count);
    for (let row = 0; row < rows.length; row++) rows[row] = row;
    return this.count < fewRows ? rows.sort((a, b) => this.compare(a, b)) : this.sortByDigits(rows);
  }

  /** Sets `row` to what row `from` of `other` holds. */
  take(row: number, other: PrefixTable, from: number): void {
    const { width } = this;
    for (let word = 0; word < width; word++) this.words[row * width + word] = other.words[from * width + word]!;
    this.lengths[row] = other.lengths[from]!;
  }

  setAddress(row: number, address: IpAddress): void {
    writeWords(this.words, row * this.width, address);
  }

  /** Of rows in the order of {@link sorted}, how many begin before the address of row `at` of `other`, or with it. */
  countUpTo(other: PrefixTable, at: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.isAfter(middle, other, at)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Whether `row` and row `at` of `other` agree in their first `bits` bits. */
  agrees(row: number, other: PrefixTable, at: number, bits: number): boolean {
    const a = row * this.width;
    const b = at * this.width;
    const whole = bits >>> 5;
    for (let word = 0; word < whole; word++) if (this.words[a + word] !== other.words[b + word]) return false;
    return (bits & 31) === 0 || (this.words[a + whole]! ^ other.words[b + whole]!) >>> (32 - (bits & 31)) === 0;
  }

  /** Whether the block of `row` holds that of row `at` of `other`. */
  holds(row: number, other: PrefixTable, at: number): boolean {
    const bits = this.lengths[row]!;
    return bits <= other.lengths[at]! && this.agrees(row, other, at, bits);
  }

  cidr(row: number): Cidr {
    return { first: { family: this.family, value: readWords(this.words, row * this.width, this.width) }, prefixLength: this.lengths[row]! };
  }

  cidrs(): Cidr[] {
    return Array.from({ length: this.count }, (_, row) => this.cidr(row));
  }

  /** What formatCidr gives for each row. */
  texts(): string[] {
    const texts = new Array<string>(this.count);
    for (let row = 0; row < this.count; row++) texts[row] = formatWords(this.words, row * this.width, this.width) + slashed[this.lengths[row]!]!;
    return texts;
  }

  /** The sum of the addresses of the rows, as they are: what two hold counts twice. */
  addressCount(): bigint {
    const byLength = new Uint32Array(bitsOf(this.family) + 1);
    for (const length of this.lengths) byLength[length]!++;
    return byLength.reduce<bigint>((sum, rows, length) => sum + (BigInt(rows) << BigInt(bitsOf(this.family) - length)), 0n);
  }

  private isAfter(row: number, other: PrefixTable, at: number): boolean {
    const { width } = this;
    for (let word = 0; word < width; word++) {
      const difference = this.words[row * width + word]! - other.words[at * width + word]!;
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  private compare(a: number, b: number): number {
    const { words, width } = this;
    for (let word = 0; word < width; word++) {
      const difference = words[a * width + word]! - words[b * width + word]!;
      if (difference !== 0) return difference;
    }
    return this.lengths[a]! - this.lengths[b]!;
  }

  /** A radix sort by 16 bits at a time, from the least significant. */
  private sortByDigits(rows: Uint32Array): Uint32Array {
    const { words, width, count } = this;
    const digits = Uint16Array.from(this.lengths);
    let order = sortByDigit(rows, digits);
    for (let word = width - 1; word >= 0; word--) {
      for (let row = 0; row < count; row++) digits[row] = words[row * width + word]!;
      order = sortByDigit(order, digits);
      for (let row = 0; row < count; row++) digits[row] = words[row * width + word]! >>> 16;
      order = sortByDigit(order, digits);
    }
    return order;
  }
}

/** Rows in the making, for a table of which nobody knows beforehand how many there are. */
export class PrefixRows {
  readonly width: 1 | 4;
  count = 0;
  words: Uint32Array;
  #lengths: Uint8Array;

  constructor(
    readonly family: 4 | 6,
    room = 64,
  ) {
    this.width = widthOf(family);
    this.words = new Uint32Array(room * this.width);
    this.#lengths = new Uint8Array(room);
  }

  /** Adds a row and gives the place in {@link words} where its address is to be written. */
  add(prefixLength: number): number {
    if (this.count === this.#lengths.length) this.#grow();
    this.#lengths[this.count] = prefixLength;
    return this.count++ * this.width;
  }

  addCidr({ first, prefixLength }: Cidr): void {
    const at = this.add(prefixLength);
    writeWords(this.words, at, first);
  }

  table(): PrefixTable {
    return new PrefixTable(this.family, this.count, this.words, this.#lengths).slice(this.count);
  }

  #grow(): void {
    const [words, lengths] = [this.words, this.#lengths];
    this.words = new Uint32Array(2 * words.length + this.width);
    this.words.set(words);
    this.#lengths = new Uint8Array(2 * lengths.length + 1);
    this.#lengths.set(lengths);
  }
}

function widthOf(family: 4 | 6): 1 | 4 {
  return family === 4 ? 1 : 4;
}

const slashed = Array.from({ length: 129 }, (_, length) => `/${length}`);

/** With fewer rows than this, comparing them is faster than counting the 65,536 values that a digit may have. */
const fewRows = 4000;

/** The rows of `order`, sorted by the digit of each; those of the same digit stay as they were. */
function sortByDigit(order: Uint32Array, digits: Uint16Array): Uint32Array {
  const starts = new Uint32Array(0x10001);
  const count = order.length;
  for (let i = 0; i < count; i++) starts[digits[i]! + 1]!++;
  for (let digit = 0; digit < 0x10000; digit++) starts[digit + 1]! += starts[digit]!;
  const sorted = new Uint32Array(count);
  for (let i = 0; i < count; i++) sorted[starts[digits[order[i]!]!]!++] = order[i]!;
  return sorted;
}

const scratch = new DataView(new ArrayBuffer(16));

function writeWords(words: Uint32Array, at: number, { family, value }: IpAddress): void {
  if (family === 4) {
    words[at] = Number(value);
    return;
  }
  scratch.setBigUint64(0, value >> 64n);
  scratch.setBigUint64(8, value);
  for (let word = 0; word < 4; word++) words[at + word] = scratch.getUint32(4 * word);
}

function readWords(words: Uint32Array, at: number, width: 1 | 4): bigint {
  if (width === 1) return BigInt(words[at]!);
  for (let word = 0; word < 4; word++) scratch.setUint32(4 * word, words[at + word]!);
  return (scratch.getBigUint64(0) << 64n) | scratch.getBigUint64(8);
}
