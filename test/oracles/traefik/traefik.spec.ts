import { describe, expect, it } from 'vitest';
import { traefikRouting } from '../../../src/core/ingress/controllers/traefik/routing.js';
import { traefikCases } from '../../../src/core/ingress/ownership/controllers.table.js';
import { readOwnership, readRecorded } from '../ingress/golden.js';
import { expectedOwnership } from '../ingress/ownership.js';
import { bareController, replay } from '../ingress/replay.js';
import { traefikScenarios, untold, usualFlags } from './scenarios.js';

const recorded = await readRecorded('traefik');

/** Recorded of Traefik: `ingress/golden.ts` tells by which command. */
describe('requests that Traefik was asked', () => {
  it('are answered as it answered them', () => {
    const { compared, differences, untold: ours } = replay(traefikScenarios, recorded, (run, ingresses, view) => traefikRouting(bareController('traefik', [...usualFlags, ...run.flags]), ingresses, view));
    expect(differences).toEqual([]);
    const drawn = ours.filter((each) => each.startsWith('drawn-'));
    expect(ours.filter((each) => !drawn.includes(each))).toEqual(untold.middleware);
    expect(drawn.length).toBe(untold.ties);
    expect(compared).toBeGreaterThan(1600);
  });

  it('are recorded as the scenarios ask them', () => {
    expect(Object.fromEntries(Object.entries(recorded).map(([id, answers]) => [id, Object.keys(answers)]))).toEqual(Object.fromEntries(traefikScenarios.map(({ id, ask }) => [id, [...new Set(ask)]])));
  });
});

it('owns what the tables of ownership say', async () => {
  expect(await readOwnership('traefik')).toEqual(expectedOwnership(traefikCases));
});
