import type { Varying } from './kind.js';
import { isList } from './template.js';
import { countUsual, type Usual } from './usual.js';

/** The bodies of two versions of an object. */
export interface Bodies {
  readonly before: string;
  readonly after: string;
}

/** Without some items of their list. */
export interface AbridgedBodies extends Bodies {
  /** The first value of each item that was left out, as JSON, which mostly names it. */
  omitted(): ReadonlySet<string>;
}

/** How the bodies of one template hold the one list in it that varies. */
export interface ListLayout {
  /** How many values come before it. */
  readonly at: number;
  /** How many values an item has, by its likeness. */
  readonly widths: readonly number[];
  /** How many fields of an item have a usual value. */
  readonly usual: number;
}

/** Undefined where not exactly one list varies, where its items are uneven, or where something else has usual values. */
export function layoutOf(template: unknown, varying: Varying, usual?: Usual): ListLayout | undefined {
  const slots = [...slotsOf(template, varying, usual)];
  const [list, another] = slots.filter((slot) => slot !== undefined);
  if (list === undefined || another !== undefined) return undefined;
  const widths = list.likenesses.map((likeness) => [...slotsOf(likeness, list.varying, undefined)].length);
  const counts = list.likenesses.map((likeness) => countUsual(likeness, list.usual));
  const [most = 0] = counts;
  const isEven = counts.every((count) => count === most) && countUsual(template, usual) === most * counts.length;
  return isEven && !widths.includes(0) ? { at: slots.indexOf(list), widths, usual: most } : undefined;
}

interface ListSlot {
  readonly likenesses: readonly unknown[];
  readonly varying: Varying;
  readonly usual: Usual | undefined;
}

/** One for each value of a body, in their order; of a list, what its items are made of. */
function* slotsOf(template: unknown, varying: Varying, usual: Usual | undefined): Generator<ListSlot | undefined, void> {
  if (varying === true) yield undefined;
  else if (isList(varying)) yield { likenesses: template as readonly unknown[], varying: varying[0], usual: (usual as readonly [Usual] | undefined)?.[0] };
  else {
    for (const field of Object.keys(varying)) {
      const value = (template as Readonly<Record<string, unknown>>)[field];
      if (value !== undefined) yield* slotsOf(value, varying[field] as Varying, (usual as Readonly<Record<string, Usual>> | undefined)?.[field]);
    }
  }
}

/** Where more differs than this, the whole is as soon looked at. */
const mostDifferences = 64;

/**
 * The bodies without items of their list that both have: what differs between the two objects differs between these, and it takes a fraction of the time
 * to find. A list that holds something is never left empty, and an item of which something is unusual is never left out.
 *
 * @returns undefined where nothing can be left out, too much differs, or an item stands twice, once left out and once not
 */
export function abridge(layout: ListLayout, { before, after }: Bodies): AbridgedBodies | undefined {
  const [was, is] = [new Abridgement(before, layout), new Abridgement(after, layout)];
  /** Where they stood before: fewer bytes than the items themselves, as few are asked for. */
  const omitted: number[] = [];
  for (let differences = 0; !was.isAtEnd; ) {
    const item = was.next;
    if (!is.isBefore(item)) {
      if (++differences > mostDifferences) return undefined;
      if (!is.keepUpTo(item)) {
        was.keep(item);
        continue;
      }
    }
    if (was.needsNext || is.needsNext) {
      was.keep(item);
      is.keep(item);
    } else {
      omitted.push(was.omit(item));
      is.omit(item);
    }
  }
  while (!is.isAtEnd) is.keep(is.next);
  return omitted.length === 0 || was.hasTwins || is.hasTwins ? undefined : { before: was.body, after: is.body, omitted: () => new Set(omitted.map((at) => firstOf(before, at, layout))) };
}

/** Of the item at this place. */
function firstOf(body: string, at: number, { widths }: ListLayout): string {
  const start = widths.length === 1 ? at : endOf(body, at) + 1;
  return body.slice(start, endOf(body, start));
}

