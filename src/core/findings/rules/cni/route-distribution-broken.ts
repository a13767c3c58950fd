import { enumerate } from '../../../analysis/index.js';
import { refOf, type BGPPeer, type ClusterView, type Node } from '../../../cluster/index.js';
import { detectCni, parseCalicoSelector, type DetectedPlugin } from '../../../cni/index.js';
import type { Rule } from '../../rule.js';
import { certainPlugin, consultedBeside } from './in-force.js';

export const routeDistributionBroken: Rule = {
  id: 'route-distribution-broken',
  code: 'CNI-017',
  severity: 'error',
  title: 'Nodes are told no routes to the pods of others',
  checks:
    'Calico distributes routes by BGP (a pool that is not in VXLAN), its mesh between nodes is off, and no BGPPeer gives some nodes a peer: by its node, its selectors, or in reverse. Quiet while the mesh is on; where BGP is off, or all pools are in VXLAN, whose routes Felix writes; ' +
    'where a selector cannot be read; on a cluster of one node; and where the snapshot does not hold the BGPPeers.',
  why: 'Pods on different nodes cannot reach each other, while every pod looks healthy.',
  fix: 'Turn the mesh on (`nodeToNodeMeshEnabled: true` of BGPConfiguration default), or give each node a peer: look at the labels that the selectors of the BGPPeers name.',
  source: 'calico confd/pkg/backends/calico/bgp_processor.go and client.go v3.31, updatePeersV1; https://docs.tigera.io/calico/latest/networking/configuring/bgp',
  reads: ['DaemonSet', 'Node'],
  consults: ['BGPConfiguration', 'BGPPeer', ...consultedBeside('DaemonSet', 'Node', 'IPAMBlock', 'CiliumNode')],
  *check(view) {
    const plugin = certainPlugin(detectCni(view));
    const configuration = view.get('BGPConfiguration', '', 'default');
    const peers = view.objects('BGPPeer');
    if (plugin?.name !== 'calico' || !view.covers('BGPConfiguration') || !view.covers('BGPPeer') || !distributesByBgp(view, plugin)) return;
    if (configuration?.spec.nodeToNodeMeshEnabled !== false) return;
    const nodes = view.objects('Node').filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const reached = new Set(peers.flatMap((peer) => nodesWithPeer(peer, nodes)));
    const alone = nodes.filter((node) => !reached.has(node));
    if (nodes.length < 2 || alone.length === 0) return;
    const why = peers.length === 0 ? 'there is no BGPPeer' : `no BGPPeer (${enumerate(peers.map(({ metadata }) => metadata.name), 4)}) is for them`;
    yield {
      subject: refOf(configuration),
      detail: `The mesh between nodes is off, and ${why}: ${enumerate(alone.map(({ metadata }) => metadata.name), 4)}, ${alone.length} of ${nodes.length} nodes, learn no route.`,
      evidence: [{ ...refOf(configuration), field: 'spec.nodeToNodeMeshEnabled', value: false }, ...peers.slice(0, 4).map((peer) => ({ ...refOf(peer), field: 'spec', value: peer.spec }))],
    };
  },
};

/** Whether any pool needs BGP, and BIRD runs. Source: calico node/pkg/lifecycle/startup; tigera/operator: spec.calicoNetwork.bgp */
function distributesByBgp(view: ClusterView, { addressing }: DetectedPlugin): boolean {
  const backend = view.get('ConfigMap', 'kube-system', 'calico-config')?.data['calico_backend'];
  const isOff = (backend !== undefined && backend !== 'bird') || view.objects('Installation').some(({ spec }) => spec.calicoNetwork?.bgp === 'Disabled');
  const pools = view.objects('IPPool').filter(({ spec }) => spec.disabled !== true);
  return !isOff && addressing === 'calico-blocks' && pools.some(({ spec }) => /^never$/i.test(spec.vxlanMode));
}

/** The nodes that a BGPPeer gives a peer: those that it is of, and in reverse those that it names, where they are nodes of the cluster. */
function nodesWithPeer({ spec }: BGPPeer, nodes: readonly Node[]): Node[] {
  const local = spec.nodeSelector ? selected(spec.nodeSelector, nodes) : spec.node ? nodes.filter(({ metadata }) => metadata.name === spec.node) : nodes;
  if (!spec.peerSelector) {
    const ip = spec.peerIP?.replace(/^\[(.*)\]:\d+$|^([\d.]+):\d+$/, '$1$2');
    const remote = nodes.filter(({ status }) => status?.addresses?.some(({ address }) => address === ip));
    return [...local, ...(local.length === 0 ? [] : remote)];
  }
  const remote = selected(spec.peerSelector, nodes);
  // A node is no peer of its own.
  const hasOther = (own: readonly Node[], others: readonly Node[]) => own.filter((node) => others.some((other) => other !== node));
  return [...hasOther(local, remote), ...hasOther(remote, local)];
}

/** All, where the selector cannot be read. */
function selected(selector: string, nodes: readonly Node[]): Node[] {
  const test = parseCalicoSelector(selector);
  return nodes.filter(({ metadata }) => test === undefined || test(metadata.labels ?? {}));
}
