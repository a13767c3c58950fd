import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moduleFolder, programOf } from '../bench/build.js';
import { haproxyIngress } from '../bench/components/haproxy-ingress.js';
import { traefik } from '../bench/components/traefik.js';
import { RealCluster } from '../bench/real-cluster.js';
import { recordHaproxy } from '../haproxy/record.js';
import { haproxyScenarios, quickHaproxyScenarios } from '../haproxy/scenarios.js';
import { fillCluster, goldenText } from '../ingress/recorder.js';
import type { Recorded } from '../ingress/replay.js';
import { recordTraefik } from '../traefik/record.js';
import { quickScenarios, traefikScenarios } from '../traefik/scenarios.js';
import { tell } from './tell.js';

/** A check of every change asks a fixed part, a recording everything; the specs of both hold our answers to all of it. */
const isQuick = process.env['FIDELITY'] === 'check';

let real: RealCluster;

beforeAll(async () => {
  real = await RealCluster.start({ only: 'stores' });
  const scenarios = new Map([...traefikScenarios, ...haproxyScenarios].map((scenario) => [scenario.id, scenario]));
  await fillCluster(real.cluster, [...scenarios.values()]);
});

afterAll(() => real?.stop());

describe('ingress controllers that are asked over the wire', () => {
  it('Traefik answers as recorded', async () => {
    const program = await programOf(traefik);
    const recorded = await recordTraefik(real.cluster, program, (id) => !isQuick || quickScenarios.includes(id));
    await hold('../traefik/golden.json', recorded);
    await tell({ component: 'traefik', scenario: `requests under ${traefikScenarios.length} scenarios of Ingresses, over the wire: status, Location, endpoint, path and certificate (test/oracles/traefik)`, questions: countOf(traefikScenarios), differences: [] });
  });

  it('HAProxy answers as recorded', async () => {
    const program = await programOf(haproxyIngress);
    const release = await moduleFolder(haproxyIngress.module, 'github.com/jcmoraisjr/haproxy-ingress');
    const recorded = await recordHaproxy(real.cluster, program, release, (id) => !isQuick || quickHaproxyScenarios.includes(id));
    await hold('../haproxy/golden.json', recorded);
    await tell({ component: 'haproxy-ingress', scenario: `requests to Debian’s HAProxy under the configuration that it renders for ${haproxyScenarios.length} scenarios of Ingresses: status, Location, endpoint, path and certificate (test/oracles/haproxy)`, questions: countOf(haproxyScenarios), differences: [] });
  });
});

/** What was asked now is what stands there; with FIDELITY=write all of it is written. */
async function hold(file: string, recorded: Recorded): Promise<void> {
  const path = join(import.meta.dirname, file);
  if (process.env['FIDELITY'] === 'write') await writeFile(path, goldenText(recorded));
  const before = JSON.parse(await readFile(path, 'utf8')) as Recorded;
  const asked = Object.fromEntries(Object.keys(recorded).map((id) => [id, before[id]]));
  expect(asked, `${path} is not what it answers: run npm run test:oracles and commit what it records`).toEqual(recorded);
}

function countOf(scenarios: readonly { readonly ask: readonly string[] }[]): number {
  return scenarios.reduce((sum, { ask }) => sum + new Set(ask).size, 0);
}
