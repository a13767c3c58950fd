import { spawn as spawnProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { kills } from './kills.js';
import { hasServer, makePlace, makeServerPlace, type Place } from './place.js';
import { expectLawfulRows } from './rows.js';
import { Service } from './service.js';
import { snapshotsOf } from './snapshots.js';
import { tell } from './tally.js';

const many = 5;
const lock = join(import.meta.dirname, '../../dist/src/platform/database/data-dir-lock.js');

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

/** Takes the folder at an instant, and tells what became of it. */
const contender = `
  const { DataDirLock } = await import(process.argv[1]);
  process.stdin.setEncoding('utf8').once('data', (text) => {
    const [folder, instant] = text.trim().split(' ');
    while (Date.now() < Number(instant));
    try {
      DataDirLock.acquire(folder);
      process.stdout.write('held');
    } catch (error) {
      process.stdout.write(String(error));
    }
    process.stdin.once('data', () => process.exit());
  });
  process.stdout.write('ready');`;

describe('the folder of the embedded database', () => {
  it('goes to one of four processes that find the lock of a dead one in the same millisecond', async () => {
    place = await makePlace();
    const rounds = kills >= 100 ? 50 : 5;
    for (let round = 0; round < rounds; round++) {
      const folder = join(place.folder, `raced-${round}`);
      await mkdir(folder);
      await writeFile(join(folder, 'lock.99999999'), 'held');
      const children = Array.from({ length: 4 }, () => spawnProcess(process.execPath, ['--input-type=module', '-e', contender, lock], { stdio: ['pipe', 'pipe', 'inherit'] }));
      await Promise.all(children.map(({ stdout }) => once(stdout, 'data')));
      const told = children.map(async ({ stdout }) => String(((await once(stdout, 'data')) as [Buffer])[0]));
      const instant = Date.now() + 60;
      for (const { stdin } of children) stdin.write(`${folder} ${instant}\n`);
      const became = (await Promise.all(told)).map((text) => (text === 'held' ? 'held' : text.includes(`uses the data directory ${folder}`) ? 'refused' : text));
      const ended = children.map((child) => once(child, 'exit'));
      for (const { stdin } of children) stdin.end('end\n');
      await Promise.all(ended);
      expect(became.sort()).toEqual(['held', 'refused', 'refused', 'refused']);
    }
    await tell({ what: 'races of four for a dead one’s folder', where: 'embedded', times: rounds, seen: 'one holds it each time' });
  });

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
    const contenders = Array.from({ length: many }, () => spawn());
    const became = await Promise.all(contenders.map((service) => Promise.race([service.ready().then(() => 'runs', () => 'refused'), setTimeout(120_000, 'hangs')])));
    expect(became.filter((each) => each === 'runs')).toHaveLength(1);
    expect(became.filter((each) => each === 'refused')).toHaveLength(many - 1);
    for (const [i, service] of contenders.entries()) if (became[i] === 'refused') expect(await service.exited).toBe(1);
    await tell({ what: 'processes taking over a dead one’s folder', where: 'embedded', times: many, seen: '1 runs, 4 refused' });
  });
});
