import { requestsPerSecond } from '../load.mjs';
import { start } from '../processes.mjs';
import { perSecond } from '../quantities.mjs';
import { Service } from '../service.mjs';
import { clusterName } from '../stages.mjs';

/** @type {import('../row.mjs').Row} */
export const cachedRow = {
  id: 'cached',
  title: 'An analysis that the caller has already',
  what: 'Requests per second for the findings of a snapshot with the `ETag` of the answer in `If-None-Match`, ten connections for five seconds after a warm-up: of the demo, and of the largest cluster.',
  floor: 'A constant route of Nest with Fastify, asked in the same way.',
  async measure({ stages, onEach }) {
    const bare = await start('bare.mjs', { args: ['nest'] });
    const floor = perSecond(await requestsPerSecond(`${bare.line}/constant`));
    await bare.stop();
    const reach = { ratioAtLeast: 0.5 };
    return onEach(async (database) => {
      const home = await database.create();
      const small = await cachedFindings(home, { DEMO: 'on' }, 'demo');
      await home.discard();
      const large = await cachedFindings((await stages.captured(database)).home, {}, clusterName);
      return [
        { case: `${database.name}, demo`, measured: small, floor, reach },
        { case: `${database.name}, largest`, measured: large, floor, reach },
      ];
    });
  },
};

/** @type {(home: import('../databases.mjs').Home, env: Readonly<Record<string, string>>, cluster: string) => Promise<import('../quantities.mjs').Quantity>} */
async function cachedFindings(home, env, cluster) {
  const service = await Service.start(home, env);
  const path = `/v1/clusters/${cluster}/snapshots/1/findings`;
  const { headers } = await service.get(path);
  const tag = { 'if-none-match': headers.etag ?? '' };
  const { status } = await service.get(path, tag);
  if (status !== 304) throw new Error(`${path} was answered ${status} to one who has it`);
  const found = perSecond(await requestsPerSecond(`${service.url}${path}`, tag));
  await service.stop();
  return found;
}
