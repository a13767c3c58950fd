import { nearest } from '../analysis/index.js';
import type { ClusterView, Node } from '../cluster/index.js';
import { InputError } from '../errors.js';
import { withSlices } from './derived-slices.js';
import { readGoAddress, type IpFamily } from './go-address.js';
import { NodeProxy } from './node-proxy.js';
import { proxySettings, type SettingsOptions } from './settings.js';

export interface ProxyOfNodeOptions extends SettingsOptions {
  /** Undefined: that of the first address of the node, as kube-proxy takes it for its primary one. */
  readonly ipFamily?: IpFamily;
  /** Undefined: that of the labels of the node. */
  readonly zone?: string;
}

/** kube-proxy of a node, and what had to be assumed. */
export interface ProxyOfNode {
  readonly proxy: NodeProxy;
  readonly node: Node | undefined;
  readonly warnings: readonly string[];
}

/**
 * kube-proxy of a node as the snapshot tells it. Where the snapshot holds no Nodes, any name is taken.
 *
 * @param name undefined: the only node that there is
 * @throws InputError `not-found` for a node that is not there, with those that may be meant; `invalid-request` where none is named and there are several
 */
export function proxyOfNode(view: ClusterView, name: string | undefined, { ipFamily, zone, ...options }: ProxyOfNodeOptions = {}): ProxyOfNode {
  const nodes = view.objects('Node');
  const node = name === undefined ? onlyOne(nodes) : findNode(nodes, name);
  const settings = proxySettings(view, node, options);
  const family = ipFamily ?? primaryFamily(node);
  const place = { nodeName: node?.metadata.name ?? name ?? '', zone: zone ?? node?.metadata.labels?.['topology.kubernetes.io/zone'] ?? '' };
  const sliced = withSlices(view);
  const lacksNode = node === undefined ? [`The snapshot holds no Node${name === undefined ? '' : ` “${name}”`}: its addresses, zone and pod range are not known.`] : [];
  return {
    proxy: new NodeProxy(sliced.view, family, place, addressesOf(node, family, settings.nodeIPs[family]), settings, settings.behaviour),
    node,
    warnings: [...lacksNode, ...settings.warnings, ...sliced.warnings],
  };
}

function onlyOne(nodes: readonly Node[]): Node | undefined {
  if (nodes.length <= 1) return nodes[0];
  const detail = `There are ${nodes.length} nodes: name one of them, as in ${nodes[0]?.metadata.name}.`;
  throw new InputError('invalid-request', detail, [{ pointer: '?node', detail }]);
}

function findNode(nodes: readonly Node[], name: string): Node | undefined {
  const found = nodes.find(({ metadata }) => metadata.name === name);
  if (found !== undefined || nodes.length === 0) return found;
  const near = nearest(name, nodes.map(({ metadata }) => metadata.name));
  const detail = `There is no node “${name}”; ${near.length > 0 ? `near: ${near.join(', ')}` : `${nodes.length} are known`}.`;
  throw new InputError('not-found', detail, [{ pointer: '?node', detail }]);
}

function primaryFamily(node: Node | undefined): IpFamily {
  const addresses = node?.status?.addresses ?? [];
  const first = ['InternalIP', 'ExternalIP'].flatMap((type) => addresses.filter((each) => each.type === type).flatMap(({ address }) => readGoAddress(address) ?? []))[0];
  return first?.family ?? 'IPv4';
}

/** Its own first. */
function addressesOf(node: Node | undefined, family: IpFamily, own: string): readonly string[] {
  const all = (node?.status?.addresses ?? []).filter(({ type }) => type === 'InternalIP' || type === 'ExternalIP').flatMap(({ address }) => readGoAddress(address) ?? []);
  const ofFamily = all.filter((each) => each.family === family).map(({ text }) => text);
  return ofFamily.includes(own) ? [own, ...new Set(ofFamily.filter((each) => each !== own))] : [...new Set(ofFamily)];
}
