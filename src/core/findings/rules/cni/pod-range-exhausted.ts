import { detectCni, ipamSteps } from '../../../cni/index.js';
import type { Rule, Violation } from '../../rule.js';
import { certainPlugin, consultedBeside } from './in-force.js';

const nearlyFull = 0.85;

export const podRangeExhausted: Rule = {
  id: 'pod-range-exhausted',
  code: 'CNI-004',
  severity: 'critical',
  title: 'A range of pods is full, or nearly',
  checks:
    'Of the addresses that a node can give its pods, or of the pool that all nodes share, 85 % or more are in use; critical where none is left. Counted as the plugin counts. Quiet where a node would reach its limit of pods ' +
    'before its addresses run out, about blocks of Calico while their pool has room, about pools that are disabled, and where the plugin is not certain.',
  why: 'The next pod is scheduled there and waits in ContainerCreating: its sandbox gets no address.',
  fix: 'Give the plugin a larger range or a further pool, lower the limit of pods of the node (`--max-pods`), or free addresses that no pod has (GET S/cni/ipam tells them).',
  source: 'containernetworking plugins plugins/ipam/host-local/backend/allocator/allocator.go v1.1.1: no IP addresses available in range set; the same in calico libcalico-go/lib/ipam and cilium pkg/ipam',
  reads: ['DaemonSet', 'Node', 'Pod'],
  consults: consultedBeside('DaemonSet', 'Node', 'Pod'),
  *check(view) {
    const { pools, nodes } = yield* ipamSteps(view);
    const plugin = certainPlugin(detectCni(view));
    if (plugin === undefined) return;
    if (plugin.addressing === 'calico-blocks' || plugin.addressing === 'cluster-range') {
      for (const { cidr, capacity, allocated, utilisation, isDisabled } of pools) {
        const range = detectCni(view).podCIDRs.find((each) => each.cidr === cidr && each.plugin === plugin.name);
        const [subject] = range?.evidence ?? [];
        if (subject === undefined || isDisabled || utilisation === null || utilisation < nearlyFull) continue;
        const { kind, namespace, name } = subject;
        yield violation({ kind, ...(namespace !== undefined && { namespace }), name }, `${allocated} of ${capacity} addresses of ${cidr} are in use`, utilisation, range?.evidence ?? []);
      }
      return;
    }
    for (const { node, capacity, free, utilisation, limit, blocks } of nodes) {
      if (utilisation === null || utilisation < nearlyFull || limit !== 'addresses') continue;
      const subject = { kind: 'Node', name: node };
      yield violation(subject, `${free} of ${capacity} addresses of ${blocks.map(({ cidr }) => cidr).join(' and ')} are free`, utilisation, [{ ...subject, field: 'spec.podCIDRs', value: blocks.map(({ cidr }) => cidr) }]);
    }
  },
};

function violation(subject: Violation['subject'], detail: string, utilisation: number, evidence: Violation['evidence']): Violation {
  return { subject, detail: `${detail}.`, severity: utilisation >= 1 ? 'critical' : 'warning', evidence };
}
