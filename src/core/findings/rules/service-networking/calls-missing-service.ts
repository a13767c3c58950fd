import { enumerate, Journal, nearest } from '../../../analysis/index.js';
import { compareText, type ClusterView, type KindName, type Pod } from '../../../cluster/index.js';
import { baseOfPod, searchesOfPod, type ClusterDns } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { corefileInForce, corefileKinds } from '../dns/corefile-in-force.js';
import { mentionedHosts, representatives, workloadKinds, type MentionedHost } from '../dns/pods-of-workloads.js';
import { meaningOf, type MeantService } from './service-names.js';

const reads = ['Pod', 'Service'] as const satisfies readonly KindName[];

export const callsMissingService: Rule = {
  id: 'calls-missing-service',
  code: 'SVC-022',
  severity: 'warning',
  title: 'A workload is told the name of a Service that is not there',
  checks:
    'A variable, command or argument of a workload that asks the cluster DNS holds a name of the cluster zone (`name.namespace.svc`, with or without the domain) whose Service does not exist; or a shorter one (`name.namespace`, where that namespace exists; a single word in a variable ' +
    'for a host, an address or a URL) that has no Service either, while a Service of a like name, a Service of that name elsewhere, or pods of that name do exist. Quiet where the cluster DNS answers for the name in another way or asks a server beyond the cluster for it, for names in hostAliases, ' +
    'for names of replicas, and for manifests that no cluster has seen unless a Service of a like name is among them.',
  why: 'The name does not resolve: whatever needs it fails, at once or when it is first called.',
  fix: 'Correct the name, or create the Service; from another namespace a Service is called by `name.namespace`.',
  source: 'https://github.com/kubernetes/dns/blob/master/docs/specification.md 2.3; coredns/coredns 1.14.7 plugin/kubernetes/kubernetes.go findServices',
  reads,
  consults: [...new Set<KindName>(['Namespace', 'Node', ...workloadKinds, ...corefileKinds])].filter((kind) => !reads.some((each) => each === kind)),
  *check(view) {
    const namespaces = new Set([...view.objects('Namespace').map(({ metadata }) => metadata.name), ...reads.flatMap((kind) => view.objects(kind).map(({ metadata }) => metadata.namespace))]);
    const dns = corefileInForce(view);
    for (const found of representatives(view)) {
      yield;
      if (found === undefined || baseOfPod(found.pod) !== 'cluster') continue;
      const { workload, pod } = found;
      const lost = lostNames(view, pod, namespaces, dns);
      const [first] = lost;
      if (first === undefined) continue;
      yield {
        subject: workload,
        detail: `${enumerate(lost.map(({ host, why }) => `${host} does not resolve, as ${why}`), 3)}.`,
        evidence: lost.slice(0, 3).map(({ evidence }) => evidence),
      };
    }
  },
};

interface LostName extends MentionedHost {
  readonly why: string;
}

function lostNames(view: ClusterView, pod: Pod, namespaces: ReadonlySet<string>, dns: ClusterDns | undefined): readonly LostName[] {
  const mentioned = mentionedHosts(pod);
  if (mentioned.length === 0) return [];
  const { searches } = searchesOfPod(view, pod);
  const aliases = new Set((pod.spec.hostAliases ?? []).flatMap(({ hostnames = [] }) => hostnames));
  const lost = new Map<string, LostName>();
  for (const each of mentioned) {
    const meant = lost.has(each.host) || aliases.has(each.host) ? undefined : meaningOf(each, pod.metadata.namespace, searches);
    const why = meant === undefined ? undefined : whyMissing(view, meant, pod, namespaces);
    if (why !== undefined && !isAnsweredOtherwise(dns, each.host, searches)) lost.set(each.host, { ...each, why });
  }
  return [...lost.values()];
}

/** Why there is no such Service; undefined where there is one, where that is not known, or where the name may mean something else. */
function whyMissing(view: ClusterView, { name, namespace, form }: MeantService, pod: Pod, namespaces: ReadonlySet<string>): string | undefined {
  if (!view.covers('Service', namespace) || view.get('Service', namespace, name) !== undefined) return undefined;
  const isManifest = pod.derivedFrom !== undefined;
  if (!namespaces.has(namespace)) {
    if (form !== 'full' || isManifest || !view.covers('Namespace')) return undefined;
    const near = nearest(namespace, [...namespaces].sort(compareText));
    return `there is no namespace ${namespace}${near.length === 0 ? '' : ` (near: ${near.join(', ')})`}`;
  }
  const near = nearest(name, view.objects('Service').filter(({ metadata }) => metadata.namespace === namespace).map(({ metadata }) => metadata.name));
  const elsewhere = view.objects('Service').filter(({ metadata }) => metadata.name === name).map(({ metadata }) => `${name}.${metadata.namespace}`);
  const pods = podsCalled(view, name, namespace);
  const isSure = near.length > 0 || (!isManifest && (form === 'full' || elsewhere.length > 0 || pods > 0));
  if (!isSure) return undefined;
  const notes = [...(near.length > 0 ? [`near: ${near.join(', ')}`] : []), ...(elsewhere.length > 0 ? [`there is ${enumerate(elsewhere, 3)}`] : []), ...(pods > 0 ? ['pods are called so, which gives them no name in DNS'] : [])];
  return `namespace ${namespace} has no Service ${name}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

function podsCalled(view: ClusterView, name: string, namespace: string): number {
  return view.podsSelectedBy(namespace, { app: name }).length + view.podsSelectedBy(namespace, { 'app.kubernetes.io/name': name }).length;
}

/** Whether the name leads anywhere all the same: CoreDNS has records for it, does not tell, or asks others about a name of the cluster or of a domain that the pod searches. */
function isAnsweredOtherwise(dns: ClusterDns | undefined, host: string, searches: readonly string[]): boolean {
  if (dns === undefined) return false;
  if (dns.loaded.error !== undefined) return true;
  const bare = host.replace(/\.$/, '');
  const searched = searches.map((domain) => `${bare}.${domain}.`);
  const isOfZone = searches.some((domain) => bare.endsWith(`.${domain}`));
  return [...searched, `${bare}.`].some((name, i) => {
    const served = dns.server.ask({ name, type: 'A', class: 'IN', client: '0.0.0.0', protocol: 'udp' }, new Journal());
    if (served.kind === 'reply') return served.reply.rcode !== 'NXDOMAIN';
    // As it was given a short name is one of nobody beyond the cluster.
    return served.kind === 'unknown' || (served.kind === 'forwarded' && (i < searched.length || isOfZone));
  });
}
