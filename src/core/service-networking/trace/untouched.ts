import type { Journal } from '../../analysis/index.js';
import type { Service } from '../../cluster/index.js';
import { holds, readGoNetwork } from '../go-address.js';
import { whyUnserved } from '../service-ports.js';
import { tellAbsence } from './absence.js';
import type { TraceReason, TraceSuggestion } from './answer.js';
import type { Atlas } from './atlas.js';
import type { Ending, Stage } from './stage.js';
import { doorEvidence, doorWords, metBy, type Met } from './doors.js';
import { isLoopback } from './loopback.js';
import { nameOf } from './source.js';
import { suggestionsFor } from './suggestions.js';

/** No rule decides, or one lets the packet through as it is. */
export function untouched(atlas: Atlas, stage: Stage, journal: Journal): Ending {
  const { told: { proxy }, packet, walk } = stage;
  const met = metBy(proxy, packet);
  if (met !== undefined && met.door === 'health-check') return healthCheck(stage, met, journal);
  if (met !== undefined && walk.verdict === 'untouched') return passedBy(atlas, stage, met, journal);
  const ending = notOfService(atlas, stage);
  journal.step('kube-proxy', 'pass over', ending.summary);
  return ending;
}

/** kube-proxy itself answers. Source: pkg/proxy/healthcheck/service_health.go v1.37.2, hcHandler. */
function healthCheck({ told: { proxy } }: Stage, met: Met, journal: Journal): Ending {
  const { port } = met;
  const local = proxy.chosen(port).local.length;
  const summary = `${port.healthCheckNodePort} is the health check port of ${port.name}: kube-proxy of ${proxy.place.nodeName} answers ${local > 0 ? `200, as the node has ${local} of its endpoints` : '503, as the node has none of its endpoints, and the load balancer keeps away'}.`;
  journal.step('kube-proxy', 'answer', summary, [doorEvidence(met)]);
  return { outcome: 'not-a-service', reason: 'health-check-port', port, summary };
}

/** A port of a Service is met, and yet no rule decides. */
function passedBy(atlas: Atlas, stage: Stage, met: Met, journal: Journal): Ending {
  const { told: { proxy }, packet } = stage;
  const { port, door } = met;
  const what = `${packet.destination.ip}:${packet.destination.port}/${packet.protocol}`;
  if (door === 'node-port') {
    const reason: TraceReason = isLoopback(packet.destination.ip) ? 'localhost-nodeport-disabled' : 'nodeport-address-excluded';
    const served = proxy.settings.nodePortAddresses.length === 0 ? 'the addresses of the node, without the loopback' : proxy.settings.nodePortAddresses.join(', ');
    const summary = `${what} reaches no Service: ${packet.destination.port} is ${doorWords(met)}, but kube-proxy serves node ports on ${served}.`;
    journal.step('kube-proxy', 'pass over', summary, proxy.settings.read.flatMap(({ field, evidence }) => (evidence !== undefined && /nodePort/i.test(field) ? [evidence] : [])));
    const other = reason === 'localhost-nodeport-disabled' ? proxy.addresses[0] : undefined;
    return { outcome: 'not-a-service', reason, port, summary, suggestions: other === undefined ? [] : [{ service: port.name, ip: other, port: port.nodePort, protocol: port.protocol, detail: 'the address of the node itself' }] };
  }
  journal.step('kube-proxy', 'match', `${what} is ${doorWords(met)}`, [doorEvidence(met)]);
  const why = tellAbsence(atlas.view, proxy, port);
  // The rule that rejects such a packet is not on the way of what a node sends itself: pkg/proxy/iptables/proxier.go v1.37.2, iptablesJumpChains has no OUTPUT for KUBE-EXTERNAL-SERVICES.
  journal.step('kube-proxy', 'reject', `${why}; the rules of this node reject only what comes from elsewhere, so the packet leaves it, and the next node that it comes to rejects it`);
  journal.warn(`The packet leaves ${proxy.place.nodeName === '' ? 'the node' : proxy.place.nodeName} for ${packet.destination.ip} first: where no node answers for that address it is lost instead of refused.`);
  for (const warning of atlas.sliced.warningsOf(port.service)) journal.warn(warning);
  return { outcome: 'rejected', reason: 'no-endpoints', port, summary: `${what} (${port.name}) is refused: ${why}.` };
}

