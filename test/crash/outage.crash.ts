import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kills } from './kills.js';
import { hasServer, makePlace, type Place } from './place.js';
import { Load } from './load.js';
import { PrivatePostgres } from './private-postgres.js';
import { expectLawfulRows, letHeartbeatsPass } from './rows.js';
import { Service } from './service.js';
import { untilIdle } from './snapshots.js';
import { frequencies, tell } from './tally.js';
import { waitUntil } from './waiting.js';

const modes = ['immediate', 'fast'] as const;
const outagesEach = Math.max(1, Math.round(kills / 20));

describe.skipIf(!hasServer)('a Postgres server that is stopped under load', () => {
  let postgres: PrivatePostgres;
  let place: Place;
  let service: Service;
  let load: Load;
  beforeAll(async () => {
    postgres = await PrivatePostgres.start();
    place = await makePlace(await postgres.createDatabase());
    service = await Service.start(place.env);
    load = await Load.start(service);
  });
  afterAll(async () => {
    await load.end();
    await service.stop();
    await place.discard();
    await postgres.discard();
  });

  it.each(modes)('(%s) is told as 503 until it is back, and has lost nothing that was acknowledged', async (mode) => {
    const seconds: { read: number; write: number }[] = [];
    for (let i = 0; i < outagesEach; i++) {
      await load.untilAnswers(20, (answer) => answer.status < 300);
      await postgres.stop(mode);
      await load.untilAnswers(30, (answer) => answer.status === 503);
      await postgres.startAgain();
      seconds.push(await timeUntilServed());
    }
    await load.untilAnswers(10, (answer) => answer.status < 300);
    await load.pause();
    await letHeartbeatsPass(place);
    const operations = await untilIdle(service);
    expect(service.isRunning).toBe(true);
    expect(service.defects).toEqual([]);
    expect(load.unlawful).toEqual([]);
    await load.expectKept(operations);
    await expectLawfulRows(place);
    const worst = (of: 'read' | 'write') => Math.max(...seconds.map((each) => each[of])).toFixed(2);
    const seen = `read again after ${worst('read')} s, written after ${worst('write')} s at most; ${frequencies(load.statuses())}`;
    await tell({ what: `Postgres stopped (${mode}) under load`, where: 'server', times: outagesEach, seen });
    load.goOn();
  });

  /** From the moment at which the server takes connections again. */
  async function timeUntilServed(): Promise<{ read: number; write: number }> {
    const back = performance.now();
    const served = { read: 0, write: 0 };
    await Promise.all(
      (['read', 'write'] as const).map(async (what) => {
        await waitUntil(`the service can ${what}`, async () => {
          const { status } = await (what === 'read' ? service.ask('/v1/clusters') : service.ask('/v1/clusters/load-0', { method: 'PATCH', body: { labels: { seen: 'again' } } }));
          if (status !== 200) await setTimeout(20);
          return status === 200;
        });
        served[what] = (performance.now() - back) / 1000;
      }),
    );
    return served;
  }
});
