/** Keys of objects by their path; the items of an array count as the array. `true`: what stands under the key is emptied. */
export interface Prunable {
  readonly [key: string]: true | Prunable;
}

/** Keys that are looked for in one object. */
interface Place {
  /** A bit for each length that one of them has, so that most others are told apart at once. */
  readonly lengths: number;
  readonly keys: readonly { readonly text: Buffer; readonly below: Place | 'emptied' }[];
}

const [quote, colon, backslash, openBrace] = [0x22, 0x3a, 0x5c, 0x7b];

/** What a byte means to the hot loops; 0 is nothing. */
const [quotes, opens, closes] = [1, 2, 3];
const meanings = new Uint8Array(256);
meanings[quote] = quotes;
for (const bracket of Buffer.from('{[')) meanings[bracket] = opens;
for (const bracket of Buffer.from('}]')) meanings[bracket] = closes;

const longestKey = 31;

/** What is to be cut out, made ready to be looked for. */
export function prunePlan(prunable: Prunable): Place {
  const keys = Object.entries(prunable).map(([key, below]) => ({ text: Buffer.from(key, 'latin1'), below: below === true ? 'emptied' : prunePlan(below) }) as const);
  if (keys.some(({ text }) => text.length > longestKey)) throw new RangeError(`a key of more than ${longestKey} bytes cannot be looked for`);
  return { lengths: keys.reduce((bits, { text }) => bits | (1 << text.length), 0), keys };
}

/**
 * Passes over an object that comes in chunks, counts its brackets, and notes what can be cut out of it: what is inside of the arrays, objects and texts that the
 * plan names, for to look for brackets is cheaper than to parse. A key that white space parts from its colon, or that two chunks share, is not looked at: what is
 * not cut costs more, and is right nevertheless.
 */
export class Pruner {
  /** Brackets that are open. */
  depth = 0;
  /** The most that were open since this was last set. */
  deepest = 0;
  /** The bytes ended within a text: what goes on it is for the caller to pass. */
  inString = false;
  /** Positions in pairs: to be cut from here until before there. */
  readonly cuts: number[] = [];
  /** Of each level up to the present one. */
  readonly #places: (Place | undefined)[] = [];
  /** Of the value that comes next. */
  #next: Place | 'emptied' | undefined;
  /** The level at which keys are looked for again; -1: they are. */
  #until = -1;
  /** Where a cut began that ends at that level; -1: none did. */
  #cutFrom = -1;

  constructor(private readonly plan: Place | undefined) {}

  /** An object begins, and with it level 1. */
  begin(): void {
    this.depth = 1;
    this.deepest = 1;
    this.#places[1] = this.plan;
    this.#next = undefined;
    this.#until = this.#cutFrom = -1;
    this.cuts.length = 0;
  }

  /** A key of level 1. */
  key(bytes: Buffer, from: number, to: number): void {
    this.#next = this.plan && find(this.plan, bytes, from, to);
  }

  /** A bracket opens, and `position` is behind it. */
  open(position: number): void {
    const next = this.#next;
    if (typeof next !== 'object') {
      this.#until = this.depth;
      this.#cutFrom = next === 'emptied' ? position : -1;
    }
    this.depth += 1;
    if (this.depth > this.deepest) this.deepest = this.depth;
    this.#places[this.depth] = typeof next === 'object' ? next : undefined;
  }

  /**
   * Goes on at index `from` of `bytes`, until level `floor` is reached or index `stop`. An index and `offset` make a position.
   *
   * @returns the index that it came to; above `stop` where an escaped character lies beyond it
   */
  pass(bytes: Buffer, from: number, stop: number, floor: number, offset: number): number {
    this.inString = false;
    let at = from;
    while (at < stop && this.depth > floor) at = this.#until < 0 ? this.#look(bytes, at, stop, floor, offset) : this.#passOver(bytes, at, stop, offset);
    return at;
  }

