import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchCluster } from '../../bench/bench-cluster.js';
import { programOf } from '../../bench/build.js';
import { coredns } from '../../bench/components/coredns.js';
import { Daemon, freePort } from '../../bench/processes.js';
import { askAll, type DnsReply } from '../dns-client.js';
import type { RecordedKubernetes } from './compare.js';
import { kubernetesObjects, kubernetesPods, namespaces, podOf } from './objects.js';
import { corefileOf, kubernetesCorefiles, questionsFor, zoneOf } from './questions.js';

/** A CoreDNS mostly waits: for the cluster's objects as it starts, and as it stops. */
const mostAtOnce = 4;

/** Puts the objects into a cluster, starts CoreDNS on each Corefile beside it, asks every question, and answers what came. */
export async function recordKubernetes(cluster: BenchCluster): Promise<RecordedKubernetes> {
  await cluster.apply(kubernetesObjects);
  await cluster.apply(kubernetesPods.map(podOf));
  for (const { namespace, name, status } of kubernetesPods) await cluster.request('PATCH', `/api/v1/namespaces/${namespace}/pods/${name}/status`, { status });
  const objects = await objectsOf(cluster);
  const program = await programOf(coredns);
  const names = Object.keys(kubernetesCorefiles);
  const waiting = [...names];
  const answers: Record<string, Readonly<Record<string, DnsReply>>> = {};
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) answers[name] = await answersUnder(name, cluster, program);
  };
  await Promise.all(Array.from({ length: mostAtOnce }, work));
  return { version: coredns.version.replace(/^v/, ''), objects, answers: Object.fromEntries(names.map((name) => [name, answers[name] ?? {}])) };
}

/** What the plugin reads, as the server has it, without what changes from run to run. */
async function objectsOf(cluster: BenchCluster): Promise<readonly object[]> {
  const found = await Promise.all([
    ...namespaces.map((namespace) => cluster.json<{ items: ApiObject[] }>('get', 'services,endpointslices,pods', '-n', namespace)),
    cluster.json<{ items: ApiObject[] }>('get', 'namespaces'),
  ]);
  const items = found.flatMap(({ items: each }) => each).filter(({ kind, metadata }) => kind !== 'Namespace' || namespaces.includes(metadata.name));
  return items.map(({ metadata: { name, namespace, labels }, ...rest }) => ({ ...rest, metadata: { name, ...(namespace !== undefined && { namespace }), ...(labels !== undefined && { labels }) } }));
}

interface ApiObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: object };
}

async function answersUnder(name: string, cluster: BenchCluster, program: string): Promise<Readonly<Record<string, DnsReply>>> {
  const port = await freePort();
  const corefile = join(cluster.address.folder, `Corefile-${port}`);
  await writeFile(corefile, corefileOf(name, port, cluster.kubeconfig));
  const daemon = Daemon.start('coredns', program, ['-conf', corefile], join(cluster.address.folder, `coredns-${port}.log`));
  try {
    await daemon.until(() => isFilled(port, zoneOf(name)));
    const questions = questionsFor(name);
    const replies = await askAll(port, questions);
    return Object.fromEntries(questions.map((question, i) => [`${question.name} ${question.type}`, replies[i] as DnsReply]));
  } finally {
    await daemon.stop();
  }
}

/** Whether the plugin has read the cluster: until then what it does not know is a failure, or falls through. */
async function isFilled(port: number, zone: string): Promise<boolean> {
  const names = ['web', '10-244-200-1.web'].map((name) => ({ name: `${name}.dns-shop.svc.${zone}`, type: 'A' }));
  return (await askAll(port, names)).every(({ rcode, answers, authority }) => rcode !== 'SERVFAIL' && answers.length + authority.length > 0);
}
