import { enumerate, Journal } from '../../../analysis/index.js';
import { refOf, type ClusterView, type KindName, type Pod } from '../../../cluster/index.js';
import { baseOfPod, searchesOfPod, type ClusterDns } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { corefileInForce, corefileKinds } from './corefile-in-force.js';
import { representatives, workloadKinds } from './pods-of-workloads.js';

const reads = ['Pod', 'Service'] as const satisfies readonly KindName[];

/** Top-level domains of which few would name a namespace on purpose. */
const publicDomains = new Set(['com', 'net', 'org', 'edu', 'gov', 'info', 'biz', 'io']);

/** What stands for any name beyond the cluster. */
const anyName = 'www.example.org';

export const searchWildcardCapture: Rule = {
  id: 'search-wildcard-capture',
  code: 'DNS-002',
  severity: 'warning',
  title: 'Names beyond the cluster are taken for others by the search list',
  checks:
    'The cluster DNS itself answers for any name below a domain that the dnsConfig of a workload searches (a template, a wildcard of a zone file), so that a name beyond the cluster with fewer dots than ndots becomes one of that domain; or a Service lies in a namespace called like a public top-level domain ' +
    '(com, net, org, edu, gov, info, biz, io), so that `name.com` is the Service for every pod. Quiet for domains that are answered beyond the cluster, and for the search domains of nodes, which are not in the snapshot.',
  why: 'The search list is tried before the name itself: the program is told an address, and it is the wrong one.',
  fix: 'Leave the domain out of dnsConfig.searches or set ndots to 1; let the template or zone answer for the names that it has only. Move the Service to a namespace that no public domain is called like.',
  source: 'glibc 2.36 resolv/res_query.c __res_context_search; https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/, Namespaces and DNS',
  reads,
  consults: [...new Set<KindName>(['Node', ...workloadKinds, ...corefileKinds])].filter((kind) => !reads.some((each) => each === kind)),
  *check(view) {
    for (const service of view.objects('Service')) {
      yield;
      const { name, namespace } = service.metadata;
      if (!publicDomains.has(namespace) || service.spec.clusterIP === undefined) continue;
      yield { subject: refOf(service), detail: `In every pod ${name}.${namespace} is this Service, not the public name.`, evidence: [{ ...refOf(service), field: 'metadata.namespace', value: namespace }] };
    }
    const dns = corefileInForce(view);
    if (dns === undefined || dns.loaded.error !== undefined) return;
    const captures = capturing(dns);
    for (const found of representatives(view)) {
      yield;
      const captured = found === undefined ? [] : capturedDomains(view, found.pod, captures);
      if (found === undefined || captured.length === 0) continue;
      yield {
        subject: found.workload,
        detail: `Any name below ${enumerate(captured)} is answered, and its pods search there: ${anyName} becomes ${anyName}.${captured[0]}.`,
        evidence: [{ ...refOf(found.pod), field: 'spec.dnsConfig.searches', value: found.pod.spec.dnsConfig?.searches ?? [] }, { ...refOf(dns.configMap), field: 'data.Corefile' }],
      };
    }
  },
};

/** The domains of its own that a pod searches before a name beyond the cluster, and below which everything is answered. */
function capturedDomains(view: ClusterView, pod: Pod, captures: (domain: string) => boolean): readonly string[] {
  const own = pod.spec.dnsConfig?.searches ?? [];
  if (own.length === 0 || baseOfPod(pod) !== 'cluster') return [];
  const { searches, ndots } = searchesOfPod(view, pod);
  const isTriedFirst = anyName.split('.').length - 1 < ndots;
  return isTriedFirst ? own.filter((domain) => searches.includes(domain) && captures(domain)) : [];
}

/** Whether the cluster DNS has an address for any name below a domain. */
function capturing({ server }: ClusterDns): (domain: string) => boolean {
  const known = new Map<string, boolean>();
  return (domain) => {
    let captured = known.get(domain);
    if (captured === undefined) {
      const served = server.ask({ name: `${anyName}.${domain.replace(/\.$/, '')}.`, type: 'A', class: 'IN', client: '0.0.0.0', protocol: 'udp' }, new Journal());
      captured = served.kind === 'reply' && served.reply.rcode === 'NOERROR' && served.reply.answers.length > 0;
      known.set(domain, captured);
    }
    return captured;
  };
}