  #look(bytes: Buffer, from: number, stop: number, floor: number, offset: number): number {
    let at = from;
    while (at < stop) {
      const meaning = meanings[bytes[at] as number];
      at += 1;
      if (meaning === quotes) {
        const end = endOfString(bytes, at, stop);
        if (end >= stop) {
          this.#next = undefined;
          this.inString = true;
          return end;
        }
        if (bytes[end + 1] === colon && end + 1 < stop) this.#next = find(this.#places[this.depth] as Place, bytes, at, end);
        else if (mayBeKey(bytes, end + 1, stop)) this.#next = undefined;
        else if (this.#next === 'emptied') {
          if (end > at) this.cuts.push(offset + at, offset + end);
          this.#next = undefined;
        }
        at = end + 1;
      } else if (meaning === opens) {
        this.open(offset + at);
        if (this.#until >= 0) return at;
      } else if (meaning === closes) {
        this.depth -= 1;
        this.#next = this.#places[this.depth];
        if (this.depth <= floor) return at;
      }
    }
    return at;
  }

  #passOver(bytes: Buffer, from: number, stop: number, offset: number): number {
    const until = this.#until;
    let { depth, deepest } = this;
    let at = from;
    while (at < stop && depth > until) {
      const meaning = meanings[bytes[at] as number];
      at += 1;
      if (meaning === opens) {
        depth += 1;
        if (depth > deepest) deepest = depth;
      } else if (meaning === closes) {
        depth -= 1;
      } else if (meaning === quotes) {
        at = endOfString(bytes, at, stop);
        this.inString = at >= stop;
        if (at < stop) at += 1;
      }
    }
    this.depth = depth;
    this.deepest = deepest;
    if (depth > until) return at;
    if (this.#cutFrom >= 0 && offset + at - 1 > this.#cutFrom) this.cuts.push(this.#cutFrom, offset + at - 1);
    this.#until = this.#cutFrom = -1;
    this.#next = this.#places[depth];
    return at;
  }
}

/** The index of the quotation mark that ends the text in which `from` stands; `stop` or beyond where there is none before it. */
function endOfString(bytes: Buffer, from: number, stop: number): number {
  let at = from;
  while (at < stop) {
    const byte = bytes[at];
    if (byte === quote) return at;
    at += byte === backslash ? 2 : 1;
  }
  return at;
}

/** Whether what comes from `at` on, behind a text, may make a key of it: a colon after white space, or white space up to `stop`. */
function mayBeKey(bytes: Buffer, at: number, stop: number): boolean {
  let next = at;
  while (next < stop && isWhiteSpace(bytes[next] as number)) next += 1;
  return next >= stop || bytes[next] === colon;
}

/** Source: RFC 8259 §2. */
function isWhiteSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function find({ lengths, keys }: Place, bytes: Buffer, from: number, to: number): Place | 'emptied' | undefined {
  const length = to - from;
  if (length > longestKey || ((lengths >> length) & 1) === 0) return undefined;
  for (const { text, below } of keys) if (text.length === length && isAt(text, bytes, from)) return below;
  return undefined;
}

function isAt(text: Buffer, bytes: Buffer, from: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false;
  return true;
}

/** What is left of bytes, in a buffer that is good until the next time. */
export class Scissors {
  #room = Buffer.alloc(0);

  /** @param offset the position of the first of `bytes` */
  cut(bytes: Buffer, cuts: readonly number[], offset: number): Buffer {
    if (cuts.length === 0) return bytes;
    if (this.#room.length < bytes.length) this.#room = Buffer.alloc(2 * bytes.length);
    let [from, length] = [0, 0];
    for (let i = 0; i < cuts.length; i += 2) {
      length += bytes.copy(this.#room, length, from, (cuts[i] as number) - offset);
      from = (cuts[i + 1] as number) - offset;
    }
    length += bytes.copy(this.#room, length, from);
    return this.#room.subarray(0, length);
  }
}

/** Prunes the text of a whole object. What is no object stays as it is, for a parser to refuse. */
export class Shears {
  readonly #pruner: Pruner;
  readonly #scissors = new Scissors();

  constructor(plan: Place) {
    this.#pruner = new Pruner(plan);
  }

  /** The text without what the plan names, in a buffer that is good until the next time. */
  prune(text: Buffer): Buffer {
    if (text[0] !== openBrace) return text;
    this.#pruner.begin();
    this.#pruner.pass(text, 1, text.length, 0, 0);
    return this.#scissors.cut(text, this.#pruner.cuts, 0);
  }
}
