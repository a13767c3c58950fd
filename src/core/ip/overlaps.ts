import type { Cidr } from './cidr.js';
import { PrefixTable } from './prefix-table.js';

/** One block of several lists: the `index`th of list `list`. */
export interface Place {
  readonly list: number;
  readonly index: number;
}

/** Two blocks that share addresses: as blocks are aligned, one holds the other. Of equal ones, `outer` comes first in what was given. */
export interface Overlap {
  readonly outer: Place;
  readonly inner: Place;
}

/**
 * Every two blocks of different lists that share an address, sorted by the inner block, then by the outer, the largest first. To compare
 * single blocks, give each a list of its own. In n·log n, and the pairs that are taken; there may be n²/2 of them.
 *
 * @param window which of the pairs to take; `total` counts them all
 */
export function overlaps(lists: readonly (readonly Cidr[])[], window: { readonly skip?: number; readonly take?: number } = {}): { total: number; pairs: Overlap[] } {
  const { skip = 0, take = Infinity } = window;
  const places = lists.flatMap((list, l) => list.map((_, index): Place => ({ list: l, index })));
  const cidrs = lists.flat();
  const pairs: Overlap[] = [];
  let total = 0;
  for (const family of [4, 6] as const) {
    const table = PrefixTable.of(family, cidrs);
    const ofFamily = places.filter((_, i) => cidrs[i]!.first.family === family);
    const open: number[] = [];
    const openOf = new Uint32Array(lists.length);
    for (const row of table.order()) {
      while (open.length > 0 && !table.holds(open.at(-1)!, table, row)) openOf[ofFamily[open.pop()!]!.list]!--;
      const inner = ofFamily[row]!;
      const around = open.length - openOf[inner.list]!;
      if (around > 0 && total + around > skip && pairs.length < take) {
        const strangers = open.map((outer) => ofFamily[outer]!).filter(({ list }) => list !== inner.list);
        const begin = Math.max(0, skip - total);
        for (const outer of strangers.slice(begin, begin + take - pairs.length)) pairs.push({ outer, inner });
      }
      total += around;
      open.push(row);
      openOf[inner.list]!++;
    }
  }
  return { total, pairs };
}
