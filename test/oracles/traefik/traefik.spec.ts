import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { traefikRouting } from '../../../src/core/ingress/controllers/traefik/routing.js';
import { bareController, replay, type Recorded } from '../ingress/replay.js';
import { traefikScenarios, usualFlags } from './scenarios.js';

const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'golden.json'), 'utf8')) as Recorded;

/** Recorded of Traefik by `npm run test:oracles`. */
describe('requests that Traefik was asked', () => {
  it('are answered as it answered them', () => {
    const { compared, differences, untold } = replay(traefikScenarios, recorded, (run, ingresses, view) => traefikRouting(bareController('traefik', [...usualFlags, ...run.flags]), ingresses, view));
    expect(differences).toEqual([]);
    expect(untold, 'nobody can tell what a middleware does that is not there').toEqual(['middlewares: http://middlewares.test/foo']);
    expect(compared).toBeGreaterThan(700);
  });
});
