import { checkRule } from '../../cluster.table.js';
import { calico, configMap, flannel, node } from './networks.table.js';
import { routeDistributionBroken } from './route-distribution-broken.js';

const custom = (kind: string, name: string, spec: object) => ({ apiVersion: 'crd.projectcalico.org/v1', kind, metadata: { name, uid: `${kind}-${name}` }, spec });
const mesh = (nodeToNodeMeshEnabled?: boolean) => custom('BGPConfiguration', 'default', { asNumber: 64512, ...(nodeToNodeMeshEnabled !== undefined && { nodeToNodeMeshEnabled }) });
const peer = (name: string, spec: object) => custom('BGPPeer', name, spec);
const nodes = [node('a', { labels: { rack: 'one' }, address: '192.168.10.11' }), node('b', { labels: { rack: 'two', 'route-reflector': 'true' }, address: '192.168.10.12' }), node('c', { labels: { rack: 'two' }, address: '192.168.10.13' })];
const ipip = calico({ cidr: '10.10.0.0/16', ipipMode: 'Always' });
const toReflector = peer('reflector', { nodeSelector: 'all()', peerSelector: "route-reflector == 'true'" });

checkRule(routeDistributionBroken, [
  { name: 'no peer at all', cluster: [...ipip, ...nodes, mesh(false)], finds: ['error BGPConfiguration default: The mesh between nodes is off, and there is no BGPPeer: a, b and c, 3 of 3 nodes, learn no route.'] },
  { name: 'a selector that fits no node', cluster: [...ipip, ...nodes, mesh(false), peer('rr', { nodeSelector: "rack == 'ten'", peerIP: '192.168.10.1' })], finds: ['error BGPConfiguration default: The mesh between nodes is off, and no BGPPeer (rr) is for them: a, b and c, 3 of 3 nodes, learn no route.'] },
  { name: 'a reflector that no node is', cluster: [...ipip, ...nodes, mesh(false), peer('rr', { nodeSelector: 'all()', peerSelector: 'has(reflects)' })], finds: ['error BGPConfiguration default: The mesh between nodes is off, and no BGPPeer (rr) is for them: a, b and c, 3 of 3 nodes, learn no route.'] },
  { name: 'one rack is left out', cluster: [...ipip, ...nodes, mesh(false), peer('rack-two', { nodeSelector: "rack == 'two'", peerIP: '192.168.20.1', asNumber: 64513 })], finds: ['error BGPConfiguration default: The mesh between nodes is off, and no BGPPeer (rack-two) is for them: a, 1 of 3 nodes, learn no route.'] },
  { name: 'a node that is gone', cluster: [...ipip, ...nodes, mesh(false), peer('x', { node: 'gone', peerIP: '192.168.20.1' }), peer('y', { node: 'a', peerIP: '192.168.20.1' })], finds: ['error BGPConfiguration default: The mesh between nodes is off, and no BGPPeer (x and y) is for them: b and c, 2 of 3 nodes, learn no route.'] },
  { name: 'quiet: the mesh is on', cluster: [...ipip, ...nodes, mesh(true)] },
  { name: 'quiet: the mesh is on untold', cluster: [...ipip, ...nodes, mesh()] },
  { name: 'quiet: every node peers with the reflector, and it with them', cluster: [...ipip, ...nodes, mesh(false), toReflector] },
  { name: 'quiet: in reverse', cluster: [...ipip, ...nodes, mesh(false), peer('r', { nodeSelector: 'has(route-reflector)', peerSelector: 'all()' })] },
  { name: 'quiet: in reverse by address', cluster: [...ipip, node('a', { address: '192.168.10.11' }), node('b', { address: '192.168.10.12' }), mesh(false), peer('r', { node: 'a', peerIP: '192.168.10.12' })] },
  { name: 'quiet: a peer for all', cluster: [...ipip, ...nodes, mesh(false), peer('tor', { peerIP: '192.168.20.1', asNumber: 64513 })] },
  { name: 'quiet: a selector that we cannot read', cluster: [...ipip, ...nodes, mesh(false), peer('odd', { nodeSelector: 'rack ~ two', peerIP: '192.168.20.1' })] },
  { name: 'quiet: all pools are in VXLAN', cluster: [...calico({ cidr: '10.10.0.0/16', vxlanMode: 'Always' }), ...nodes, mesh(false)] },
  { name: 'quiet: BGP is off', cluster: [...calico({ cidr: '10.10.0.0/16' }).filter((_, i) => i !== 1), configMap('calico-config', { calico_backend: 'vxlan', cni_network_config: '{"ipam": {"type": "calico-ipam"}}' }), ...nodes, mesh(false)] },
  { name: 'quiet: a single node', cluster: [...ipip, node('a'), mesh(false)] },
  { name: 'quiet: the BGPPeers are not there to see', cluster: [...ipip, ...nodes, mesh(false)], coverage: { BGPPeer: { state: 'forbidden' } } },
  { name: 'quiet: what Calico has left beside flannel', cluster: [...flannel(), ...nodes, mesh(false)] },
]);
