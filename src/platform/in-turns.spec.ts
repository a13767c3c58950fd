import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Steps } from '../core/analysis/index.js';
import { inTurns } from './in-turns.js';

/** Milliseconds that have passed; every step of the works below lets some pass. */
let now = 0;
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => now));
afterEach(async () => {
  vi.restoreAllMocks();
  // The next test begins in a round of its own.
  await setImmediate();
});

const stepLength = 0.6;

function* work(name: string, steps: number, did: (name: string) => void): Steps<string> {
  for (let i = 0; i < steps; i++) {
    now += stepLength;
    did(name);
    yield;
  }
  return name;
}

/** What was done in each round of the event loop until all works had ended. */
async function roundsOf(...works: readonly [name: string, steps: number][]): Promise<string[]> {
  const rounds = [''];
  let hasEnded = false;
  const counting = (async () => {
    while (!hasEnded) {
      await setImmediate();
      rounds.push('');
    }
  })();
  const names = await Promise.all(works.map(([name, steps]) => inTurns(work(name, steps, (did) => void (rounds[rounds.length - 1] += did)))));
  hasEnded = true;
  await counting;
  expect(names).toEqual(works.map(([name]) => name));
  return rounds.filter((round) => round !== '');
}

it('does short work at once', async () => {
  expect(await roundsOf(['a', 2])).toEqual(['aa']);
});

it('lets others have their turn in long work', async () => {
  const rounds = await roundsOf(['a', 10]);
  expect(rounds).toEqual(['aaaa', 'aaaa', 'aa']);
});

it('holds up a round for many works no longer than for one', async () => {
  const rounds = await roundsOf(['a', 8], ['b', 8], ['c', 8], ['d', 2]);
  expect(rounds.map(({ length }) => length).filter((steps) => steps > 4)).toEqual([]);
  expect(rounds.join('')).toHaveLength(26);
});

it('gives every work its turn, in the order in which they came', async () => {
  expect(await roundsOf(['a', 8], ['b', 8], ['c', 8])).toEqual(['aaaa', 'aaaa', 'bbbb', 'cccc', 'bbbb', 'cccc']);
});

it('lets what ends early leave its time to who comes in the same round', async () => {
  expect(await roundsOf(['a', 1], ['b', 1], ['c', 1])).toEqual(['abc']);
});

it('goes on after a work has failed', async () => {
  function* failing(): Steps<never> {
    now += 3;
    yield;
    throw new Error('a defect');
  }
  const [failed, done] = await Promise.allSettled([inTurns(failing()), inTurns(work('a', 8, () => undefined))]);
  expect([failed.status, done.status]).toEqual(['rejected', 'fulfilled']);
});
