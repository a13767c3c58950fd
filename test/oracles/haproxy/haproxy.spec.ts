import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { haproxyIngressRouting } from '../../../src/core/ingress/controllers/haproxy-ingress/routing.js';
import { bareController, replay, type Recorded } from '../ingress/replay.js';
import { haproxyScenarios } from './scenarios.js';

const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'golden.json'), 'utf8')) as Recorded;

/** Recorded of HAProxy, as its controller configures it, by `npm run test:oracles`. */
describe('requests that HAProxy was asked', () => {
  it('are answered as it answered them', () => {
    const { compared, differences, untold } = replay(haproxyScenarios, recorded, (run, ingresses, view) => haproxyIngressRouting(bareController('haproxy-ingress', run.flags, run.config), ingresses, view));
    expect(differences).toEqual([]);
    expect(untold).toEqual([]);
    expect(compared).toBeGreaterThan(700);
  });
});
