import { nearest } from '../../analysis/index.js';
import type { ClusterView, Node, Pod } from '../../cluster/index.js';
import { InputError } from '../../errors.js';
import { readGoAddress, type IpFamily } from '../go-address.js';
import { nodeIPs, podIPs, type Atlas } from './atlas.js';
import type { TraceSource } from './question.js';

/** Who calls, as far as the snapshot tells. */
export interface Caller {
  readonly kind: 'pod' | 'node' | 'outside';
  /** As a person names it: `pod shop/client`. */
  readonly title: string;
  /** As Go prints them. */
  readonly addresses: readonly string[];
  readonly node?: string;
  readonly pod?: Pod;
  /** What was made of the question. */
  readonly notes: readonly string[];
}

/**
 * @throws InputError `not-found` for a pod or node that is not there, with those that may be meant; `invalid-request` for what is no address
 */
export function callerOf(atlas: Atlas, from: TraceSource): Caller {
  if ('pod' in from) return callingPod(requirePod(atlas.view, from.pod), []);
  if ('node' in from) return callingNode(requireNode(atlas.view, from.node, '/from/node'), []);
  const address = readGoAddress(from.ip);
  if (address === undefined) throw refused('invalid-request', `“${from.ip.slice(0, 100)}” is not an IP address.`, '/from/ip');
  const pod = atlas.podAt(address.text);
  if (pod !== undefined) return callingPod(pod, [`${address.text} is the address of pod ${nameOf(pod)}.`]);
  const node = atlas.nodeAt(address.text);
  if (node !== undefined) return callingNode(node, [`${address.text} is an address of node ${node.metadata.name}.`], address.text);
  return { kind: 'outside', title: `${address.text}, from outside,`, addresses: [address.text], notes: [] };
}

function callingPod(pod: Pod, notes: readonly string[]): Caller {
  const { nodeName, hostNetwork } = pod.spec;
  const placed = nodeName === undefined ? {} : { node: nodeName };
  // On the network of its node it is a process of the node.
  const kind = hostNetwork === true ? 'node' : 'pod';
  const said = hostNetwork === true ? [...notes, `Pod ${nameOf(pod)} is on the network of its node, and calls as the node does.`] : notes;
  return { kind, title: `pod ${nameOf(pod)}`, addresses: podIPs(pod), ...placed, pod, notes: said };
}

function callingNode(node: Node, notes: readonly string[], first?: string): Caller {
  const addresses = nodeIPs(node);
  return { kind: 'node', title: `node ${node.metadata.name}`, addresses: first === undefined ? addresses : [first, ...addresses], node: node.metadata.name, notes };
}

/** Its address of a family, the first. */
export function addressOf({ addresses }: Caller, ipFamily: IpFamily): string | undefined {
  return addresses.find((each) => each.includes(':') === (ipFamily === 'IPv6'));
}

/** @throws InputError `not-found` */
export function requireNode(view: ClusterView, name: string, pointer: string): Node {
  const found = view.get('Node', '', name);
  if (found !== undefined) return found;
  const names = view.objects('Node').map(({ metadata }) => metadata.name);
  throw refused('not-found', `There is no node “${name}”${hintOf(name, names, 'node')}.`, pointer);
}

function requirePod(view: ClusterView, name: string): Pod {
  const [namespace = '', bare = '', ...rest] = name.split('/');
  if (namespace === '' || bare === '' || rest.length > 0) throw refused('invalid-request', `“${name.slice(0, 300)}” names no pod: write namespace/name, as in shop/client.`, '/from/pod');
  const found = view.get('Pod', namespace, bare);
  if (found !== undefined) return found;
  const here = view.podsIn(namespace).map(({ metadata }) => metadata.name);
  // Where the namespace has none, its name may be the one that is wrong.
  const elsewhere = here.length === 0 ? nearest(name, view.objects('Pod').slice(0, 5000).map(nameOf)) : [];
  const hint = elsewhere.length > 0 ? `, which has none; near: ${elsewhere.join(', ')}` : hintOf(bare, here, 'pod');
  throw refused('not-found', `There is no pod “${bare}” in namespace “${namespace}”${hint}.`, '/from/pod');
}

function hintOf(name: string, names: readonly string[], noun: string): string {
  const near = nearest(name, names.slice(0, 5000));
  return near.length > 0 ? `; near: ${near.join(', ')}` : names.length === 0 ? `: it has no ${noun}` : '';
}

export function nameOf({ metadata }: { readonly metadata: { readonly namespace: string; readonly name: string } }): string {
  return `${metadata.namespace}/${metadata.name}`;
}

export function refused(code: 'invalid-request' | 'not-found', detail: string, pointer: string): InputError {
  return new InputError(code, detail, [{ pointer, detail }]);
}
