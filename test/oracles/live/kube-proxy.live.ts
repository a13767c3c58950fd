import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RealCluster } from '../bench/real-cluster.js';
import { configurations } from '../kube-proxy/configurations.js';
import { printGolden, recordRules, type Golden, type RecordedRules } from '../kube-proxy/golden.js';
import { differencesOf, normalRules, type NormalRules } from '../kube-proxy/normal-rules.js';
import { objectsOf } from '../kube-proxy/objects.js';
import { ourRules, viewOfConfiguration } from '../kube-proxy/ours.js';
import { chosenOf, describeConnections, fillLarge, holdTo, recording, served } from '../kube-proxy/live.js';
import { fillCluster, removeLeftNamespaces, runProxy, type Dump } from '../kube-proxy/run-proxy.js';
import { scenarios } from '../kube-proxy/scenarios/catalogue.js';
import { tell } from './tell.js';

const golden = join(import.meta.dirname, '../kube-proxy/golden-iptables.json');
const families = ['IPv4', 'IPv6'] as const;
const iptables = configurations.filter(({ mode }) => mode === 'iptables');
const chosen = chosenOf(iptables, ({ quick }) => quick === true);

let real: RealCluster;
const seen: Record<string, Record<string, RecordedRules>> = {};
const base: Partial<Record<string, NormalRules>> = {};
const counted = { rules: 0 };

beforeAll(async () => {
  await removeLeftNamespaces();
  real = await RealCluster.start({ only: 'stores' });
  await fillCluster(real.cluster, objectsOf(scenarios));
});
afterAll(async () => {
  await removeLeftNamespaces();
  await real.stop();
});

describe('kube-proxy in mode iptables, run as root in network namespaces', () => {
  it.each(chosen.map((each) => [each.name, each] as const))('writes the rules that are told of it: %s', async (_, configuration) => {
    if (configuration.large === true) await fillLarge(real.cluster);
    const dump = await runProxy(real.cluster, configuration, arrived);
    const nfacct = dump['IPv4']?.includes('nfacct') === true;
    const view = viewOfConfiguration(configuration, await served(real.cluster));
    const recorded = recording ? {} : (JSON.parse(await readFile(golden, 'utf8')) as Golden);
    for (const family of families) {
      const theirs = normalRules(dump[family] ?? '', family);
      expect(differencesOf(normalRules(ourRules(view, configuration, family, nfacct), family), theirs).join('\n')).toBe('');
      counted.rules += Object.values(theirs).flat().length;
      if (recording) (seen[configuration.id] ??= {})[family] = recordRules(configuration, theirs, base[family]);
      else if (nfacct) holdTo(recorded, configuration, iptables[0], family, theirs);
      base[family] ??= theirs;
    }
  });

  it.runIf(recording)('is recorded', async () => {
    const all = { ...(JSON.parse(await readFile(golden, 'utf8').catch(() => '{}')) as Golden), ...seen };
    await writeFile(golden, printGolden(Object.fromEntries(iptables.flatMap(({ id }) => (all[id] === undefined ? [] : [[id, all[id]]])))));
  });

  it('is told', async () => {
    await tell({ component: 'kube-proxy', scenario: `rules of iptables mode in both families, rule by rule, of ${scenarios.length} scenarios under each of ${iptables.length} configurations (test/oracles/kube-proxy)`, questions: scenarios.length * iptables.length, differences: [] });
    expect(counted.rules).toBeGreaterThan(0);
  });
});

describeConnections('iptables', iptables, () => real, arrived);

/** The scenarios are in the rules: the last of them is. */
function arrived(dump: Dump): boolean {
  return families.every((family) => (dump[family] ?? '').includes('KUBE-SVC-') && (dump[family] ?? '').includes('COMMIT'));
}
