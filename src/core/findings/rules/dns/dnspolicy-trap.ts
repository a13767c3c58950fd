import { enumerate } from '../../../analysis/index.js';
import { baseOfPod } from '../../../dns/index.js';
import { refOf } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { mentionedHosts, representatives, serviceMeant, workloadKinds } from './pods-of-workloads.js';

export const dnspolicyTrap: Rule = {
  id: 'dnspolicy-trap',
  code: 'DNS-004',
  severity: 'error',
  title: 'Pods that use names of Services do not ask the cluster DNS',
  checks:
    'A workload of dnsPolicy Default, or of ClusterFirst on the network of the node, is told the name of a Service of this cluster in a variable or an argument; or one of dnsPolicy None has no nameserver. ' +
    'Quiet where no Service of that name exists, where the name stands in its hostAliases, and where dnsConfig brings a nameserver.',
  why: 'Such pods ask the nameservers of their node, which know nothing of the cluster: the name of a Service does not exist there.',
  fix: 'Set dnsPolicy to ClusterFirst, or to ClusterFirstWithHostNet for a pod on the network of the node; give a pod of dnsPolicy None a nameserver in dnsConfig.',
  source: 'kubernetes v1.37.2 pkg/kubelet/network/dns/dns.go getPodDNSType',
  reads: ['Pod', 'Service'],
  consults: workloadKinds,
  *check(view) {
    for (const found of representatives(view)) {
      yield;
      if (found === undefined) continue;
      const { workload, pod } = found;
      const base = baseOfPod(pod);
      const brings = (pod.spec.dnsConfig?.nameservers ?? []).length > 0;
      if (base === 'cluster' || brings) continue;
      const policy = { ...refOf(pod), field: 'spec.dnsPolicy', value: pod.spec.dnsPolicy };
      if (base === 'none') {
        yield { subject: workload, detail: 'dnsPolicy is None, and dnsConfig has no nameserver.', evidence: [policy] };
        continue;
      }
      const aliases = new Set((pod.spec.hostAliases ?? []).flatMap(({ hostnames = [] }) => hostnames));
      const lost = mentionedHosts(pod).filter(({ host }) => !aliases.has(host) && serviceMeant(view, host, pod.metadata.namespace) !== undefined);
      if (lost.length === 0) continue;
      const names = [...new Set(lost.map(({ host }) => host))];
      const why = pod.spec.dnsPolicy === 'Default' ? 'dnsPolicy Default' : 'dnsPolicy ClusterFirst on the network of the node';
      yield { subject: workload, detail: `${why}: ${enumerate(names, 3)} ${names.length === 1 ? 'does' : 'do'} not resolve.`, evidence: [policy, ...lost.slice(0, 3).map(({ evidence }) => evidence)] };
    }
  },
};
