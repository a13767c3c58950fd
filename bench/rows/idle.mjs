import { setTimeout } from 'node:timers/promises';
import { start } from '../processes.mjs';
import { MiB, bytes } from '../quantities.mjs';
import { Service } from '../service.mjs';

/** @type {import('../row.mjs').Row} */
export const idleRow = {
  id: 'idle',
  title: 'Idle memory',
  what: 'RSS of the service five seconds after it listens, on a database with the demo in it, to which nobody has sent a request.',
  floor: 'Nest with Fastify and one route that answers a constant.',
  note: 'At its first start the service has loaded the demo, and the embedded database has been unpacked from memory; neither gives all of that back.',
  async measure({ onEach }) {
    const bare = await start('bare.mjs', { args: ['nest'] });
    await setTimeout(settling);
    const floor = bytes(bare.memory.now);
    await bare.stop();
    return onEach(async (database) => {
      const home = await database.create();
      const first = await idleMemory(home);
      const again = await idleMemory(home);
      await home.discard();
      const limit = bytes((database.name === 'server' ? 150 : 420) * MiB);
      return [
        { case: database.name, measured: again, floor, reach: { atMost: limit } },
        { case: `${database.name}, first start`, measured: first, floor },
      ];
    });
  },
};

const settling = 5_000;

/** @type {(home: import('../databases.mjs').Home) => Promise<import('../quantities.mjs').Quantity>} */
async function idleMemory(home) {
  const service = await Service.start(home, { DEMO: 'on' });
  await setTimeout(settling);
  const { now } = service.started.memory;
  await service.stop();
  return bytes(now);
}
