import { describe, expect, it } from 'vitest';
import { traefikRouting } from '../../../src/core/ingress/controllers/traefik/routing.js';
import { traefikCases } from '../../../src/core/ingress/ownership/controllers.table.js';
import { readOwnership, readRecorded } from '../ingress/golden.js';
import { expectedOwnership } from '../ingress/ownership.js';
import { bareController, replay } from '../ingress/replay.js';
import { traefikScenarios, usualFlags } from './scenarios.js';

const recorded = await readRecorded('traefik');

/** Recorded of Traefik: `ingress/golden.ts` tells by which command. */
describe('requests that Traefik was asked', () => {
  it('are answered as it answered them', () => {
    const { compared, differences, untold } = replay(traefikScenarios, recorded, (run, ingresses, view) => traefikRouting(bareController('traefik', [...usualFlags, ...run.flags]), ingresses, view));
    expect(differences).toEqual([]);
    const [drawn, others] = [untold.filter((each) => each.startsWith('drawn-')), untold.filter((each) => !each.startsWith('drawn-'))];
    expect(others, 'nobody can tell what a middleware does that is not there').toEqual(['middlewares: http://middlewares.test/foo']);
    expect(drawn.length, 'rules of one length that both match: it takes another from one start to the next').toBe(10);
    expect(compared).toBeGreaterThan(1600);
  });

  it('are recorded as the scenarios ask them', () => {
    expect(Object.fromEntries(Object.entries(recorded).map(([id, answers]) => [id, Object.keys(answers)]))).toEqual(Object.fromEntries(traefikScenarios.map(({ id, ask }) => [id, [...new Set(ask)]])));
  });
});

it('owns what the tables of ownership say', async () => {
  expect(await readOwnership('traefik')).toEqual(expectedOwnership(traefikCases));
});
