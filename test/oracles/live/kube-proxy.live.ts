import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RealCluster } from '../bench/real-cluster.js';
import { configurations, type ProxyConfiguration } from '../kube-proxy/configurations.js';
import { digestOf, printGolden, recalledRules, recordRules, type Golden, type RecordedRules } from '../kube-proxy/golden.js';
import { differencesOf, normalRules, type NormalRules } from '../kube-proxy/normal-rules.js';
import { objectsOf } from '../kube-proxy/objects.js';
import { ourRules, viewOfConfiguration } from '../kube-proxy/ours.js';
import { fillCluster, removeLeftNamespaces, runProxy, type Dump } from '../kube-proxy/run-proxy.js';
import { large } from '../kube-proxy/scenarios/large.js';
import { scenarios } from '../kube-proxy/scenarios/catalogue.js';
import { askedUnder, holdConnections } from '../kube-proxy/packets/connections.js';
import { objectsOfTwins, twins } from '../kube-proxy/packets/twins.js';
import { tell } from './tell.js';

const golden = join(import.meta.dirname, '../kube-proxy/golden-iptables.json');
const families = ['IPv4', 'IPv6'] as const;
const recording = process.env['FIDELITY'] === 'write';
const iptables = configurations.filter(({ mode }) => mode === 'iptables');
const connected = iptables.filter(({ packets }) => packets !== undefined);
/** Everything takes minutes; where nothing is recorded a few speak for all, unless KUBE_PROXY=whole. */
const chosen = iptables.filter(({ quick }) => recording || quick === true || process.env['KUBE_PROXY'] === 'whole');
const chosenForPackets = connected.filter(({ packets }) => recording || packets === 'quick' || process.env['KUBE_PROXY'] === 'whole');

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
    if (configuration.large === true) await fillLarge();
    const dump = await runProxy(real.cluster, configuration, arrived);
    const nfacct = dump['IPv4']?.includes('nfacct') === true;
    const view = viewOfConfiguration(configuration, await served());
    const recorded = recording ? {} : (JSON.parse(await readFile(golden, 'utf8')) as Golden);
    for (const family of families) {
      const theirs = normalRules(dump[family] ?? '', family);
      expect(differencesOf(normalRules(ourRules(view, configuration, family, nfacct), family), theirs).join('\n')).toBe('');
      counted.rules += Object.values(theirs).flat().length;
      if (recording) (seen[configuration.id] ??= {})[family] = recordRules(configuration, theirs, base[family]);
      else if (nfacct) holdTo(recorded, configuration, family, theirs);
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

describe('connections through its rules', () => {
  beforeAll(() => fillCluster(real.cluster, objectsOfTwins()));

  it.each(chosenForPackets.map((each) => [each.name, each] as const))('end where they are told to: %s', async (_, configuration) => {
    await holdConnections(real.cluster, configuration, askedUnder(configuration, await served()), arrived);
  });

  it('are told', async () => {
    const objects = await served();
    const questions = connected.reduce((sum, configuration) => sum + askedUnder(configuration, objects).length, 0);
    expect(questions).toBeGreaterThan(connected.length * scenarios.length);
    await tell({ component: 'kube-proxy', scenario: `real TCP and UDP connections of IPv4 and IPv6 through its rules of iptables mode, from two pods, the node and outside to every address and port of those scenarios whose endpoints answer in a small network around the node, of ${twins.length} of them in IPv6 as well, and to some of no Service, under each of ${connected.length} configurations (in CI under the first): which endpoint answers, with which source, or that it is refused or vanishes`, questions, differences: [] });
  });
});

/** The scenarios are in the rules: the last of them is. */
function arrived(dump: Dump): boolean {
  return families.every((family) => (dump[family] ?? '').includes('KUBE-SVC-') && (dump[family] ?? '').includes('COMMIT'));
}

async function fillLarge(): Promise<void> {
  await fillCluster(real.cluster, objectsOf([...scenarios, large]).filter(({ metadata }) => metadata.namespace === large.id || metadata.name === large.id));
}

/** What the API server holds by now. */
async function served(): Promise<readonly object[]> {
  const lists = await Promise.all(['nodes', 'services', 'endpointslices', 'namespaces'].map((kind) => real.cluster.json<{ items: object[] }>('get', kind, '-A')));
  return lists.flatMap(({ items }) => items);
}

/** That the real one still does what was recorded of it. */
function holdTo(golden: Golden, { id }: ProxyConfiguration, family: string, theirs: NormalRules): void {
  const [recorded, first] = [golden[id]?.[family], golden[iptables[0]?.id ?? '']?.[family]];
  if (recorded === undefined) throw new Error(`${id} is not recorded: run npm run test:oracles and commit what it records`);
  if ('digest' in recorded) expect(digestOf(theirs)).toBe(recorded.digest);
  else expect(differencesOf(recalledRules(recorded, first && 'rules' in first ? first.rules : undefined) ?? {}, theirs)).toEqual([]);
}
