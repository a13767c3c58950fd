import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programOf } from '../bench/build.js';
import { traefik } from '../bench/components/traefik.js';
import { RealCluster } from '../bench/real-cluster.js';
import { questionsOf, readRecorded, writeRecorded } from '../ingress/golden.js';
import { fillCluster } from '../ingress/recorder.js';
import { recordTraefik } from '../traefik/record.js';
import { traefikScenarios } from '../traefik/scenarios.js';
import { tell } from './tell.js';

const recording = process.env['FIDELITY'] === 'write';

/** Asked only where it is recorded: Traefik takes ten minutes to build, and changes with its pin alone. `test/oracles/traefik/traefik.spec.ts` holds ours to the recording. */
describe('Traefik, run as root in a network namespace', () => {
  let real: RealCluster | undefined;

  beforeAll(async () => {
    if (!recording) return;
    const program = await programOf(traefik);
    real = await RealCluster.start({ only: 'stores' });
    await fillCluster(real.cluster, traefikScenarios);
    await writeRecorded('traefik', await recordTraefik(real.cluster, program));
  });
  afterAll(() => real?.stop());

  it('has answered every scenario, as the page says', async () => {
    const recorded = await readRecorded('traefik');
    expect(Object.keys(recorded).sort()).toEqual(traefikScenarios.map(({ id }) => id).sort());
    await tell({ component: 'traefik', scenario: `requests at its entry points under ${traefikScenarios.length} scenarios of Ingresses: status, Location, Service, path at the backend and certificate, as it was recorded (test/oracles/traefik)`, questions: questionsOf(recorded), differences: [] });
  });
});
