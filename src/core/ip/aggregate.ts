import type { PrefixTable } from './prefix-table.js';

/** The fewest prefixes that hold exactly the addresses that those of `table` hold: disjoint and sorted. In n·log n. */
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
