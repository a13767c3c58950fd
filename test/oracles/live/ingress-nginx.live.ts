import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RealCluster } from '../bench/real-cluster.js';
import { expectedOf, othersOf, readGolden, readPublished, writeGolden, writePublished, type Golden } from '../ingress-nginx/golden.js';
import { Recorder } from '../ingress-nginx/record.js';
import { publishedRelease, recordedRelease, recordedVersion } from '../ingress-nginx/releases.js';
import { runsOf } from '../ingress-nginx/runs.js';
import { scenarios } from '../ingress-nginx/scenarios/catalogue.js';
import { isQuick } from '../ingress-nginx/selection.js';
import type { Release } from '../ingress-nginx/world/world.js';
import { tell } from './tell.js';

const recording = process.env['FIDELITY'] === 'write';
/** Everything takes minutes; where nothing is recorded a sixth speaks for all. */
const chosen = scenarios.map((scenario, number) => ({ scenario, number })).filter(({ scenario }) => recording || isQuick(scenario));
const requests = new Map(scenarios.map(({ id, ask }) => [id, new Set(ask).size]));
const counted = [...requests.values()].reduce((sum, each) => sum + each, 0);

let real: RealCluster;
let recorder: Recorder;

beforeAll(async () => {
  real = await RealCluster.start({ only: 'stores' });
  recorder = await Recorder.start(real.cluster, chosen);
});
afterAll(async () => {
  await recorder.stop();
  await real.stop();
});

describe('ingress-nginx, run as root in a network namespace with Debian’s nginx', () => {
  it.runIf(recording && process.env['INGRESS_NGINX_SOURCE'] !== undefined)(`is recorded of ${recordedVersion}`, async () => {
    const release = await recordedRelease();
    if (release === undefined) throw new Error('INGRESS_NGINX_SOURCE names no source');
    await writeGolden(await observe(release), recorder.certificates);
  });

  it('answers as it is recorded to, where it is the release that is published as a module', async () => {
    const [golden, observed] = [await readGolden(), await observe(await publishedRelease())];
    if (recording) await writePublished(othersOf(observed, golden));
    const others = await readPublished();
    const expected = Object.fromEntries(chosen.map(({ scenario: { id } }) => [id, expectedOf(id, golden, others)]));
    expect(observed).toEqual(expected);
    const differing = Object.values(others).reduce((sum, { answers }) => sum + Object.keys(answers).length, 0);
    await tell({ component: 'ingress-nginx', scenario: `requests at its nginx in ${scenarios.length} scenarios: status, Location, Service, path at the backend and certificate, against those of ${recordedVersion}, by which ours are held (test/oracles/ingress-nginx); ${differing} more are answered in another way by this older release, as recorded`, questions: counted - differing, differences: [] });
  });
});

async function observe(release: Release): Promise<Golden> {
  const observed: Record<string, Golden[string]> = {};
  for (const run of runsOf(chosen.map(({ scenario }) => scenario))) Object.assign(observed, await recorder.answersOf(run, release));
  return Object.fromEntries(chosen.map(({ scenario: { id } }) => [id, observed[id] as Golden[string]]));
}
