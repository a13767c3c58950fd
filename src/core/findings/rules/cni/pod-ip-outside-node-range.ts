import { detectCni, ipamSteps } from '../../../cni/index.js';
import type { Rule } from '../../rule.js';
import { certainPlugin, consultedBeside } from './in-force.js';

export const podIpOutsideNodeRange: Rule = {
  id: 'pod-ip-outside-node-range',
  code: 'CNI-007',
  severity: 'warning',
  title: 'A pod has an address that is not of its node',
  checks:
    'The plugin binds addresses to the range of each node, and a running pod has one of another node’s range, or of none. Quiet where a plugin lets nodes borrow or shares one range, where a cloud gives addresses, about pods on the network ' +
    'of their node, about pods that end or have ended, and where the plugin is not certain.',
  why: 'Other nodes route the address elsewhere: the pod can send and gets no answer from another node.',
  fix: 'Delete the pod so that it gets a new address; look at the plugin’s configuration on the node (its range in the file of /etc/cni/net.d, flannel’s subnet.env), which is of before the node got its range.',
  source: 'https://kubernetes.io/docs/concepts/cluster-administration/networking/: routes lead to the range of a node; containernetworking plugins plugins/ipam/host-local v1.1.1',
  reads: ['DaemonSet', 'Node', 'Pod'],
  consults: consultedBeside('DaemonSet', 'Node', 'Pod'),
  *check(view) {
    const { outside, nodes } = yield* ipamSteps(view);
    const plugin = certainPlugin(detectCni(view));
    if (plugin?.addressing !== 'node-cidrs' && plugin?.addressing !== 'cilium-nodes') return;
    for (const { address, pod: ref, node, rangeOf } of outside.items) {
      const pod = view.get('Pod', ref.namespace ?? '', ref.name);
      const ranges = node === null ? [] : (nodes.find((each) => each.node === node)?.blocks ?? []);
      if (pod?.status?.phase !== 'Running' || pod.metadata.deletionTimestamp !== undefined || node === null || ranges.length === 0) continue;
      const where = rangeOf === null ? 'which is of no node’s range' : `which is of the range of ${rangeOf}`;
      yield {
        subject: ref,
        detail: `The pod runs on ${node} and has ${address}, ${where}.`,
        evidence: [
          { ...ref, field: 'status.podIPs', value: address },
          { kind: 'Node', name: node, field: 'spec.podCIDRs', value: ranges.map(({ cidr }) => cidr) },
        ],
      };
    }
  },
};
