import type { Rule } from '../../rule.js';
import { consultedBeside, overlapsInForce } from './in-force.js';

export const podServiceCidrOverlap: Rule = {
  id: 'pod-service-cidr-overlap',
  code: 'CNI-001',
  severity: 'critical',
  title: 'A range of pods overlaps a range of Services',
  checks:
    'A range out of which the plugin gives pods addresses shares addresses with a range of the Services. Quiet where the plugin is not certain, where a cloud gives the addresses, about pools that are disabled, ' +
    'about ranges that no object states, and about what only kube-proxy takes for the pods’ range.',
  why: 'A pod with the address of a Service gets none of its traffic: kube-proxy rewrites it on the way.',
  fix: 'Move the pods to a range of their own: a new pool, or new ranges of the nodes; the range of the Services cannot be changed without a new API server.',
  source: 'kubernetes pkg/proxy/iptables/proxier.go: packets to a ClusterIP are rewritten before they are routed',
  reads: ['DaemonSet'],
  consults: consultedBeside('DaemonSet', 'IPAMBlock', 'CiliumNode'),
  *check(view) {
    for (const { a, b, common } of overlapsInForce(view)) {
      if (a.kind === 'node' || b.kind === 'node') continue;
      const [pods, services] = a.kind === 'pods' ? [a, b] : [b, a];
      const [subject] = pods.evidence;
      if (subject === undefined) continue;
      const { kind, namespace, name } = subject;
      yield {
        subject: { kind, ...(namespace !== undefined && { namespace }), name },
        detail: `${pods.cidr} of the pods (${pods.source}) and ${services.cidr} of the Services (${services.source}) share ${common}.`,
        evidence: [...pods.evidence, ...services.evidence],
      };
    }
  },
};
