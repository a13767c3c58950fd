import { count, enumerate, type Answer, type Sheet } from '../../analysis/index.js';
import { formatCidr } from '../cidr.js';
import { parseNetwork } from '../netmask.js';
import { overlaps } from '../overlaps.js';
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

/** Which blocks of differently named ranges share addresses. @throws InputError `invalid-request` with pointers */
export function answerOverlaps(question: { readonly ranges: Readonly<Record<string, readonly string[]>> }, { from, limit }: Window): OverlapsAnswer {
  const names = Object.keys(question.ranges);
  const lists = names.map((name) => readAll(question.ranges[name]!, `/ranges/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, parseNetwork));
  const { total, pairs } = overlaps(lists, { skip: Number(from), take: limit });
  const shown = pairs.map(({ outer, inner }): RangeOverlap => {
    const [holder, held] = [lists[outer.list]![outer.index]!, lists[inner.list]![inner.index]!];
    const outerIsA = outer.list < inner.list;
    const [a, b] = outerIsA ? [outer, inner] : [inner, outer];
    const relation = holder.prefixLength === held.prefixLength ? 'equal' : outerIsA ? 'contains' : 'within';
    return { a: names[a.list]!, b: names[b.list]!, cidrA: formatCidr(lists[a.list]![a.index]!), cidrB: formatCidr(lists[b.list]![b.index]!), common: formatCidr(held), relation };
  });
  const end = Number(from) + shown.length;
  return { summary: summaryOf(names, shown, total), overlaps: shown, count: total, next: end < total ? String(end) : null, steps: [], warnings: [] };
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
