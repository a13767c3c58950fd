import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moduleFolder, programOf } from '../bench/build.js';
import { haproxyIngress } from '../bench/components/haproxy-ingress.js';
import { RealCluster } from '../bench/real-cluster.js';
import { HaproxyRecorder } from '../haproxy/record.js';
import { haproxyScenarios, ownershipCases } from '../haproxy/scenarios.js';
import { questionsOf, readOwnership, readRecorded, writeOwnership, writeRecorded } from '../ingress/golden.js';
import { expectedOwnership } from '../ingress/ownership.js';
import { fillCluster } from '../ingress/recorder.js';
import { tell } from './tell.js';

const recording = process.env['FIDELITY'] === 'write';

/** Asked only where it is recorded, with Debian’s packages `haproxy` and `lua-json`. `test/oracles/haproxy/haproxy.spec.ts` holds ours to the recording. */
describe('HAProxy Ingress, run as root in a network namespace with Debian’s HAProxy', () => {
  let real: RealCluster | undefined;
  let recorder: HaproxyRecorder | undefined;

  beforeAll(async () => {
    if (!recording) return;
    const [program, release] = [await programOf(haproxyIngress), await moduleFolder(haproxyIngress.module, 'github.com/jcmoraisjr/haproxy-ingress')];
    real = await RealCluster.start({ only: 'stores' });
    recorder = await HaproxyRecorder.start(real.cluster, program, release);
    await writeOwnership('haproxy', await recorder.ownership());
    await fillCluster(real.cluster, haproxyScenarios);
    await writeRecorded('haproxy', await recorder.answers());
  });
  afterAll(async () => {
    await recorder?.stop();
    await real?.stop();
  });

  it('has answered every scenario, as the page says', async () => {
    const recorded = await readRecorded('haproxy');
    expect(Object.keys(recorded).sort()).toEqual(haproxyScenarios.map(({ id }) => id).sort());
    await tell({ component: 'haproxy-ingress', scenario: `requests at Debian’s HAProxy with the configuration that it writes of ${haproxyScenarios.length} scenarios of Ingresses: status, Location, Service, path at the backend and certificate, as it was recorded (test/oracles/haproxy)`, questions: questionsOf(recorded), differences: [] });
  });

  it('has served the Ingresses that are its own, as the page says', async () => {
    const recorded = await readOwnership('haproxy');
    expect(recorded).toEqual(expectedOwnership(ownershipCases));
    await tell({ component: 'haproxy-ingress', scenario: 'which Ingresses it serves, by class and annotation, as its flags say; two flags of later releases are not asked (test/oracles/haproxy/ownership.json)', questions: Object.keys(recorded).length, differences: [] });
  });
});
