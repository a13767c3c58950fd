import { storedBytes } from '../stored-bytes.mjs';
import { bytes, median, ms } from '../quantities.mjs';

/** @type {import('../row.mjs').Row} */
export const unchangedRow = {
  id: 'unchanged',
  title: 'A second snapshot, nothing changed',
  what: 'Capture of a cluster that is as it was in the snapshot before.',
  floor: 'The first snapshot.',
  note: 'What is left is the row of the snapshot itself.',
  measure: ({ stages, onEach }) =>
    onEach(async (database) => {
      const { name } = database;
      const { series, firsts, home } = await stages.captured(database);
      const unchanged = [2, 4, 6].flatMap((i) => series[i] ?? []);
      const [first = 0, third = 0] = await storedBytes(home, [1, 3]);
      return [
        { case: `${name}: bytes`, measured: bytes(third), floor: bytes(first), reach: { ratioAtMost: 0.001 } },
        { case: `${name}: time after listing`, measured: ms(median(unchanged.map(({ store }) => store))), floor: ms(median(firsts.map(({ store }) => store))) },
      ];
    }),
};
