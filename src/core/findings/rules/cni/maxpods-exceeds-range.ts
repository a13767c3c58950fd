import { detectCni, ipamSteps } from '../../../cni/index.js';
import type { Rule } from '../../rule.js';
import { certainPlugin, consultedBeside } from './in-force.js';

export const maxpodsExceedsRange: Rule = {
  id: 'maxpods-exceeds-range',
  code: 'CNI-005',
  severity: 'warning',
  title: 'A node takes more pods than it has addresses',
  checks:
    'The limit of pods of a node (`status.capacity.pods`), less the pods on its network, is above the number of addresses that its range can give. Quiet where a node can get a further range, as with Calico’s blocks, ' +
    'where addresses are kept outside the cluster, and where the plugin is not certain.',
  why: 'The scheduler places pods there that cannot get an address.',
  fix: 'Lower `maxPods` of the kubelet, or give nodes larger ranges (`--node-cidr-mask-size`, for new nodes).',
  source: 'kubernetes pkg/scheduler/framework/plugins/noderesources/fit.go counts pods against the limit, never addresses',
  reads: ['DaemonSet', 'Node', 'Pod'],
  consults: consultedBeside('DaemonSet', 'Node', 'Pod'),
  *check(view) {
    const { nodes } = yield* ipamSteps(view);
    const plugin = certainPlugin(detectCni(view));
    if (plugin === undefined || plugin.addressing === 'calico-blocks' || plugin.addressing === 'cluster-range') return;
    for (const { node, capacity, maxPods, pods, allocated, blocks } of nodes) {
      if (capacity === null || maxPods === null) continue;
      const wanting = maxPods - (pods - allocated);
      if (BigInt(wanting) <= BigInt(capacity)) continue;
      const subject = { kind: 'Node', name: node };
      const ranges = blocks.map(({ cidr }) => cidr);
      yield {
        subject,
        detail: `Node ${node} takes ${maxPods} pods, and ${ranges.join(' and ')} can give addresses to ${capacity}.`,
        evidence: [
          { ...subject, field: 'status.capacity.pods', value: String(maxPods) },
          { ...subject, field: 'spec.podCIDRs', value: ranges },
        ],
      };
    }
  },
};
