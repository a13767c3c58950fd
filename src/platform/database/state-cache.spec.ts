import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readCluster, type ClusterState } from '../../core/cluster/index.js';
import { collectGarbage } from '../give-back.js';
import { StateCache } from './state-cache.js';

/** A cache, and the keys for which it had to load. What `get` gives it holds; `pass` lets go of it. */
function watched(maxObjects: number) {
  const cache = new StateCache(maxObjects);
  const loads: string[] = [];
  const get = (key: string, objects = 10): Promise<ClusterState> =>
    cache.get(key, objects, () => {
      loads.push(key);
      return Promise.resolve(readCluster([]));
    });
  const pass = async (key: string, objects = 10): Promise<void> => {
    await get(key, objects);
    await letGo();
  };
  return { cache, loads, get, pass };
}

/** In a round of the event loop of its own, as a weak reference that was followed holds until its round ends. */
async function letGo(): Promise<void> {
  await setImmediate();
  await collectGarbage();
}

describe('StateCache', () => {
  it('loads once, however many ask at the same time', async () => {
    const { loads, get } = watched(100);
    const [a, b] = await Promise.all([get('1/1'), get('1/1')]);
    expect(a).toBe(b);
    expect(await get('1/1')).toBe(a);
    expect(loads).toEqual(['1/1']);
  });

  it('forgets what was not used for longest when there are too many objects', async () => {
    const { loads, pass } = watched(30);
    for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'b']) await pass(key);
    expect(loads).toEqual(['a', 'b', 'c', 'd', 'b']);
  });

  it('keeps the newest, however large', async () => {
    const { loads, pass } = watched(30);
    await pass('small');
    await pass('large', 1_000);
    await pass('large', 1_000);
    await pass('small');
    expect(loads).toEqual(['small', 'large', 'small']);
  });

  it('does not load a second time what somebody still holds, though there is no room for it', async () => {
    const { loads, get, pass } = watched(30);
    const held = await get('a', 1_000);
    await pass('b', 1_000);
    expect(await get('a', 1_000)).toBe(held);
    await letGo();
    await pass('b', 1_000);
    expect(loads).toEqual(['a', 'b', 'b']);
  });

  it('keeps what is on its way, however many there are', async () => {
    const { cache, loads, get } = watched(10);
    const begin: (() => void)[] = [];
    const slow = (key: string) => cache.get(key, 10, () => new Promise((resolve) => begin.push(() => resolve(readCluster([])))));
    const [a, b] = [slow('a'), slow('b')];
    expect([get('a'), get('b')]).toEqual([a, b]);
    begin.forEach((each) => each());
    expect(await get('a')).toBe(await a);
    expect(loads).toEqual([]);
  });

  it('counts the objects of what it forgot no more', async () => {
    const { cache, loads, pass } = watched(30);
    for (const key of ['a', 'b', 'c']) await pass(key);
    cache.delete('b');
    cache.delete('unknown');
    await pass('d');
    await pass('a');
    expect(loads).toEqual(['a', 'b', 'c', 'd']);
  });

  it('tries again after a failure', async () => {
    const { cache, loads, get } = watched(30);
    await expect(cache.get('a', 10, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await get('a');
    expect(loads).toEqual(['a']);
  });
});