/** A body whose list is gone through item by item: some are kept. */
class Abridgement {
  readonly #head: string;
  readonly #kept: string[] = [];
  /** What is unusual, by item: which of its fields, and what that says. */
  readonly #unusual = new Map<number, (readonly [field: number, value: unknown])[]>();
  readonly #keptUnusual: Record<number, unknown> = {};
  #at: number;
  #index = 0;
  #lastOmitted: string | undefined;
  /** Whether an item was kept that was also omitted: in normal form the two are neighbours. */
  hasTwins = false;

  constructor(
    readonly text: string,
    readonly layout: ListLayout,
  ) {
    let start = 1;
    if (text.charCodeAt(start) === openingBrace) {
      const end = endOf(text, start);
      this.#readUnusual(JSON.parse(text.slice(start, end)) as Readonly<Record<string, unknown>>);
      start = end + 1;
    }
    this.#at = endOfSeveral(text, start, layout.at) + ',['.length;
    this.#head = text.slice(start, this.#at);
  }

  #readUnusual(unusual: Readonly<Record<string, unknown>>): void {
    const { usual } = this.layout;
    for (const [place, value] of Object.entries(unusual)) {
      const index = Math.floor(Number(place) / usual);
      this.#unusual.set(index, [...(this.#unusual.get(index) ?? []), [Number(place) % usual, value]]);
    }
  }

  get isAtEnd(): boolean {
    return this.#at >= this.text.length || this.text.charCodeAt(this.#at) === closingBracket;
  }

  /** The next item: its values, and before them, where there are several likenesses, which one it has. */
  get next(): string {
    return this.text.slice(this.#at, endOfItem(this.text, this.#at, this.layout.widths));
  }

  isBefore(item: string): boolean {
    const end = this.#at + item.length;
    return this.text.slice(this.#at, end) === item && isEnd(this.text.charCodeAt(end));
  }

  /** Whether the next item must stay. */
  get needsNext(): boolean {
    return this.#index === 0 || this.#unusual.has(this.#index);
  }

  /** Keeps all that comes before the item. False where the item does not come. */
  keepUpTo(item: string): boolean {
    const at = this.text.indexOf(item, this.#at);
    if (at < 0) return false;
    while (this.#at < at && !this.isAtEnd) this.keep(this.next);
    return this.isBefore(item);
  }

  keep(item: string): void {
    for (const [field, value] of this.#unusual.get(this.#index) ?? []) this.#keptUnusual[this.#kept.length * this.layout.usual + field] = value;
    this.#kept.push(item);
    this.hasTwins ||= item === this.#lastOmitted;
    this.#pass(item);
  }

  /** Returns where the item stood. */
  omit(item: string): number {
    const at = this.#at;
    this.#lastOmitted = item;
    this.#pass(item);
    return at;
  }

  #pass(item: string): void {
    this.#index++;
    this.#at += item.length;
    if (this.text.charCodeAt(this.#at) === comma) this.#at++;
  }

  /** To be asked for at the end. */
  get body(): string {
    const unusual = this.#unusual.size === 0 ? '' : `${JSON.stringify(this.#keptUnusual)},`;
    return `[${unusual}${this.#head}${this.#kept.join(',')}${this.text.slice(this.#at)}`;
  }
}

const [quote, comma, backslash, openingBracket, closingBracket, openingBrace, closingBrace] = [0x22, 0x2c, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** Where the JSON value ends that begins at `start`, without white space around it. */
function endOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === quote) at = closingQuote(text, at);
    else if (depth === 0 && isEnd(char)) return at;
    else if (char === openingBracket || char === openingBrace) depth++;
    else if (char === closingBracket || char === closingBrace) depth--;
  }
  return text.length;
}

/** What follows a value in a list or a record. */
function isEnd(char: number): boolean {
  return char === comma || char === closingBracket || char === closingBrace;
}

function endOfSeveral(text: string, start: number, count: number): number {
  let end = endOf(text, start);
  for (let i = 1; i < count; i++) end = endOf(text, end + 1);
  return end;
}

function endOfItem(text: string, start: number, widths: readonly number[]): number {
  if (widths.length === 1) return endOfSeveral(text, start, widths[0]!);
  const end = endOf(text, start);
  return endOfSeveral(text, end + 1, widths[Number(text.slice(start, end))] ?? 1);
}

function closingQuote(text: string, opening: number): number {
  let at = opening + 1;
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === quote) break;
    if (char === backslash) at++;
  }
  return at;
}
