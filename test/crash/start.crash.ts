import { setTimeout } from 'node:timers/promises';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hasServer, makePlace, makeServerPlace, type Place } from './place.js';
import { expectLawfulRows } from './rows.js';
import { Service } from './service.js';
import { snapshotsOf } from './snapshots.js';
import { tell } from './tally.js';

const many = 5;

let place: Place;
let services: Service[] = [];
afterEach(async () => {
  await Promise.all(services.map((service) => service.kill()));
  services = [];
  await place.discard();
});

function spawn(env: Readonly<Record<string, string>> = {}): Service {
  const service = Service.spawn({ ...place.env, ...env });
  services.push(service);
  return service;
}

describe.skipIf(!hasServer)('five processes that start at once on an empty database of a server', () => {
  it('bring up its schema once and store the demo once, and all take requests', async () => {
    place = await makeServerPlace();
    for (let i = 0; i < many; i++) spawn({ DEMO: 'on' });
    await Promise.all(services.map((service) => service.ready()));
    const migrations = await place.query<{ name: string; times: number }>('SELECT name, count(*)::integer AS times FROM migration GROUP BY name');
    expect(migrations.length).toBeGreaterThan(0);
    expect(migrations.filter(({ times }) => times !== 1)).toEqual([]);
    for (const service of services) {
      expect((await service.ask('/readyz')).status).toBe(200);
      expect((await snapshotsOf(service, 'demo')).map(({ number }) => number)).toEqual([1, 2]);
      expect(service.defects).toEqual([]);
    }
    expect(await place.query('SELECT count(*)::integer AS operations FROM operation')).toEqual([{ operations: 2 }]);
    await expectLawfulRows(place);
    await tell({ what: 'processes starting on an empty database', where: 'server', times: many, seen: `${migrations.length} migrations, each once; 1 demo` });
  });
});

describe('the folder of the embedded database', () => {
  it('is refused to a second process, which names it and its holder; the first goes on, and after a kill -9 another takes over', async () => {
    place = await makePlace();
    const first = spawn();
    await first.ready();
    const second = spawn();
    expect(await second.exited).toBe(1);
    expect(second.said).toContain('Foretrace cannot start');
    expect(second.said).toContain(`process ${first.pid} uses the data directory ${join(place.folder, 'database')}`);
    expect((await first.ask('/readyz')).status).toBe(200);
    await first.must('/v1/clusters', { method: 'POST', body: { name: 'kept', source: { type: 'import' } } });
    await first.kill();
    const third = spawn();
    await third.ready();
    expect((await third.ask('/v1/clusters/kept')).status).toBe(200);
    await tell({ what: 'second process on the folder', where: 'embedded', times: 1, seen: 'refused with code 1; taken over after kill -9' });
  });

  it('goes to one of five processes that find it left by a dead one at the same time', async () => {
    place = await makePlace();
    const dead = spawn();
    await dead.ready();
    await dead.kill();
    await writeFile(join(place.folder, 'database', 'lock'), String(dead.pid));
    const contenders = Array.from({ length: many }, () => spawn());
    const became = await Promise.all(contenders.map((service) => Promise.race([service.ready().then(() => 'runs', () => 'refused'), setTimeout(120_000, 'hangs')])));
    expect(became.filter((each) => each === 'runs')).toHaveLength(1);
    expect(became.filter((each) => each === 'refused')).toHaveLength(many - 1);
    for (const [i, service] of contenders.entries()) if (became[i] === 'refused') expect(await service.exited).toBe(1);
    await tell({ what: 'processes taking over a dead one’s folder', where: 'embedded', times: many, seen: '1 runs, 4 refused' });
  });
});
