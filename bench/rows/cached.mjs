import { ask, start } from '../processes.mjs';
import { perSecond } from '../quantities.mjs';
import { Service } from '../service.mjs';
import { clusterName } from '../stages.mjs';

/** @type {import('../row.mjs').Row} */
export const cachedRow = {
  id: 'cached',
  title: 'An analysis that the caller has already',
  what: 'Requests per second for the findings of a snapshot with the `ETag` of the answer in `If-None-Match`, ten connections for five seconds after a warm-up: of the demo, and of the largest cluster.',
  floor: 'A constant route of Nest with Fastify, asked in the same way.',
  note: 'The service logs a line for each request; the floor logs nothing. What a log costs is told by the floor with one, which is Fastify’s of two lines. What is left is what every request passes, and on a server the question whether the snapshot is still the same.',
  async measure({ stages, onEach }) {
    const floor = await constantRoute('nest');
    const logging = await constantRoute('nest', 'log');
    const reach = { ratioAtLeast: 0.5 };
    const lines = await onEach(async (database) => {
      const home = await database.create();
      const small = await cachedFindings(home, { DEMO: 'on' }, 'demo');
      await home.discard();
      const large = await cachedFindings((await stages.captured(database)).home, {}, clusterName);
      return [
        { case: `${database.name}, demo`, measured: small, floor, reach },
        { case: `${database.name}, largest`, measured: large, floor, reach },
      ];
    });
    return [...lines, { case: 'the floor, with a log', measured: logging, floor }];
  },
};

/** @type {(...args: string[]) => Promise<import('../quantities.mjs').Quantity>} */
async function constantRoute(...args) {
  const bare = await start('bare.mjs', { args, isReady: (line) => line.startsWith('at ') });
  const found = perSecond(await requestsPerSecond(`${bare.line.slice('at '.length)}/constant`));
  await bare.stop();
  return found;
}

/** Asked by a process of its own, so that the one that reads the log is not in the way. @type {(url: string, tag?: string) => Promise<number>} */
async function requestsPerSecond(url, tag = '') {
  const { average } = /** @type {{ average: number }} */ (await ask('load.mjs', [url, tag]));
  return average;
}

/** @type {(home: import('../databases.mjs').Home, env: Readonly<Record<string, string>>, cluster: string) => Promise<import('../quantities.mjs').Quantity>} */
async function cachedFindings(home, env, cluster) {
  const service = await Service.start(home, env);
  const path = `/v1/clusters/${cluster}/snapshots/1/findings`;
  const { headers } = await service.get(path);
  const tag = headers.etag ?? '';
  const found = perSecond(await requestsPerSecond(`${service.url}${path}`, tag));
  await service.stop();
  return found;
}
