import { expect, it } from 'vitest';
import type { SnapshotEntity } from './entities/snapshot.entity.js';
import { RowCache } from './row-cache.js';

/** What is asked for, one number after another, and which of them had to be loaded. */
async function loaded(cache: RowCache, numbers: readonly number[], { there = true } = {}): Promise<number[]> {
  const found: number[] = [];
  for (const number of numbers) {
    await cache.get({ clusterId: 1, number }, () => {
      found.push(number);
      return Promise.resolve(there ? ({ number } as SnapshotEntity) : null);
    });
  }
  return found;
}

it('loads a row once', async () => {
  expect(await loaded(new RowCache(), [1, 2, 1, 2])).toEqual([1, 2]);
});

it('tells the snapshots of two clusters apart', async () => {
  const cache = new RowCache();
  const row = (label: string) => Promise.resolve({ label } as SnapshotEntity);
  await cache.get({ clusterId: 1, number: 11 }, () => row('of one'));
  expect(await cache.get({ clusterId: 11, number: 1 }, () => row('of the other'))).toEqual({ label: 'of the other' });
});

it('forgets the one that was not used for longest', async () => {
  expect(await loaded(new RowCache(2), [1, 2, 1, 3, 1, 2])).toEqual([1, 2, 3, 2]);
});

it('asks again for what is not there', async () => {
  expect(await loaded(new RowCache(), [1, 1], { there: false })).toEqual([1, 1]);
});
