import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chance, moments, seed } from './chance.js';
import { KillBench } from './kill-bench.js';
import { kills } from './kills.js';
import { hasServer, makePlace, makeServerPlace, placeNames } from './place.js';
import type { Service } from './service.js';
import type { Operation } from './snapshots.js';
import { tell } from './tally.js';
import { works, type Attempt } from './works.js';

/** Of how long the work takes by itself: the last kills come when it has just been answered. */
const latest = 1.1;

describe.each(placeNames.map((place) => ({ place })))('kill -9, on the $place database, during', ({ place }) => {
  describe.skipIf(place === 'server' && !hasServer)('the', () => {
    let bench: KillBench;
    beforeAll(async () => {
      bench = await KillBench.start(await (place === 'server' ? makeServerPlace() : makePlace()));
    });
    afterAll(() => bench.close());

    it.each(works)('$name leaves all of it or nothing', async ({ name, prepare }) => {
      const draw = chance(seed + works.findIndex((work) => work.name === name));
      const undisturbed: number[] = [];
      for (let i = 0; i < 2; i++) undisturbed.push(await timeOf(await prepare(bench, draw)));
      for (const moment of moments(Math.ceil(kills / works.length), Math.min(...undisturbed) * latest, draw)) {
        const seen = await killAt(moment, await prepare(bench, draw));
        await tell({ what: `kill -9 during ${name}`, where: place, times: 1, seen });
      }
      await bench.settle();
    });

    /** How long the work takes where nothing disturbs it. */
    async function timeOf({ send, account }: Attempt): Promise<number> {
      const begun = performance.now();
      const answer = await send();
      await bench.untilIdle();
      const took = performance.now() - begun;
      expect(await account(answer)).toBe('done');
      return took;
    }

    /** Kills the service after `milliseconds`, lets it start again, and holds the work to account. Answers what was hit. */
    async function killAt(milliseconds: number, { send, account }: Attempt): Promise<string> {
      const phase = new PhaseWatch(bench.service);
      await phase.begin();
      const sent = send().catch(() => undefined);
      await setTimeout(milliseconds);
      const [told] = await Promise.all([Promise.race([sent.then((answer) => (answer === undefined ? 'cut off' : 'answered')), setTimeout(0, 'under way')]), bench.service.kill()]);
      const answer = await sent;
      const hit = await phase.end();
      expect(bench.service.defects).toEqual([]);
      await bench.recover();
      const became = await account(answer);
      return `${told === 'answered' ? `answered, ${hit}` : hit} (${became})`;
    }
  });
});

/** Follows, from outside, how far the newest operation has come. */
class PhaseWatch {
  #known = '';
  #phase = 'request';
  #isOn = true;
  #rounds: Promise<void> = Promise.resolve();

  constructor(private readonly service: Service) {}

  async begin(): Promise<void> {
    this.#known = (await this.#newest())?.id ?? '';
    this.#rounds = this.#look();
  }

  /** The last phase that was seen; `request` where there was no operation yet. */
  async end(): Promise<string> {
    this.#isOn = false;
    await this.#rounds;
    return this.#phase;
  }

  async #look(): Promise<void> {
    while (this.#isOn) {
      const newest = await this.#newest().catch(() => undefined);
      if (newest !== undefined && newest.id !== this.#known) this.#phase = newest.status === 'succeeded' ? 'stored' : (newest.progress?.phase ?? 'begun');
      await setTimeout(10);
    }
  }

  async #newest(): Promise<Operation | undefined> {
    const { items } = await this.service.get<{ items: Operation[] }>('/v1/operations?limit=1');
    return items[0];
  }
}
