import { start } from '../processes.mjs';
import { median, ms } from '../quantities.mjs';
import { Service } from '../service.mjs';

/** @type {import('../row.mjs').Row} */
export const startRow = {
  id: 'start',
  title: 'Start',
  what: 'From the start of the process until the service says that it listens, on an empty database and on one that is there already; as it comes (with the demo in an empty database) and with `DEMO=off`. Medians of five.',
  floor: 'A process that opens the same database with PGlite, or connects to it, and asks for one row.',
  note: 'An empty embedded database is unpacked from one that the build made; the floor makes it from nothing.',
  measure: ({ onEach }) =>
    onEach(async (database) => {
      const { name } = database;
      const found = { demo: await startTimes(database, 'on'), bare: await startTimes(database, 'off') };
      const [empty, existing] = name === 'server' ? [ms(2_000), ms(2_000)] : [ms(4_000), ms(3_000)];
      return [
        { case: `${name}, empty`, measured: found.demo.empty, floor: found.bare.floorOfEmpty, reach: { atMost: empty } },
        { case: `${name}, empty, \`DEMO=off\``, measured: found.bare.empty, floor: found.bare.floorOfEmpty, reach: { atMost: empty } },
        { case: `${name}, existing`, measured: found.demo.existing, floor: found.demo.floorOfExisting, reach: { atMost: existing } },
        { case: `${name}, existing, \`DEMO=off\``, measured: found.bare.existing, floor: found.bare.floorOfExisting, reach: { atMost: existing } },
      ];
    }),
};

const rounds = 5;

/** @type {(database: import('../databases.mjs').Database, demo: 'on' | 'off') => Promise<Record<'empty' | 'existing' | 'floorOfEmpty' | 'floorOfExisting', import('../quantities.mjs').Quantity>>} */
async function startTimes(database, demo) {
  const times = { empty: /** @type {number[]} */ ([]), existing: /** @type {number[]} */ ([]), floorOfEmpty: /** @type {number[]} */ ([]), floorOfExisting: /** @type {number[]} */ ([]) };
  for (let round = 0; round < rounds; round++) {
    const [home, untouched] = [await database.create(), await database.create()];
    times.empty.push(await serviceStart(home, demo));
    times.existing.push(await serviceStart(home, demo));
    times.floorOfExisting.push(await bareStart(home));
    times.floorOfEmpty.push(await bareStart(untouched));
    await home.discard();
    await untouched.discard();
  }
  const of = (/** @type {keyof typeof times} */ which) => ms(median(times[which]));
  return { empty: of('empty'), existing: of('existing'), floorOfEmpty: of('floorOfEmpty'), floorOfExisting: of('floorOfExisting') };
}

/** @type {(home: import('../databases.mjs').Home, demo: 'on' | 'off') => Promise<number>} */
async function serviceStart(home, demo) {
  const service = await Service.start(home, { DEMO: demo });
  await service.stop();
  return service.started.milliseconds;
}

/** @type {(home: import('../databases.mjs').Home) => Promise<number>} */
async function bareStart({ where }) {
  const started = await start('bare.mjs', { args: [where.startsWith('postgres') ? 'connect' : 'pglite', where] });
  await started.stop();
  return started.milliseconds;
}
