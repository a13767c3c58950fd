import { readChanges } from '../floors.mjs';
import { median, ms } from '../quantities.mjs';
import { Service } from '../service.mjs';
import { clusterName, sameChangeNumbers } from '../stages.mjs';

/** @type {import('../row.mjs').Row} */
export const diffRow = {
  id: 'diff',
  title: 'Diff of neighbours',
  what: 'The whole answer of `GET /v1/clusters/{cluster}/diff?from=1&to=2`, at three sizes: with 1 % of the pods changed, and with as many changed as at the largest. Median of 20.',
  floor: 'One SQL statement that reads the changed rows.',
  note: 'Where the cost follows the change and not the cluster, as much changed takes as long at each size. The floor reads rows; a diff puts both sides of each change together from their parts, compares them field by field and writes them out. The first difference of a service is that of code that has not run yet, and reads the templates, which are in memory for the next.',
  measure: ({ stages, sizes, pods, onEach }) =>
    onEach(async (database) => {
      /** @type {import('../page.mjs').Line[]} */ const lines = [];
      for (const size of sizes) {
        const { home } = await stages.captured(database, size);
        const compared = [{ from: 1, to: 2, what: '1 % changed' }, ...(size === pods ? [] : [{ ...sameChangeNumbers, what: 'as much changed as at the largest' }])];
        for (const { from, to, what } of compared) {
          const { milliseconds, first, changes } = await diffTime(home, from, to);
          const floor = await readChanges(home, from, to);
          const reach = size === pods ? { reach: { atMost: ms(database.name === 'server' ? 100 : 200) } } : {};
          const detail = `${changes.toLocaleString('en-US')} changes, ${Math.round((milliseconds * 1000) / changes)} µs each; the first time ${Math.round(first)} ms`;
          lines.push({ case: `${database.name}, ${size.toLocaleString('en-US')} pods, ${what}`, measured: ms(milliseconds), detail, floor: ms(floor.milliseconds), ...reach });
        }
      }
      return lines;
    }),
};

const [warmUp, runs] = [10, 20];

/** @type {(home: import('../databases.mjs').Home, from: number, to: number) => Promise<{ milliseconds: number, first: number, changes: number }>} */
async function diffTime(home, from, to) {
  const service = await Service.start(home);
  /** @type {number[]} */ const times = [];
  let body = '';
  for (let run = 0; run < warmUp + runs; run++) {
    const answer = await service.get(`/v1/clusters/${clusterName}/diff?from=${from}&to=${to}`);
    times.push(answer.milliseconds);
    body = answer.body;
  }
  await service.stop();
  /** @type {unknown} */
  const answer = JSON.parse(body);
  const { changes } = /** @type {{ changes: unknown[] }} */ (answer);
  return { milliseconds: median(times.slice(warmUp)), first: /** @type {number} */ (times[0]), changes: changes.length };
}
