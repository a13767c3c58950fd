import type { Cidr } from './cidr.js';
import { PrefixTable } from './prefix-table.js';

/** The fewest blocks that hold exactly the addresses that `cidrs` hold: disjoint, sorted, IPv4 before IPv6. In n·log n. */
export function aggregate(cidrs: readonly Cidr[]): Cidr[] {
  return ([4, 6] as const).flatMap((family) => aggregateTable(PrefixTable.of(family, cidrs)).cidrs());
}

/** The same for the prefixes of one family. */
export function aggregateTable(table: PrefixTable): PrefixTable {
  const rows = table.sorted();
  let top = -1;
  for (let row = 0; row < rows.count; row++) {
    if (top >= 0 && rows.holds(top, rows, row)) continue;
    rows.take(++top, rows, row);
    while (top > 0 && areHalves(rows, top - 1, top)) rows.lengths[--top]!--;
  }
  return rows.slice(top + 1);
}

/** Whether two disjoint blocks, the lower first, are the halves of one. */
function areHalves(rows: PrefixTable, lower: number, upper: number): boolean {
  const bits = rows.lengths[upper]!;
  return rows.lengths[lower] === bits && rows.agrees(lower, rows, upper, bits - 1);
}
