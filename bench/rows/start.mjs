import { start } from '../processes.mjs';
import { median, ms } from '../quantities.mjs';
import { Service } from '../service.mjs';

/** @type {import('../row.mjs').Row} */
export const startRow = {
  id: 'start',
  title: 'Start',
  what: 'From the start of the process until the service says that it listens, on an empty database and on one that is there already; as it comes (with the demo in an empty database) and with `DEMO=off`. Medians of five.',
  floor: 'A process that opens the same database with PGlite, or connects to it, and asks for one row.',
  note: 'An empty embedded database is unpacked from one that the build made, tables and all; the floor makes it from nothing, and without tables. The service and its libraries are bundled: some twenty files instead of 3,500, which took over a second to find and read.',
  measure: ({ onEach }) =>
    onEach(async (database) => {
      const { name } = database;
      const { empty, existing, emptyWithoutDemo, existingWithoutDemo, floorOfEmpty, floorOfExisting } = await startTimes(database);
      const [ofEmpty, ofExisting] = name === 'server' ? [ms(2_000), ms(2_000)] : [ms(4_000), ms(3_000)];
      return [
        { case: `${name}, empty`, measured: empty, floor: floorOfEmpty, reach: { atMost: ofEmpty } },
        { case: `${name}, empty, \`DEMO=off\``, measured: emptyWithoutDemo, floor: floorOfEmpty, reach: { atMost: ofEmpty } },
        { case: `${name}, existing`, measured: existing, floor: floorOfExisting, reach: { atMost: ofExisting } },
        { case: `${name}, existing, \`DEMO=off\``, measured: existingWithoutDemo, floor: floorOfExisting, reach: { atMost: ofExisting } },
      ];
    }),
};

const rounds = 5;

/** @typedef {'empty' | 'existing' | 'emptyWithoutDemo' | 'existingWithoutDemo' | 'floorOfEmpty' | 'floorOfExisting'} Case */

/** @type {(database: import('../databases.mjs').Database) => Promise<Record<Case, import('../quantities.mjs').Quantity>>} */
async function startTimes(database) {
  /** @type {Record<Case, number>[]} */ const found = [];
  for (let round = 0; round < rounds; round++) {
    const [home, withoutDemo, untouched] = [await database.create(), await database.create(), await database.create()];
    found.push({
      empty: await serviceStart(home, 'on'),
      existing: await serviceStart(home, 'on'),
      floorOfExisting: await bareStart(home),
      emptyWithoutDemo: await serviceStart(withoutDemo, 'off'),
      existingWithoutDemo: await serviceStart(withoutDemo, 'off'),
      floorOfEmpty: await bareStart(untouched),
    });
    for (const each of [home, withoutDemo, untouched]) await each.discard();
  }
  const of = (/** @type {Case} */ which) => ms(median(found.map((each) => each[which])));
  return { empty: of('empty'), existing: of('existing'), emptyWithoutDemo: of('emptyWithoutDemo'), existingWithoutDemo: of('existingWithoutDemo'), floorOfEmpty: of('floorOfEmpty'), floorOfExisting: of('floorOfExisting') };
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
