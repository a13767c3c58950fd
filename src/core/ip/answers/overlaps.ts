import { count, enumerate, type Answer, type Sheet } from '../../analysis/index.js';
import { formatCidr, type Cidr } from '../cidr.js';
import { parseNetwork } from '../netmask.js';
import { overlapsOfTexts, type Overlaps, type PairWindow, type Place } from '../overlaps.js';
import { readAll } from './given.js';
import type { Window } from './split.js';

/** A block of the range `a` and one of the range `b` that share addresses. */
export interface RangeOverlap {
  /** Of the two the one that comes first in what was given. */
  readonly a: string;
  readonly b: string;
  readonly cidrA: string;
  readonly cidrB: string;
  /** What both hold: the smaller of the two. */
  readonly common: string;
  /** What the block of `a` is to that of `b`. */
  readonly relation: 'equal' | 'contains' | 'within';
}

export interface OverlapsAnswer extends Answer {
  /** By the smaller block, ascending, IPv4 before IPv6. */
  readonly overlaps: readonly RangeOverlap[];
  /** Of all; those in `overlaps` may be a page of them. */
  readonly count: number;
  /** The number of the overlap after the last in `overlaps`; null where that was the last. */
  readonly next: string | null;
}

/** Texts of blocks, by the name of their range. */
type Ranges = Readonly<Record<string, readonly string[]>>;

/** Which blocks of differently named ranges share addresses. @throws InputError `invalid-request` with pointers */
export function answerOverlaps(question: { readonly ranges: Ranges }, { from, limit }: Window): OverlapsAnswer {
  const names = Object.keys(question.ranges);
  const { total, pairs } = overlapsIn(question.ranges, { skip: Number(from), take: limit });
  const blockAt = ({ list, index }: Place): Cidr => parseNetwork(question.ranges[names[list]!]![index]!);
  const shown = pairs.map(({ outer, inner }): RangeOverlap => {
    const [holder, held] = [blockAt(outer), blockAt(inner)];
    const outerIsA = outer.list < inner.list;
    const [a, b, blockA, blockB] = outerIsA ? [outer, inner, holder, held] : [inner, outer, held, holder];
    const relation = holder.prefixLength === held.prefixLength ? 'equal' : outerIsA ? 'contains' : 'within';
    return { a: names[a.list]!, b: names[b.list]!, cidrA: formatCidr(blockA), cidrB: formatCidr(blockB), common: formatCidr(held), relation };
  });
  const end = Number(from) + shown.length;
  return { summary: summaryOf(names, shown, total), overlaps: shown, count: total, next: end < total ? String(end) : null, steps: [], warnings: [] };
}

/** Reads them at once; where one cannot be read, one by one, to tell all that cannot. */
function overlapsIn(ranges: Ranges, window: PairWindow): Overlaps {
  try {
    return overlapsOfTexts(Object.values(ranges), window);
  } catch (error) {
    for (const [name, texts] of Object.entries(ranges)) readAll(texts, `/ranges/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, parseNetwork);
    throw error;
  }
}

export function overlapsSheet(answer: OverlapsAnswer): Sheet {
  const words = { equal: 'equals', contains: 'contains', within: 'is within' };
  const items = answer.overlaps.map(({ a, b, cidrA, cidrB, relation }) => ({ text: [{ strong: a }, ' ', { code: cidrA }, ` ${words[relation]} `, { strong: b }, ' ', { code: cidrB }] }));
  return { verdict: answer.summary, sections: [{ title: 'Overlaps', noun: 'overlap', items, omitted: answer.count - items.length }], rest: 'The JSON rendering has them, page by page.' };
}

function summaryOf(names: readonly string[], shown: readonly RangeOverlap[], total: number): string {
  const [first] = shown;
  if (total === 0) return `No two of ${count(names.length, 'range')} share an address.`;
  if (first === undefined) return `${count(total, 'overlap')}.`;
  const pairs = new Set(shown.map(({ a, b }) => `${a} and ${b}`));
  return `${count(total, 'overlap')}: ${enumerate([...pairs], 3)} share addresses, among them ${first.common}.`;
}
