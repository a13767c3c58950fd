import { describe, expect, it } from 'vitest';
import { contourRouting } from '../../../src/core/ingress/controllers/contour/routing.js';
import { contourCases } from '../../../src/core/ingress/ownership/controllers.table.js';
import { readOwnership, readRecorded } from '../ingress/golden.js';
import { expectedOwnership } from '../ingress/ownership.js';
import { bareController, replay } from '../ingress/replay.js';
import { contourScenarios } from './scenarios.js';

const recorded = await readRecorded('contour');

/** Recorded of Envoy, as Contour configures it: `ingress/golden.ts` tells by which command. */
describe('requests that Envoy was asked, as Contour configures it', () => {
  it('are answered as it answered them', () => {
    const { compared, differences, untold } = replay(contourScenarios, recorded, (run, ingresses, view) => contourRouting(bareController('contour', run.flags), ingresses, view));
    expect(differences).toEqual([]);
    expect(untold).toEqual([]);
    expect(compared).toBeGreaterThan(1000);
  });

  it('are recorded as the scenarios ask them', () => {
    expect(Object.fromEntries(Object.entries(recorded).map(([id, answers]) => [id, Object.keys(answers)]))).toEqual(Object.fromEntries(contourScenarios.map(({ id, ask }) => [id, [...new Set(ask)]])));
  });
});

it('owns what the tables of ownership say', async () => {
  expect(await readOwnership('contour')).toEqual(expectedOwnership(contourCases));
});
