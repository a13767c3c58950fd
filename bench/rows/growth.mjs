import { median, ms, tell } from '../quantities.mjs';
import { openViews } from '../views.mjs';

/** @type {import('../row.mjs').Row} */
export const growthRow = {
  id: 'growth',
  title: 'Cost against size',
  what: 'The same at three sizes of one shape. In the last column how many times as long the largest takes as the smallest, which has a tenth of its objects.',
  async measure({ stages, databases, sizes }) {
    /** @type {string[][]} */ const rows = [];
    for (const database of databases) {
      const found = [];
      for (const size of sizes) found.push(await timesAt(stages, database, size));
      for (const what of /** @type {const} */ (['import', 'first capture', 'storing 1 % changed', 'view', 'next view'])) {
        const times = found.map((each) => each[what]);
        rows.push([`${database.name}: ${what}`, ...times.map((time) => tell(ms(time))), `${((times.at(-1) ?? NaN) / (times[0] ?? NaN)).toFixed(1)}×`]);
      }
    }
    return { head: ['', ...sizes.map((size) => `${size.toLocaleString('en-US')} pods`), 'growth'], rows };
  },
};

/** @type {(stages: import('../stages.mjs').Stages, database: import('../databases.mjs').Database, size: number) => Promise<Record<'import' | 'first capture' | 'storing 1 % changed' | 'view' | 'next view', number>>} */
async function timesAt(stages, database, size) {
  const { runs } = await stages.imported(database, size);
  const { firsts, series, home } = await stages.captured(database, size);
  const views = await openViews(home);
  return {
    import: median(runs.map(({ milliseconds }) => milliseconds)),
    'first capture': median(firsts.map(({ milliseconds }) => milliseconds)),
    'storing 1 % changed': median([1, 3, 5].map((i) => series[i]?.store ?? NaN)),
    view: median(views.map(({ first }) => first.view)),
    'next view': median(views.map(({ next }) => next.view)),
  };
}
