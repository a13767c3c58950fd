import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readCluster, viewOf } from '../core/cluster/index.js';
import { runRulesInTurns } from './rules-in-turns.js';

/** Every step takes a turn. */
beforeEach(() => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 3));
});
afterEach(() => void vi.restoreAllMocks());

const objects = [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop', uid: 'a' }, spec: { clusterIP: '10.96.0.20', selector: { app: 'web' }, ports: [{ port: 80 }] } }];

it('runs the rules once for all who ask at the same time, and tells who asks later the same', async () => {
  const view = viewOf(readCluster(objects));
  const [first, second] = await Promise.all([runRulesInTurns(view), runRulesInTurns(viewOf(view.state))]);
  expect(second).toBe(first);
  expect(await runRulesInTurns(view)).toBe(first);
});

it('runs them anew for another snapshot', async () => {
  const [first, second] = await Promise.all([runRulesInTurns(viewOf(readCluster(objects))), runRulesInTurns(viewOf(readCluster(objects)))]);
  expect(second).toEqual(first);
  expect(second).not.toBe(first);
});
