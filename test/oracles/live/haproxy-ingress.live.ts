import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moduleFolder, programOf } from '../bench/build.js';
import { haproxyIngress } from '../bench/components/haproxy-ingress.js';
import { RealCluster } from '../bench/real-cluster.js';
import { recordHaproxy } from '../haproxy/record.js';
import { haproxyScenarios } from '../haproxy/scenarios.js';
import { questionsOf, readRecorded, writeRecorded } from '../ingress/golden.js';
import { fillCluster } from '../ingress/recorder.js';
import { tell } from './tell.js';

const recording = process.env['FIDELITY'] === 'write';

/** Asked only where it is recorded, with Debian’s packages `haproxy` and `lua-json`. `test/oracles/haproxy/haproxy.spec.ts` holds ours to the recording. */
describe('HAProxy Ingress, run as root in a network namespace with Debian’s HAProxy', () => {
  let real: RealCluster | undefined;

  beforeAll(async () => {
    if (!recording) return;
    const [program, release] = [await programOf(haproxyIngress), await moduleFolder(haproxyIngress.module, 'github.com/jcmoraisjr/haproxy-ingress')];
    real = await RealCluster.start({ only: 'stores' });
    await fillCluster(real.cluster, haproxyScenarios);
    await writeRecorded('haproxy', await recordHaproxy(real.cluster, program, release));
  });
  afterAll(() => real?.stop());

  it('has answered every scenario, as the page says', async () => {
    const recorded = await readRecorded('haproxy');
    expect(Object.keys(recorded).sort()).toEqual(haproxyScenarios.map(({ id }) => id).sort());
    await tell({ component: 'haproxy-ingress', scenario: `requests at Debian’s HAProxy with the configuration that it writes of ${haproxyScenarios.length} scenarios of Ingresses: status, Location, Service, path at the backend and certificate, as it was recorded (test/oracles/haproxy)`, questions: questionsOf(recorded), differences: [] });
  });
});
