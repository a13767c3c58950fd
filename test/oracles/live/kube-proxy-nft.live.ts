import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RealCluster } from '../bench/real-cluster.js';
import type { ProxyConfiguration } from '../kube-proxy/configurations.js';
import { printGolden, recordRules, type Golden, type RecordedRules } from '../kube-proxy/golden.js';
import { nftablesConfigurations } from '../kube-proxy/nft-configurations.js';
import { listedTable, ourCommands, ourTable, serviceCIDROfServer } from '../kube-proxy/nft-normal.js';
import { differencesOf, type NormalRules } from '../kube-proxy/normal-rules.js';
import { objectsOf, serviceOfServer } from '../kube-proxy/objects.js';
import { viewOfConfiguration } from '../kube-proxy/ours.js';
import { chosenOf, describeConnections, fillLarge, holdTo, recording, served } from '../kube-proxy/live.js';
import { fillCluster, removeLeftNamespaces, runProxy, type Dump } from '../kube-proxy/run-proxy.js';
import { scenarios } from '../kube-proxy/scenarios/catalogue.js';
import { tell } from './tell.js';

const golden = join(import.meta.dirname, '../kube-proxy/golden-nftables.json');
const fixtures = join(import.meta.dirname, '../../fixtures/readouts/nft-ruleset');
const families = ['IPv4', 'IPv6'] as const;
const tables = { IPv4: 'ip', IPv6: 'ip6' } as const;
/** Scenarios that make one of each thing. */
const fewIds: ReadonlySet<string> = new Set(['everything', 'ranges-node', 'node-port-none']);
const chosen = chosenOf(nftablesConfigurations, ({ quick }) => quick === true);

let real: RealCluster;
const seen: Record<string, Record<string, RecordedRules>> = {};
const base: Partial<Record<string, NormalRules>> = {};

beforeAll(async () => {
  await removeLeftNamespaces();
  real = await RealCluster.start({ only: 'stores' });
  await fillCluster(real.cluster, objectsOf(scenarios));
});
afterAll(async () => {
  await removeLeftNamespaces();
  await real.stop();
});

describe('kube-proxy in mode nftables, run as root in network namespaces', () => {
  it.each(chosen.map((each) => [each.name, each] as const))('writes the table that is told of it: %s', async (_, configuration) => {
    if (configuration.large === true) await fillLarge(real.cluster);
    const dump = await runProxy(real.cluster, configuration, arrived);
    const view = viewOfConfiguration(configuration, await served(real.cluster));
    const recorded = recording ? {} : (JSON.parse(await readFile(golden, 'utf8')) as Golden);
    for (const family of families) {
      const theirs = listedTable(dump[family] ?? '');
      expect(differencesOf(ourTable(view, configuration, family), theirs).join('\n')).toBe('');
      // Our commands, taken by the real nft, come to the same.
      expect(differencesOf(listedTable(await listedAfter(ourCommands(view, configuration, family), tables[family])), theirs).join('\n')).toBe('');
      if (recording) (seen[configuration.id] ??= {})[family] = recordRules(configuration, theirs, base[family]);
      else holdTo(recorded, configuration, nftablesConfigurations[0], family, theirs);
      base[family] ??= theirs;
    }
  });

  it.runIf(recording)('is recorded', async () => {
    await writeFile(golden, printGolden(seen));
    // One small ruleset in words and in JSON, for the spec of the readout.
    const few = scenarios.filter(({ id }) => fewIds.has(id));
    const [configuration] = nftablesConfigurations as readonly [ProxyConfiguration];
    const view = viewOfConfiguration(configuration, [serviceOfServer, serviceCIDROfServer, ...objectsOf(few)]);
    await mkdir(fixtures, { recursive: true });
    for (const family of families) {
      const table = tables[family];
      const commands = ourCommands(view, configuration, family);
      await writeFile(join(fixtures, `${table}.txt`), await listedAfter(commands, table));
      await writeFile(join(fixtures, `${table}.json`), await listedAfter(commands, table, '-j'));
    }
  });

  it('is told', async () => {
    const { length } = nftablesConfigurations;
    await tell({ component: 'kube-proxy', scenario: `tables of nftables mode in both families, chain by chain and set by set, of ${scenarios.length} scenarios under each of ${length} configurations (test/oracles/kube-proxy)`, questions: scenarios.length * length, differences: [] });
  });
});

describeConnections('nftables', nftablesConfigurations, () => real, arrived);

function arrived(dump: Dump): boolean {
  return families.every((family) => /goto service-/.test(dump[family] ?? ''));
}

/** What nft lists in a fresh network namespace that was given commands. */
function listedAfter(commands: string, table: string, ...options: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('unshare', ['--net', 'sh', '-c', `nft -f - && nft ${options.join(' ')} list table ${table} kube-proxy`], { stdio: ['pipe', 'pipe', 'inherit'] });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(Buffer.concat(parts).toString('utf8')) : reject(new Error(`nft ended with ${code}`))));
    child.stdin.end(commands);
  });
}
