import { count, enumerate } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Node } from '../../../cluster/index.js';
import { proxyOf, type ProxyOnNode } from '../../../service-networking/index.js';
import type { Rule, Violation } from '../../rule.js';
import { consultedBeside } from '../cni/in-force.js';

export const kubeProxyMissingOrMixed: Rule = {
  id: 'kube-proxy-missing-or-mixed',
  code: 'SVC-015',
  severity: 'critical',
  title: 'kube-proxy is not at work on a node',
  checks:
    'A node is ready, and the kube-proxy that a DaemonSet should run there is missing or not ready, or the DaemonSet leaves the node out. Warning where nodes have kube-proxies of different modes. Quiet where another program replaces kube-proxy, on nodes that run it ' +
    'within another process or have no network stack of their own, on nodes of Windows that a DaemonSet for Linux leaves out, and where no DaemonSet of kube-proxy is known.',
  why: 'The rules of that node no longer follow the Services: what was there when kube-proxy went stays as it was, and on a new node no ClusterIP answers.',
  fix: 'Look at the pod of kube-proxy on that node: its log, its events, the taints of the node.',
  source: 'kubernetes cmd/kubeadm/app/phases/addons/proxy/manifests.go v1.37.2: kube-proxy tolerates every taint; pkg/controller/daemon/daemon_controller.go, NodeShouldRunDaemonPod',
  reads: ['Node', 'Pod', 'DaemonSet'],
  consults: consultedBeside('Node', 'Pod', 'DaemonSet', 'IPAMBlock', 'CiliumNode'),
  *check(view) {
    const { outcome, daemonSets, nodes, modes } = proxyOf(view);
    if (outcome !== 'kube-proxy' || daemonSets.length === 0) return;
    for (const each of nodes.items) {
      yield;
      const node = view.get('Node', '', each.node);
      if (node !== undefined && isAtFault(node, each)) yield ill(node, each);
    }
    if (modes.length > 1) yield mixed(view, modes);
  },
};

/** A node that is not ready has other troubles, and its pods are not known. */
function isAtFault(node: Node, { health }: ProxyOnNode): boolean {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  const isWindows = node.status?.nodeInfo?.operatingSystem === 'windows' || node.metadata.labels?.['kubernetes.io/os'] === 'windows';
  if (!ready || node.metadata.deletionTimestamp !== undefined) return false;
  return health === 'missing' || health === 'not-ready' || (health === 'left-out' && !isWindows);
}

function ill(node: Node, { health, detail, pod }: ProxyOnNode): Violation {
  const title: Readonly<Record<string, string>> = { missing: 'kube-proxy is missing on a node', 'not-ready': 'kube-proxy is not ready on a node', 'left-out': 'No kube-proxy is meant for a node' };
  return { subject: refOf(node), ...(title[health] !== undefined && { title: title[health] }), detail, evidence: [refOf(node), ...(pod === null ? [] : [{ ...pod, field: 'status.conditions' }])] };
}

function mixed(view: ClusterView, modes: ReturnType<typeof proxyOf>['modes']): Violation {
  const rare = modes.at(-1);
  const [name = ''] = rare?.nodes.items ?? [];
  const told = modes.map(({ mode, nodes }) => `${mode} on ${nodes.total <= 3 ? enumerate(nodes.items) : count(nodes.total, 'node')}`);
  return {
    subject: { kind: 'Node', name },
    severity: 'warning',
    title: 'kube-proxy runs in different modes',
    detail: `kube-proxy runs in mode ${enumerate(told)}: what a packet meets depends on the node.`,
    fix: 'Give all nodes one mode, unless a change of mode is under way; a node keeps the rules of the mode before until it is started anew.',
    evidence: modes.flatMap(({ nodes }) => nodes.items.slice(0, 2).flatMap((each) => view.get('Node', '', each) ?? []).map(refOf)),
  };
}
