import type { Evidence, Journal } from '../../analysis/index.js';
import { refOf } from '../../cluster/index.js';
import { holds } from '../go-address.js';
import type { Packet } from '../packet.js';
import type { LocalDetector } from '../settings.js';
import type { TracedEndpoint } from './answer.js';
import type { Stage } from './stage.js';
import { isLocalPolicy, type Met } from './doors.js';

/** Says why the source of the packet is changed, or that it is not. What is said follows from what the walk did. */
export function tellMasquerade(stage: Stage, met: Met, endpoints: readonly TracedEndpoint[], journal: Journal): void {
  const changed = endpoints.filter(({ masquerade }) => masquerade);
  const itself = endpoints.find(({ hairpin }) => hairpin);
  if (stage.walk.isRelayed === true) {
    const { ip, port } = stage.packet.destination;
    journal.step('kube-proxy', 'relay', `kube-proxy itself listens at ${ip.includes(':') ? `[${ip}]` : ip}:${port} and connects to the endpoint, which sees an address of the node`);
  } else if (changed.length === 0) {
    journal.step('kernel', 'keep the source', `the endpoint sees ${stage.packet.source.ip}`);
  } else if (changed.length === endpoints.length && !(endpoints.length === 1 && itself !== undefined && !marksAll(stage, met))) {
    journal.step('kernel', 'masquerade', `the endpoint sees an address of the node: ${whyAll(stage, met)}`, evidenceOf(stage, met));
  } else {
    journal.step('kernel', 'masquerade', 'only where the endpoint is the caller itself: it sees an address of the node then, so that its answers come back the same way');
  }
  if (itself !== undefined) journal.warn('The caller is an endpoint itself: a connection that comes back to it needs a network plugin that lets a pod reach itself by its Service (hairpin).');
}

/** Whether the source is changed on the way to endpoints that are not the caller. */
function marksAll({ told: { proxy }, packet }: Stage, met: Met): boolean {
  if (met.door !== 'cluster-ip') return !isLocalPolicy(met) || packet.source.isOfNode;
  return proxy.settings.masqueradeAll || !isTakenForPod(proxy.settings.detectLocal[proxy.ipFamily], packet);
}

function isTakenForPod(detector: LocalDetector, { source }: Packet): boolean {
  if (detector.kind === 'cidr') return holds(detector.cidr, source.ip);
  return detector.kind === 'none' || source.isPodOfNode;
}

function whyAll({ told: { proxy }, packet }: Stage, met: Met): string {
  if (met.door !== 'cluster-ip') return isLocalPolicy(met) ? 'the packet is the node’s own' : 'traffic from outside is, unless externalTrafficPolicy is Local';
  if (proxy.settings.masqueradeAll) return 'masqueradeAll is set';
  return `${packet.source.ip} does not come from ${detectorWords(proxy.settings.detectLocal[proxy.ipFamily])}`;
}

function detectorWords(detector: LocalDetector): string {
  switch (detector.kind) {
    case 'cidr':
      return `the range of pods, ${detector.cidr.text}`;
    case 'interface':
      return `the bridge of pods, ${detector.name}`;
    case 'interface-prefix':
      return `an interface of a pod, ${detector.prefix}…`;
    case 'none':
      return 'a pod';
  }
}

function evidenceOf({ told: { proxy } }: Stage, met: Met): readonly Evidence[] {
  if (met.door !== 'cluster-ip') return [{ ...refOf(met.port.service), field: 'spec.externalTrafficPolicy', value: met.port.externalPolicyLocal ? 'Local' : 'Cluster' }];
  return proxy.settings.read.flatMap(({ field, evidence }) => (evidence !== undefined && /^(?:clusterCIDR|detectLocal|.*masqueradeAll$)/.test(field) ? [evidence] : []));
}
