import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programOf } from '../bench/build.js';
import { ipvsProxier } from '../bench/components/ipvs-proxier.js';
import { RealCluster } from '../bench/real-cluster.js';
import { printGolden, recalledRules, recordRules, type Golden, type RecordedRules } from '../kube-proxy/golden.js';
import { ipvsConfigurations, type IpvsConfiguration } from '../kube-proxy/ipvs-configurations.js';
import { ourProgram, programmed, viewOfIpvs, type IpvsAnswer } from '../kube-proxy/ipvs-normal.js';
import { differencesOf, type NormalRules } from '../kube-proxy/normal-rules.js';
import { nodes, objectsOf } from '../kube-proxy/objects.js';
import { fillCluster, ProxyNamespace } from '../kube-proxy/run-proxy.js';
import { scenarios } from '../kube-proxy/scenarios/catalogue.js';
import { tell } from './tell.js';

const golden = join(import.meta.dirname, '../kube-proxy/golden-ipvs.json');
const families = ['IPv4', 'IPv6'] as const;
const recording = process.env['FIDELITY'] === 'write';

interface Served {
  readonly kind: string;
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly clusterIP?: string };
}

let real: RealCluster;
let served: readonly Served[];
const seen: Record<string, Record<string, RecordedRules>> = {};
const base: Partial<Record<string, NormalRules>> = {};

beforeAll(async () => {
  real = await RealCluster.start({ only: 'stores' });
  await fillCluster(real.cluster, objectsOf(scenarios));
  const lists = await Promise.all(['nodes', 'services', 'endpointslices', 'namespaces'].map((kind) => real.cluster.json<{ items: Served[] }>('get', kind, '-A')));
  served = lists.flatMap(({ items }) => items);
});
afterAll(() => real.stop());

/** Kernels without ip_vs are common where tests run: the proxier is the real one, what it writes to is not. */
describe('the proxier of kube-proxy for mode ipvs, writing into memory', () => {
  it.each(ipvsConfigurations.map((each) => [each.name, each] as const))('programs what is told of it: %s', async (_, configuration) => {
    const namespace = await ProxyNamespace.create(real.cluster, `ipvs-${configuration.id}`, configuration.node);
    try {
      // Any link of that name will do for it, and not every kernel has dummies.
      await namespace.exec('ip', 'link', 'add', 'kube-ipvs0', 'type', 'veth', 'peer', 'name', 'ipvs-peer');
      const view = viewOfIpvs(configuration, served);
      const recorded = recording ? {} : (JSON.parse(await readFile(golden, 'utf8')) as Golden);
      for (const family of families) {
        const theirs = programmed(await ask(namespace.name, questionOf(configuration, family)), family);
        expect(differencesOf(ourProgram(view, configuration, family), theirs).join('\n')).toBe('');
        if (recording) (seen[configuration.id] ??= {})[family] = recordRules({ ...configuration, mode: 'iptables' }, theirs, base[family]);
        else holdTo(recorded, configuration, family, theirs);
        base[family] ??= theirs;
      }
    } finally {
      await namespace.remove();
    }
  });

  it.runIf(recording)('is recorded', async () => {
    await writeFile(golden, printGolden(seen));
  });

  it('is told', async () => {
    const { length } = ipvsConfigurations;
    await tell({ component: 'ipvs-proxier', scenario: `virtual servers, real servers, ipsets, bound addresses and chains of ipvs mode in both families, of ${scenarios.length} scenarios under each of ${length} configurations, written into memory (test/oracles/kube-proxy)`, questions: scenarios.length * length, differences: [] });
  });
});

function questionOf({ node, clusterCIDRs, masqueradeAll = false, masqueradeBit = 14, scheduler = '', nodePortAddresses = [] }: IpvsConfiguration, ipFamily: 'IPv4' | 'IPv6'): object {
  const own = nodes.find(({ name }) => name === node);
  const isOfFamily = (address: string) => address.includes(':') === (ipFamily === 'IPv6');
  return {
    node, ipFamily, masqueradeAll, masqueradeBit, scheduler, nodePortAddresses,
    // As kube-proxy finds it: its primary address, or the other family's first.
    nodeIP: own?.addresses.filter(([type]) => type === 'InternalIP').map(([, address]) => address).find(isOfFamily) ?? (ipFamily === 'IPv4' ? '127.0.0.1' : '::1'),
    labels: own?.zone === undefined ? {} : { 'topology.kubernetes.io/zone': own.zone },
    clusterCIDR: clusterCIDRs.split(',').find(isOfFamily) ?? '',
    // What its informers ask the API server for.
    services: served.filter(({ kind, metadata, spec }) => kind === 'Service' && metadata.labels?.['service.kubernetes.io/service-proxy-name'] === undefined && spec?.clusterIP !== 'None'),
    endpointSlices: served.filter(({ kind, metadata }) => kind === 'EndpointSlice' && metadata.labels?.['service.kubernetes.io/headless'] === undefined),
  };
}

async function ask(namespace: string, question: object): Promise<IpvsAnswer> {
  const program = await programOf(ipvsProxier);
  return new Promise((resolve, reject) => {
    const child = spawn('ip', ['netns', 'exec', namespace, program], { stdio: ['pipe', 'pipe', 'pipe'] });
    const [told, said]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (part: Buffer) => told.push(part));
    child.stderr.on('data', (part: Buffer) => said.push(part));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(Buffer.concat(told).toString('utf8')) as IpvsAnswer) : reject(new Error(`it ended with ${code}: ${Buffer.concat(said).toString('utf8').slice(-2000)}`))));
    child.stdin.end(JSON.stringify(question));
  });
}

/** That the real one still does what was recorded of it. */
function holdTo(golden: Golden, { id }: IpvsConfiguration, family: string, theirs: NormalRules): void {
  const [recorded, first] = [golden[id]?.[family], golden['base']?.[family]];
  if (recorded === undefined) throw new Error(`${id} is not recorded: run npm run test:oracles and commit what it records`);
  expect(differencesOf(recalledRules(recorded, first && 'rules' in first ? first.rules : undefined) ?? {}, theirs)).toEqual([]);
}
