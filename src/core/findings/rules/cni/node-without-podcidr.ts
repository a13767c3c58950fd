import { detectCni } from '../../../cni/index.js';
import { refOf } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { certainPlugin, consultedBeside } from './in-force.js';

export const nodeWithoutPodcidr: Rule = {
  id: 'node-without-podcidr',
  code: 'CNI-003',
  severity: 'error',
  title: 'A node has no range for its pods',
  checks:
    'The plugin gives out addresses of `spec.podCIDRs` of each node, and a node has none. Quiet where the plugin is not certain or keeps addresses elsewhere, about nodes on which pods run that have an address, ' +
    'and about virtual nodes.',
  why: 'No pod can start there but those on the network of the node.',
  fix: 'See whether kube-controller-manager runs with `--allocate-node-cidrs` and whether its `--cluster-cidr` has a piece left (GET S/cni/ipam tells); an event CIDRNotAvailable on the node says that none is.',
  source: 'kubernetes pkg/controller/nodeipam/ipam/range_allocator.go, AllocateOrOccupyCIDR',
  reads: ['DaemonSet', 'Node', 'Pod'],
  consults: consultedBeside('DaemonSet', 'Node', 'Pod', 'IPAMBlock', 'CiliumNode'),
  *check(view) {
    const plugin = certainPlugin(detectCni(view));
    if (plugin?.addressing !== 'node-cidrs') return;
    const served = new Set<string | undefined>();
    for (const { spec, status } of view.objects('Pod')) {
      yield;
      if (!spec.hostNetwork && status?.phase === 'Running' && (status.podIPs ?? []).length > 0) served.add(spec.nodeName);
    }
    for (const node of view.objects('Node')) {
      const isVirtual = node.spec?.taints?.some(({ key }) => key.startsWith('virtual-kubelet.io/')) ?? false;
      if ((node.spec?.podCIDRs ?? []).length > 0 || isVirtual || served.has(node.metadata.name)) continue;
      yield {
        subject: refOf(node),
        detail: `Node ${node.metadata.name} has no range in spec.podCIDRs, out of which ${plugin.title} would give its pods addresses.`,
        evidence: [{ ...refOf(node), field: 'spec.podCIDRs', value: null }, ...(plugin.daemonSet === null ? [] : [plugin.daemonSet])],
      };
    }
  },
};
