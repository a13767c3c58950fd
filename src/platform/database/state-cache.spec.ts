import { describe, expect, it } from 'vitest';
import { readCluster, type ClusterState } from '../../core/cluster/index.js';
import { StateCache } from './state-cache.js';

/** A cache, and the keys for which it had to load. */
function watched(maxObjects: number) {
  const cache = new StateCache(maxObjects);
  const loads: string[] = [];
  const get = (key: string, objects = 10): Promise<ClusterState> =>
    cache.get(key, objects, () => {
      loads.push(key);
      return Promise.resolve(readCluster([]));
    });
  return { cache, loads, get };
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
    const { loads, get } = watched(30);
    for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'b']) await get(key);
    expect(loads).toEqual(['a', 'b', 'c', 'd', 'b']);
  });

  it('keeps the newest, however large', async () => {
    const { loads, get } = watched(30);
    await get('small');
    await get('large', 1_000);
    await get('large', 1_000);
    await get('small');
    expect(loads).toEqual(['small', 'large', 'small']);
  });

  it('counts the objects of what it forgot no more', async () => {
    const { cache, loads, get } = watched(30);
    for (const key of ['a', 'b', 'c']) await get(key);
    cache.delete('b');
    cache.delete('unknown');
    await get('d');
    await get('a');
    expect(loads).toEqual(['a', 'b', 'c', 'd']);
  });

  it('tries again after a failure', async () => {
    const { cache, loads, get } = watched(30);
    await expect(cache.get('a', 10, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await get('a');
    expect(loads).toEqual(['a']);
  });
});
