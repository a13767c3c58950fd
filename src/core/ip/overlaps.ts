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
  const cidrs = lists.flat();
  const listOf = Uint32Array.from(lists.flatMap((list, l) => list.map(() => l)));
  let next = 0;
  const starts = lists.map((list) => (next += list.length) - list.length);
  const placeOf = (i: number): Place => ({ list: listOf[i]!, index: i - starts[listOf[i]!]! });
  const pairs: Overlap[] = [];
  let total = 0;
  for (const family of [4, 6] as const) {
    const table = PrefixTable.of(family, cidrs);
    const places = placesOf(family, cidrs, table.count);
    const order = table.order();
    const open = new Uint32Array(table.count);
    const openOf = new Uint32Array(lists.length);
    for (let i = 0, depth = 0; i < table.count; i++) {
      const row = order[i]!;
      const list = listOf[places[row]!]!;
      while (depth > 0 && !table.holds(open[depth - 1]!, table, row)) openOf[listOf[places[open[--depth]!]!]!]!--;
      const around = depth - openOf[list]!;
      if (around > 0 && total + around > skip && pairs.length < take) {
        const strangers = [...open.subarray(0, depth)].map((outer) => places[outer]!).filter((outer) => listOf[outer] !== list);
        const begin = Math.max(0, skip - total);
        for (const outer of strangers.slice(begin, begin + take - pairs.length)) pairs.push({ outer: placeOf(outer), inner: placeOf(places[row]!) });
      }
      total += around;
      open[depth++] = row;
      openOf[list]!++;
    }
  }
  return { total, pairs };
}

/** Where in `cidrs` the rows of the table of a family stand. */
function placesOf(family: 4 | 6, cidrs: readonly Cidr[], count: number): Uint32Array {
  const places = new Uint32Array(count);
  for (let i = 0, row = 0; row < count; i++) if (cidrs[i]!.first.family === family) places[row++] = i;
  return places;
}
