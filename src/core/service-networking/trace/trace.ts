import { Journal } from '../../analysis/index.js';
import { refOf, type ClusterView } from '../../cluster/index.js';
import { modes } from '../modes/catalogue.js';
import type { Packet, Walk } from '../packet.js';
import type { ProxyOfNode } from '../proxy-of-node.js';
import { whyUnserved } from '../service-ports.js';
import type { TraceAnswer } from './answer.js';
import { atlasOf, type Atlas } from './atlas.js';
import { concludeStage } from './conclude.js';
import type { Stage } from './stage.js';
import { calleeOf, type Callee } from './destination.js';
import { entryOf } from './entry.js';
import { isLoopback } from './loopback.js';
import { modeOf } from './mode-of.js';
import { answerWithout, type Withheld } from './withheld.js';
import type { TraceQuestion } from './question.js';
import { addressOf, callerOf, nameOf, type Caller } from './source.js';

/**
 * Leads the first packet of a connection through the rules that kube-proxy has on a node, and tells where it ends and why.
 *
 * @throws InputError `not-found` for a pod, node or Service that is not there; `invalid-request` for a question that cannot be understood
 * Source: the modes of kube-proxy, each by its own rules: `modes/`.
 */
export function trace(view: ClusterView, question: TraceQuestion): TraceAnswer {
  const atlas = atlasOf(view);
  const journal = new Journal();
  const caller = callerOf(atlas, question.from);
  const callee = calleeOf(view, question);
  const entry = entryOf(atlas, question, caller, callee);
  for (const note of caller.notes) journal.step('client', 'call', note, caller.pod === undefined ? [] : [{ ...refOf(caller.pod), field: 'status.podIPs' }]);
  const withheld = whyNoPacket(caller, callee);
  if (withheld !== undefined) return answerWithout(withheld, journal);
  const first = stageAt(atlas, question, { caller, callee, node: entry.node }, journal);
  if ('reason' in first) return answerWithout(first, journal);
  if (entry.assumed !== undefined) journal.warn(entry.assumed);
  if (entry.next === undefined || first.walk.verdict !== 'untouched') return concludeStage(atlas, first, journal);
  journal.step('kernel', 'route', `the rules of ${entry.node} leave the packet as it is: it goes to node ${entry.next}, which has the address ${callee.ip}`);
  const second = stageAt(atlas, question, { caller, callee, node: entry.next }, journal);
  if ('reason' in second) return answerWithout(second, journal);
  if (caller.kind === 'pod') journal.warn(`On the way to ${entry.next} the network plugin may put the address of ${entry.node} in the place of the pod’s; the pod’s was taken.`);
  return concludeStage(atlas, second, journal);
}

/** Before any rule is asked: there may be no packet that kube-proxy could see. */
function whyNoPacket(caller: Caller, callee: Callee): Withheld | undefined {
  const { service } = callee;
  const unserved = service === undefined ? undefined : whyUnserved(service);
  if (service !== undefined && unserved !== undefined) return { outcome: 'not-a-service', reason: unserved, summary: unservedWords[unserved](nameOf(service), service.spec.externalName ?? ''), evidence: [refOf(service)] };
  if (callee.ip === undefined) {
    const name = service === undefined ? 'It' : `Service ${nameOf(service)}`;
    return { outcome: 'not-a-service', reason: 'no-address-of-family', summary: `${name} has no ${callee.ipFamily} address: nothing of that family can reach it.`, evidence: service === undefined ? [] : [{ ...refOf(service), field: 'spec.clusterIPs', value: service.spec.clusterIPs ?? [] }] };
  }
  if (caller.addresses.length === 0) {
    return { outcome: 'insufficient-information', reason: 'source-unknown', summary: `Nothing can be told: the snapshot holds no address of ${caller.title}.`, missing: [`the status of ${caller.title}, with its addresses`] };
  }
  if (isLoopback(callee.ip) && caller.kind !== 'node') {
    return { outcome: 'not-a-service', reason: 'loopback', summary: caller.kind === 'pod' ? `${callee.ip} is the loopback of ${caller.title} itself: the packet never leaves it.` : `${callee.ip} is the loopback of whoever calls: no packet to it comes from outside.` };
  }
  if (!isLoopback(callee.ip) && addressOf(caller, callee.ipFamily) === undefined) {
    return { outcome: 'not-a-service', reason: 'no-address-of-family', summary: `${caller.title} has no ${callee.ipFamily} address, and cannot call ${callee.ip}.` };
  }
  return undefined;
}

const unservedWords: Readonly<Record<NonNullable<ReturnType<typeof whyUnserved>>, (name: string, alias: string) => string>> = {
  headless: (name) => `Service ${name} is headless: its name stands for the addresses of its pods, and kube-proxy has no rules for it. Ask for the address and port of one of them.`,
  'external-name': (name, alias) => `Service ${name} is an ExternalName: an alias of ${alias} in DNS, for which kube-proxy has no rules.`,
  'no-cluster-ip': (name) => `Service ${name} has no ClusterIP yet: kube-proxy has no rules for it.`,
  'other-proxy': (name) => `Service ${name} has the label service.kubernetes.io/service-proxy-name: kube-proxy leaves it to another proxy.`,
};

interface Staging {
  readonly caller: Caller;
  readonly callee: Callee;
  readonly node: string | undefined;
}

/** The walk on one node; or why there is none. */
function stageAt(atlas: Atlas, question: TraceQuestion, { caller, callee, node }: Staging, journal: Journal): Stage | Withheld {
  const told = atlas.proxyOf(node, callee.ipFamily);
  const mode = modeOf(atlas, told, question.mode);
  if (typeof mode !== 'string') return mode;
  const member = modes.find(({ id }) => id === mode);
  if (member === undefined) return { outcome: 'insufficient-information', reason: 'unsupported-mode', summary: `Nothing can be told: kube-proxy of ${whereOf(told)} runs in mode ${mode}, whose rules are not known here.`, missing: [`the rules of mode ${mode}`], node: told.proxy.place.nodeName, mode };
  for (const warning of told.warnings) journal.warn(warning);
  if (question.mode !== undefined && question.mode !== told.proxy.settings.mode) journal.warn(`It was asked as if kube-proxy ran in mode ${question.mode}.`);
  const packet = packetAt(told, caller, callee);
  const walk: Walk = member.walk(told.proxy, packet);
  return { told, mode, packet, walk, caller, callee };
}

function packetAt({ proxy }: ProxyOfNode, caller: Caller, callee: Callee): Packet {
  const destination = callee.ip ?? '';
  const ip = isLoopback(destination) ? destination : (addressOf(caller, callee.ipFamily) ?? '');
  const isHere = caller.node !== undefined && caller.node === proxy.place.nodeName;
  const isOfNode = isLoopback(ip) || proxy.addresses.includes(ip) || (caller.kind === 'node' && isHere);
  return {
    ipFamily: callee.ipFamily,
    protocol: callee.protocol,
    source: { ip, isOfNode, isPodOfNode: caller.kind === 'pod' && isHere },
    destination: { ip: destination, port: callee.port, isOfNode: isLoopback(destination) || proxy.addresses.includes(destination) },
    hook: isOfNode ? 'output' : 'prerouting',
  };
}

function whereOf({ proxy: { place } }: ProxyOfNode): string {
  return place.nodeName === '' ? 'the cluster' : `node ${place.nodeName}`;
}
