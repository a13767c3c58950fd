import type { Cidr } from './cidr.js';
import { PrefixRows, type PrefixTable } from './prefix-table.js';
import { addInto, readInto } from './read-into.js';

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

/** How many pairs there are, and those of the window. */
export interface Overlaps {
  readonly total: number;
  readonly pairs: Overlap[];
}

/** Which of the pairs to take: all where it says nothing. */
export interface PairWindow {
  readonly skip?: number;
  readonly take?: number;
}

/**
 * Every two blocks of different lists that share an address, sorted by the inner block, then by the outer, the largest first. To compare
 * single blocks, give each a list of its own. In n·log n, and the pairs that are taken; there may be n²/2 of them.
 */
export function overlaps(lists: readonly (readonly Cidr[])[], window: PairWindow = {}): Overlaps {
  return overlapsOf(placed(lists, addInto), lists.length, window);
}

/**
 * The same of texts, each read as parseNetwork does; without an object for each block, as making those takes longer than all else.
 *
 * @throws InputError `invalid-request`, for the first that is no network
 */
export function overlapsOfTexts(lists: readonly (readonly string[])[], window: PairWindow = {}): Overlaps {
  return overlapsOf(placed(lists, readInto), lists.length, window);
}

/** The blocks of one family, and the list and the place in it of each. */
interface Placed {
  readonly table: PrefixTable;
  readonly listOf: Uint32Array;
  readonly indexOf: Uint32Array;
}

function placed<T>(lists: readonly (readonly T[])[], add: (ipv4: PrefixRows, ipv6: PrefixRows, item: T) => 4 | 6): Placed[] {
  const most = lists.reduce((sum, { length }) => sum + length, 0);
  const [ipv4, ipv6] = ([4, 6] as const).map((family) => ({ rows: new PrefixRows(family), listOf: new Uint32Array(most), indexOf: new Uint32Array(most) })) as [Rows, Rows];
  for (let list = 0; list < lists.length; list++) {
    const items = lists[list]!;
    for (let index = 0; index < items.length; index++) {
      const { rows, listOf, indexOf } = add(ipv4.rows, ipv6.rows, items[index]!) === 4 ? ipv4 : ipv6;
      listOf[rows.count - 1] = list;
      indexOf[rows.count - 1] = index;
    }
  }
  return [ipv4, ipv6].map(({ rows, listOf, indexOf }) => ({ table: rows.table(), listOf, indexOf }));
}

type Rows = Omit<Placed, 'table'> & { readonly rows: PrefixRows };

function overlapsOf(families: readonly Placed[], lists: number, { skip = 0, take = Infinity }: PairWindow): Overlaps {
  const pairs: Overlap[] = [];
  let total = 0;
  for (const { table, listOf, indexOf } of families) {
    const placeOf = (row: number): Place => ({ list: listOf[row]!, index: indexOf[row]! });
    const order = table.order();
    const open = new Uint32Array(table.count);
    const openOf = new Uint32Array(lists);
    for (let i = 0, depth = 0; i < table.count; i++) {
      const row = order[i]!;
      const list = listOf[row]!;
      while (depth > 0 && !table.holds(open[depth - 1]!, table, row)) openOf[listOf[open[--depth]!]!]!--;
      const around = depth - openOf[list]!;
      if (around > 0 && total + around > skip && pairs.length < take) {
        const strangers = [...open.subarray(0, depth)].filter((outer) => listOf[outer] !== list);
        const begin = Math.max(0, skip - total);
        for (const outer of strangers.slice(begin, begin + take - pairs.length)) pairs.push({ outer: placeOf(outer), inner: placeOf(row) });
      }
      total += around;
      open[depth++] = row;
      openOf[list]!++;
    }
  }
  return { total, pairs };
}
