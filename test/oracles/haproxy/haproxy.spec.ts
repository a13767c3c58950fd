import { describe, expect, it } from 'vitest';
import { haproxyIngressRouting } from '../../../src/core/ingress/controllers/haproxy-ingress/routing.js';
import { readOwnership, readRecorded } from '../ingress/golden.js';
import { expectedOwnership } from '../ingress/ownership.js';
import { bareController, replay } from '../ingress/replay.js';
import { haproxyScenarios, ownershipCases } from './scenarios.js';

const recorded = await readRecorded('haproxy');

/** Recorded of HAProxy, as its controller configures it: `ingress/golden.ts` tells by which command. */
describe('requests that HAProxy was asked', () => {
  it('are answered as it answered them', () => {
    const { compared, differences, untold } = replay(haproxyScenarios, recorded, (run, ingresses, view) => haproxyIngressRouting(bareController('haproxy-ingress', run.flags, run.config), ingresses, view));
    expect(differences).toEqual([]);
    expect(untold).toEqual([]);
    expect(compared).toBeGreaterThan(1600);
  });

  it('are recorded as the scenarios ask them', () => {
    expect(Object.fromEntries(Object.entries(recorded).map(([id, answers]) => [id, Object.keys(answers)]))).toEqual(Object.fromEntries(haproxyScenarios.map(({ id, ask }) => [id, [...new Set(ask)]])));
  });
});

it('owns what the tables of ownership say', async () => {
  expect(await readOwnership('haproxy')).toEqual(expectedOwnership(ownershipCases));
});
