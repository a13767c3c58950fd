import { storedBytes } from '../stored-bytes.mjs';
import { bytes, median, ms } from '../quantities.mjs';

/** @type {import('../row.mjs').Row} */
export const churnRow = {
  id: 'churn',
  title: 'A second snapshot, 1 % of the pods changed',
  what: 'Capture of a cluster in which, since the snapshot before, 1 % of the pods changed, with the slices that they are in, and every node had its heartbeat.',
  floor: 'The first snapshot.',
  note: 'Bytes are those of the rows that the snapshot added. The tables grow by more than that: a row that ends is written anew, and its old version goes with the next vacuum. However little changed, the digest of every object is read and compared; and of an EndpointSlice in which one endpoint changed, all that is not of its template is stored again.',
  measure: ({ stages, onEach }) =>
    onEach(async (database) => {
      const { name } = database;
      const { series, firsts, home } = await stages.captured(database);
      const changed = [1, 3, 5].flatMap((i) => series[i] ?? []);
      const [first = 0, second = 0] = await storedBytes(home, [1, 2]);
      const growth = (series[1]?.relations ?? NaN) - (series[0]?.relations ?? NaN);
      return [
        { case: `${name}: time after listing`, measured: ms(median(changed.map(({ store }) => store))), floor: ms(median(firsts.map(({ store }) => store))), reach: { ratioAtMost: 0.15 } },
        { case: `${name}: bytes`, measured: bytes(second), floor: bytes(first), reach: { ratioAtMost: 0.03 } },
        ...(Number.isNaN(growth) ? [] : [{ case: `${name}: growth of tables and indexes`, measured: bytes(growth), floor: bytes(series[0]?.relations ?? NaN) }]),
        { case: `${name}: from request to answer`, measured: ms(median(changed.map(({ milliseconds }) => milliseconds))), floor: ms(median(firsts.map(({ milliseconds }) => milliseconds))) },
      ];
    }),
};
