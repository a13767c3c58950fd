import { count, enumerate } from '../../../analysis/index.js';
import type { Rule } from '../../rule.js';
import type { OverlapSide } from '../../../cni/index.js';
import { consultedBeside, overlapsInForce } from './in-force.js';

export const nodeInPodOrServiceCidr: Rule = {
  id: 'node-in-pod-or-service-cidr',
  code: 'CNI-002',
  severity: 'critical',
  title: 'Nodes have addresses of a range of pods or Services',
  checks:
    'The InternalIP of a node lies in a range out of which the plugin gives pods addresses, or in a range of the Services. Quiet where the plugin is not certain, and where pods have addresses of the network of the nodes by design.',
  why: 'Traffic to the node goes to a pod, to a Service, or nowhere; whether it does changes with the pods that run.',
  fix: 'Move the pods to a range that holds no node, or the nodes to another network.',
  source: 'https://kubernetes.io/docs/concepts/cluster-administration/networking/: the ranges of pods, Services and nodes must not overlap',
  reads: ['DaemonSet', 'Node'],
  consults: consultedBeside('DaemonSet', 'Node', 'IPAMBlock', 'CiliumNode'),
  *check(view) {
    const byRange = new Map<OverlapSide, OverlapSide[]>();
    for (const { a, b } of overlapsInForce(view)) {
      const [range, node] = b.kind === 'node' ? [a, b] : [b, a];
      if (node.kind === 'node' && range.kind !== 'node') byRange.set(range, [...(byRange.get(range) ?? []), node]);
    }
    for (const [range, nodes] of byRange) {
      const [subject] = range.evidence;
      if (subject === undefined) continue;
      const { kind, namespace, name } = subject;
      const told = nodes.map(({ source, cidr }) => `${source} (${cidr.replace(/\/\d+$/, '')})`);
      yield {
        subject: { kind, ...(namespace !== undefined && { namespace }), name },
        detail: `${range.cidr} of the ${range.kind} (${range.source}) holds the address of ${count(nodes.length, 'node')}: ${enumerate(told, 4)}.`,
        evidence: [...range.evidence, ...nodes.slice(0, 4).flatMap(({ evidence }) => evidence)],
      };
    }
  },
};