function notOfService(atlas: Atlas, stage: Stage): Ending {
  const { packet: { destination, protocol } } = stage;
  const what = `${destination.ip}:${destination.port}/${protocol}`;
  const suggestions = suggestionsFor(stage);
  const [nearest] = suggestions;
  const answer = (reason: TraceReason, detail: string): Ending => ({ outcome: 'not-a-service', reason, suggestions, summary: `${what} ${detail}` });
  const [mention] = atlas.mentioning(destination.ip);
  if (nearest !== undefined && nearest.ip === destination.ip && !destination.isOfNode) {
    const reason = nearest.port === destination.port ? 'wrong-protocol' : 'wrong-port';
    return answer(reason, `is no port of a Service: ${nearest.service} has the address with ${nearest.port}/${nearest.protocol} (${nearest.detail}). No rule matches, and the packet leaves by the routes of the node.`);
  }
  if (mention !== undefined && !destination.isOfNode) return mentioned(destination.ip, mention, answer);
  if (destination.isOfNode) return ofNode(stage, nearest, answer);
  const pod = atlas.podAt(destination.ip);
  if (pod !== undefined) return answer('pod-address', `is the address of pod ${nameOf(pod)}: kube-proxy has no part in it, and the network plugin brings the packet there.`);
  const node = atlas.nodeAt(destination.ip);
  if (node !== undefined) return answer('node-address', `is an address of node ${node.metadata.name}: the packet goes there as it is.`);
  const range = atlas.view.objects('ServiceCIDR').flatMap(({ spec }) => spec.cidrs ?? []).find((cidr) => {
    const network = readGoNetwork(cidr);
    return network !== undefined && holds(network, destination.ip);
  });
  if (range !== undefined) return answer('unallocated-cluster-ip', `is no port of a Service: the address is in the range of ClusterIPs, ${range}, and no Service has it. No rule matches, and the packet leaves by the routes of the node.`);
  return answer('outside-address', 'is no address of a Service, a pod or a node: the packet leaves by the routes of the node.');
}

function mentioned(ip: string, service: Service, answer: (reason: TraceReason, detail: string) => Ending): Ending {
  const name = nameOf(service);
  const unserved = whyUnserved(service);
  if (unserved !== undefined) return answer(unserved, `belongs to Service ${name}, which kube-proxy does not serve.`);
  const inStatus = service.status?.loadBalancer?.ingress?.find((each) => each.ip === ip);
  if (inStatus?.ipMode === 'Proxy') return answer('load-balancer-not-ready', `belongs to the load balancer of Service ${name}, which asks kube-proxy to leave it alone (ipMode: Proxy): the packet goes out to it.`);
  return answer('load-balancer-not-ready', `is an address that Service ${name} asks for (spec.loadBalancerIP), and its status does not have it: nobody serves it yet.`);
}

function ofNode({ packet: { destination, protocol }, told: { proxy } }: Stage, nearest: TraceSuggestion | undefined, answer: (reason: TraceReason, detail: string) => Ending): Ending {
  const where = proxy.place.nodeName === '' ? 'the node' : `node ${proxy.place.nodeName}`;
  if (nearest !== undefined) return answer(nearest.port === destination.port ? 'wrong-protocol' : 'wrong-port', `is no node port of a Service in ${protocol}; ${nearest.service} has ${nearest.port}/${nearest.protocol} (${nearest.detail}). What listens on ${where} itself answers, or nothing.`);
  return answer(isLoopback(destination.ip) ? 'loopback' : 'node-address', `is ${where} itself, and no node port of a Service: what listens there answers, or nothing.`);
}
