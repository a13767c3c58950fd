import { refOf } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';

const says = /NetworkPluginNotReady|cni plugin not initialized|cni config uninitialized|network plugin is not ready/i;

export const cniAgentMissingOnNode: Rule = {
  id: 'cni-agent-missing-on-node',
  code: 'CNI-008',
  severity: 'critical',
  title: 'A node has no working CNI plugin',
  checks: 'A node is not Ready, and its kubelet says that the network plugin is not. Quiet about nodes that are not Ready for another reason, and about nodes of which nothing was heard for a while.',
  why: 'No pod can start there but those on the network of the node.',
  fix: 'Look at the pod of the CNI plugin’s DaemonSet on that node: missing (taints, selectors), waiting, or crashing; then at /etc/cni/net.d, which it should have written.',
  source: 'kubernetes pkg/kubelet/kubelet.go, updateRuntimeUp: the runtime’s NetworkReady condition becomes the message of Ready',
  reads: ['Node'],
  *check(view) {
    for (const node of view.objects('Node')) {
      const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
      if (ready?.status !== 'False' || !says.test(ready.message ?? '')) continue;
      yield { subject: refOf(node), detail: `Node ${node.metadata.name} is not Ready: ${(ready.message ?? '').slice(0, 300)}`, evidence: [{ ...refOf(node), field: 'status.conditions[Ready].message', value: ready.message }] };
    }
  },
};
