/** Bytes of the rows that each snapshot added. Templates carry no snapshot; their numbers rise in the order in which they were first used. @type {(home: import('./databases.mjs').Home, numbers: readonly number[]) => Promise<number[]>} */
export async function storedBytes(home, numbers) {
  const session = await home.open();
  /** @type {number[]} */ const found = [];
  for (const number of numbers) {
    const lastTemplate = (/** @type {string} */ op) => `(SELECT coalesce(max(template_id), 0) FROM object_version WHERE valid_from ${op} ${number})`;
    const [row] = await session.query(`
      SELECT (SELECT coalesce(sum(pg_column_size(version.*)), 0) FROM object_version AS version WHERE valid_from = ${number})
        + (SELECT coalesce(sum(pg_column_size(template.*)), 0) FROM template WHERE id > ${lastTemplate('<')} AND id <= ${lastTemplate('<=')})
        + (SELECT pg_column_size(snapshot.*) FROM snapshot WHERE number = ${number}) AS bytes`);
    found.push(Number(row?.bytes));
  }
  await session.close();
  return found;
}
