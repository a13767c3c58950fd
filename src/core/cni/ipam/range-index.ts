import { addressRow, PrefixTable, type Cidr, type IpAddress } from '../../ip/index.js';

/** Finds the innermost of many blocks that holds an address, each time in log n. Of equal blocks the one that was given first counts. */
export class RangeIndex<T> {
  readonly #byFamily: Record<4 | 6, Nested<T>>;

  constructor(blocks: readonly (readonly [Cidr, T])[]) {
    this.#byFamily = { 4: nest(4, blocks), 6: nest(6, blocks) };
  }

  find(address: IpAddress): T | undefined {
    return this.findRow(addressRow(address));
  }

  /** @param row a table of one row, which is the address */
  findRow(row: PrefixTable): T | undefined {
    const { table, values, parents } = this.#byFamily[row.family];
    let at = table.countUpTo(row, 0) - 1;
    while (at >= 0 && !table.agrees(at, row, 0, table.lengths[at]!)) at = parents[at]!;
    return values[at];
  }
}

interface Nested<T> {
  readonly table: PrefixTable;
  readonly values: readonly T[];
  /** Blocks are disjoint or one holds the other: the row that holds each, so that a miss climbs instead of walking back; -1 for none. */
  readonly parents: readonly number[];
}

function nest<T>(family: 4 | 6, blocks: readonly (readonly [Cidr, T])[]): Nested<T> {
  const own = blocks.filter(([{ first }]) => first.family === family);
  const given = PrefixTable.of(family, own.map(([cidr]) => cidr));
  const sorted = [...given.order()];
  // Of equal blocks those after the first are dropped.
  const order = sorted.filter((row, i) => i === 0 || given.lengths[row] !== given.lengths[sorted[i - 1]!] || !given.holds(row, given, sorted[i - 1]!));
  const table = new PrefixTable(family, order.length);
  const parents: number[] = [];
  const open: number[] = [];
  order.forEach((row, i) => {
    table.take(i, given, row);
    while (open.length > 0 && !table.holds(open.at(-1)!, table, i)) open.pop();
    parents.push(open.at(-1) ?? -1);
    open.push(i);
  });
  return { table, values: order.map((row) => own[row]![1]), parents };
}
