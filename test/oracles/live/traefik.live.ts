import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { traefikCases } from '../../../src/core/ingress/ownership/controllers.table.js';
import { programOf } from '../bench/build.js';
import { traefik } from '../bench/components/traefik.js';
import { RealCluster } from '../bench/real-cluster.js';
import { questionsOf, readOwnership, readRecorded, writeOwnership, writeRecorded } from '../ingress/golden.js';
import { expectedOwnership } from '../ingress/ownership.js';
import { fillCluster } from '../ingress/recorder.js';
import { TraefikRecorder } from '../traefik/record.js';
import { traefikScenarios, untold } from '../traefik/scenarios.js';
import { tell } from './tell.js';

const recording = process.env['FIDELITY'] === 'write';

/** Asked only where it is recorded: Traefik takes ten minutes to build, and changes with its pin alone. `test/oracles/traefik/traefik.spec.ts` holds ours to the recording. */
describe('Traefik, run as root in a network namespace', () => {
  let real: RealCluster | undefined;
  let recorder: TraefikRecorder | undefined;

  beforeAll(async () => {
    if (!recording) return;
    const program = await programOf(traefik);
    real = await RealCluster.start({ only: 'stores' });
    recorder = await TraefikRecorder.start(real.cluster, program);
    await writeOwnership('traefik', await recorder.ownership());
    await fillCluster(real.cluster, traefikScenarios);
    await writeRecorded('traefik', await recorder.answers());
  });
  afterAll(async () => {
    await recorder?.stop();
    await real?.stop();
  });

  it('has answered every scenario, as the page says', async () => {
    const recorded = await readRecorded('traefik');
    expect(Object.keys(recorded).sort()).toEqual(traefikScenarios.map(({ id }) => id).sort());
    const unsaid = untold.middleware.length + untold.ties;
    await tell({ component: 'traefik', scenario: `requests at its entry points under ${traefikScenarios.length} scenarios of Ingresses: status, Location, Service, path at the backend and certificate, as it was recorded (test/oracles/traefik); of ${unsaid} more, which it answers in another way from one start to the next or by a middleware that is not there, we say that it is not known`, questions: questionsOf(recorded) - unsaid, differences: [] });
  });

  it('has served the Ingresses that are its own, as the page says', async () => {
    const recorded = await readOwnership('traefik');
    expect(recorded).toEqual(expectedOwnership(traefikCases));
    await tell({ component: 'traefik', scenario: 'which Ingresses it serves, by class, annotation, namespace and label, as its flags say (test/oracles/traefik/ownership.json)', questions: Object.keys(recorded).length, differences: [] });
  });
});
