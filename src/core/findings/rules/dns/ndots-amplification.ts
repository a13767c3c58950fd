import { count, enumerate } from '../../../analysis/index.js';
import { baseOfPod, searchesOfPod } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { mentionedHosts, representatives, serviceMeant, workloadKinds } from './pods-of-workloads.js';

/** The last labels of names that are of the cluster, of a machine, or of nobody. */
const ownEndings = /(?:^|\.)(?:svc|local|localhost|localdomain|internal|cluster|test|example|invalid|lan|home|arpa)\.?$/;

export const ndotsAmplification: Rule = {
  id: 'ndots-amplification',
  code: 'DNS-001',
  severity: 'info',
  title: 'Each lookup of a name beyond the cluster costs several queries',
  checks:
    'A variable or an argument of a workload holds a name beyond the cluster (at least one dot, a public ending, no dot at its end) that has fewer dots than the `ndots` of its pods, so that the whole search list is tried before it. ' +
    'Quiet for names of Services, for ExternalNames, which CoreDNS follows itself, and for pods of dnsPolicy Default and None and on the network of the node.',
  why: 'For each lookup the pod asks for the name below every search domain first, for both families: latency for the program, and a multiple of the load for the cluster DNS and the servers behind it.',
  fix: 'Write the name with a dot at its end where the program allows it, set `ndots` to the number of its dots in dnsConfig.options, or run NodeLocal DNSCache.',
  source: 'glibc 2.36 resolv/res_query.c __res_context_search; kubernetes pkg/kubelet/network/dns/dns.go defaultDNSOptions',
  reads: ['Pod'],
  consults: ['Service', 'ConfigMap', 'Node', ...workloadKinds],
  *check(view) {
    for (const found of representatives(view)) {
      yield;
      if (found === undefined || baseOfPod(found.pod) !== 'cluster') continue;
      const { workload, pod } = found;
      const { searches, ndots } = searchesOfPod(view, pod);
      const dotsOf = (host: string) => host.split('.').length - 1;
      const costly = mentionedHosts(pod).filter(({ host }) => {
        const dots = dotsOf(host);
        return dots > 0 && dots < ndots && !host.endsWith('.') && !ownEndings.test(host) && serviceMeant(view, host, pod.metadata.namespace) === undefined;
      });
      const [first] = costly;
      if (first === undefined || searches.length === 0) continue;
      const names = [...new Set(costly.map(({ host }) => host))];
      const queries = 2 * (searches.length + 1);
      yield {
        subject: workload,
        detail: `With ndots:${ndots} and ${count(searches.length, 'search domain')} each lookup of ${enumerate(names, 3)} costs at least ${queries} queries instead of 2.`,
        evidence: costly.slice(0, 3).map(({ evidence }) => evidence),
      };
    }
  },
};
