import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contourCases } from '../../../src/core/ingress/ownership/controllers.table.js';
import { moduleFolder, programOf } from '../bench/build.js';
import { contour } from '../bench/components/contour.js';
import { RealCluster } from '../bench/real-cluster.js';
import { programOfWheel } from '../bench/wheel.js';
import { ContourRecorder } from '../contour/record.js';
import { contourScenarios } from '../contour/scenarios.js';
import { envoy } from '../gateway/envoy/record.js';
import { questionsOf, readOwnership, readRecorded, writeOwnership, writeRecorded } from '../ingress/golden.js';
import { expectedOwnership } from '../ingress/ownership.js';
import { fillCluster } from '../ingress/recorder.js';
import { tell } from './tell.js';

const recording = process.env['FIDELITY'] === 'write';

/** Asked only where it is recorded. `test/oracles/contour/contour.spec.ts` holds ours to the recording. */
describe('Contour, run as root in a network namespace with its Envoy', () => {
  let real: RealCluster | undefined;
  let recorder: ContourRecorder | undefined;

  beforeAll(async () => {
    if (!recording) return;
    const [programs, release] = [{ contour: await programOf(contour), envoy: await programOfWheel(envoy) }, await moduleFolder(contour.module, 'github.com/projectcontour/contour')];
    real = await RealCluster.start({ only: 'stores' });
    recorder = await ContourRecorder.start(real.cluster, programs, release);
    await writeOwnership('contour', await recorder.ownership());
    await fillCluster(real.cluster, contourScenarios);
    await writeRecorded('contour', await recorder.answers());
  });
  afterAll(async () => {
    await recorder?.stop();
    await real?.stop();
  });

  it('has answered every scenario, as the page says', async () => {
    const recorded = await readRecorded('contour');
    expect(Object.keys(recorded).sort()).toEqual(contourScenarios.map(({ id }) => id).sort());
    await tell({ component: 'contour', scenario: `requests at Envoy ${envoy.version} with the configuration that it writes of ${contourScenarios.length} scenarios of Ingresses: status, Location, Service, path at the backend and certificate, as it was recorded (test/oracles/contour)`, questions: questionsOf(recorded), differences: [] });
  });

  it('has served the Ingresses that are its own, as the page says', async () => {
    const recorded = await readOwnership('contour');
    expect(recorded).toEqual(expectedOwnership(contourCases));
    await tell({ component: 'contour', scenario: 'which Ingresses it serves, by class, annotation and namespace, as its flags say (test/oracles/contour/ownership.json)', questions: Object.keys(recorded).length, differences: [] });
  });
});
