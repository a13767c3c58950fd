import { portIndexOf } from '../port-index.js';
import { proxySettings } from '../settings.js';
import { isLoopback } from './loopback.js';
import type { Atlas } from './atlas.js';
import type { Callee } from './destination.js';
import type { TraceQuestion } from './question.js';
import { requireNode, type Caller } from './source.js';

/** Where the rules are walked. */
export interface Entry {
  /** Undefined where no node is known. */
  readonly node: string | undefined;
  /** The packet goes on to this one where the first leaves it as it is: the node that has its address. */
  readonly next?: string;
  /** Nobody said which node it is: how it was chosen. */
  readonly assumed?: string;
}

/**
 * The node that was asked for; or that of the caller; or the one that has the destination; or one by which such a packet can come in.
 *
 * @throws InputError `not-found` for a node that is not there
 */
export function entryOf(atlas: Atlas, question: TraceQuestion, caller: Caller, callee: Callee): Entry {
  const nodes = atlas.view.objects('Node');
  if (question.node !== undefined) return { node: nodes.length === 0 ? question.node : requireNode(atlas.view, question.node, '/node').metadata.name };
  const owner = callee.ip === undefined || isLoopback(callee.ip) ? undefined : atlas.nodeAt(callee.ip)?.metadata.name;
  if (caller.node !== undefined) return owner === undefined || owner === caller.node ? { node: caller.node } : { node: caller.node, next: owner };
  if (owner !== undefined) return { node: owner };
  return entered(atlas, caller, callee);
}

/** For an outside caller every node is as good as another, but for policy Local: then the load balancer takes one that has an endpoint. */
function entered(atlas: Atlas, caller: Caller, callee: Callee): Entry {
  const nodes = atlas.view.objects('Node');
  const [first] = nodes;
  if (first === undefined) return { node: undefined };
  const { behaviour } = proxySettings(atlas.view, first);
  const index = portIndexOf(atlas.sliced.view, callee.ipFamily, behaviour);
  const met = index.met(callee.protocol, callee.ip ?? '', callee.port, false);
  const names = new Set(nodes.map(({ metadata }) => metadata.name));
  const local = met
    .filter(({ externalPolicyLocal }) => externalPolicyLocal)
    .flatMap((port) => index.endpoints(port, ''))
    .find(({ ready, nodeName }) => ready && nodeName !== undefined && names.has(nodeName))?.nodeName;
  const node = local ?? first.metadata.name;
  const why = local === undefined ? (nodes.length === 1 ? undefined : `by which node ${caller.kind === 'outside' ? 'the packet comes in' : 'it goes'} was not said: the rules of ${node} were walked; with traffic policy Local others may answer differently`) : `by which node the packet comes in was not said: the rules of ${node} were walked, which has an endpoint of its own, as the traffic policy is Local; a node without one drops it`;
  return { node, ...(why !== undefined && { assumed: `${why.charAt(0).toUpperCase()}${why.slice(1)}.` }) };
}
