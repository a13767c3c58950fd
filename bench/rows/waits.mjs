import { ms, tell } from '../quantities.mjs';
import { Service } from '../service.mjs';
import { clusterName } from '../stages.mjs';
import { withWaits } from '../waits.mjs';

/** @type {import('../row.mjs').Row} */
export const waitsRow = {
  id: 'waits',
  title: 'How long others wait',
  what: 'While the service does what is told, another process asks `/livez` every 20 ms, whether the one before was answered or not: the 99th percentile of how long that took. Beside it the longest, and the 99th percentile of the delay of the event loop, as `/metrics` tells it.',
  note: 'The clock by which the event loop is measured ticks every 10 ms: an idle loop shows that much.',
  measure: ({ stages, onEach }) =>
    onEach(async (database) => {
      const { runs } = await stages.imported(database);
      const { firsts, series, home } = await stages.captured(database);
      const path = `/v1/clusters/${clusterName}`;
      return [
        lineOf(database, 'import', runs.map(({ waits }) => waits)),
        lineOf(database, 'first capture', firsts.map(({ waits }) => waits)),
        lineOf(database, 'capture, 1 % changed', [1, 3, 5].flatMap((i) => series[i]?.waits ?? [])),
        lineOf(database, 'first findings of a snapshot', [await waitsOf(home, [`${path}/snapshots/1/findings`])]),
        lineOf(database, 'diff of objects, 20 times', [await waitsOf(home, Array.from({ length: 20 }, () => `${path}/diff?from=1&to=2`))]),
        lineOf(database, 'first diff of findings', [await waitsOf(home, [`${path}/diff?from=1&to=2&view=findings`])]),
      ];
    }),
};

/** Of several runs the worst. @type {(database: import('../databases.mjs').Database, what: string, waits: readonly import('../waits.mjs').Waits[]) => import('../page.mjs').Line} */
function lineOf({ name }, what, waits) {
  const worst = (/** @type {'p99' | 'max' | 'loopP99'} */ field) => Math.max(...waits.map((each) => each[field]));
  return { case: `${name}: ${what}`, measured: ms(worst('p99')), detail: `longest ${tell(ms(worst('max')))}; event loop ${tell(ms(worst('loopP99')))}`, reach: { atMost: ms(200) } };
}

/** In a service that has nothing in memory yet. @type {(home: import('../databases.mjs').Home, paths: readonly string[]) => Promise<import('../waits.mjs').Waits>} */
async function waitsOf(home, paths) {
  const service = await Service.start(home);
  const { waits } = await withWaits(service, async () => {
    for (const path of paths) await service.get(path);
  });
  await service.stop();
  return waits;
}
