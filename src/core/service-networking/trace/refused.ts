import type { Journal } from '../../analysis/index.js';
import { refOf } from '../../cluster/index.js';
import { holds } from '../go-address.js';
import type { TraceReason } from './answer.js';
import type { Atlas } from './atlas.js';
import type { Ending, Stage } from './stage.js';
import { doorEvidence, doorWords, metBy, type Met } from './doors.js';
import { tellAbsence } from './absence.js';
import { suggestionsFor } from './suggestions.js';

/** A rule rejects or drops the packet. */
export function refusedByRule(atlas: Atlas, stage: Stage, journal: Journal): Ending {
  const { told: { proxy }, packet, walk } = stage;
  const outcome = walk.verdict === 'rejected' ? 'rejected' : 'dropped';
  const met = metBy(proxy, packet, (port) => !proxy.chosen(port).hasAny || walk.verdict === 'dropped');
  const what = `${packet.destination.ip}:${packet.destination.port}/${packet.protocol}`;
  if (met === undefined) return unmet(stage, outcome, journal);
  journal.step('kube-proxy', 'match', `${what} is ${doorWords(met)}`, [doorEvidence(met)]);
  const reason = reasonOf(stage, met);
  const last = walk.hops.at(-1);
  const fate = outcome === 'rejected' ? 'is refused' : 'is dropped without an answer';
  const why = whyOf(atlas, stage, met, reason);
  journal.step('kube-proxy', outcome === 'rejected' ? 'reject' : 'drop', last === undefined ? why : `${why} (${last.table} ${last.chain})`, reason === 'source-range' ? [{ ...refOf(met.port.service), field: 'spec.loadBalancerSourceRanges', value: met.port.service.spec.loadBalancerSourceRanges ?? [] }] : []);
  for (const warning of atlas.sliced.warningsOf(met.port.service)) journal.warn(warning);
  if (reason === 'no-endpoints' && atlas.sliced.sourceOf(met.port.service) === 'unknown') {
    return { outcome: 'insufficient-information', reason: 'endpoints-unknown', port: met.port, summary: `Nothing can be told: the snapshot does not hold the endpoints of ${met.port.name}.`, missing: ['EndpointSlices of the cluster: `kubectl get endpointslices -A -o yaml`'] };
  }
  return { outcome, reason, port: met.port, summary: `${what} (${met.port.name}) ${fate}: ${why}.` };
}

function reasonOf({ told: { proxy }, packet }: Stage, { port, door }: Met): TraceReason {
  if (!proxy.chosen(port).hasAny) return 'no-endpoints';
  const isRanged = door === 'load-balancer' && port.loadBalancerSourceRanges.length > 0;
  return isRanged && !port.loadBalancerSourceRanges.some((range) => holds(range, packet.source.ip)) ? 'source-range' : 'no-local-endpoints';
}

function whyOf(atlas: Atlas, { told: { proxy }, packet }: Stage, { port, door }: Met, reason: TraceReason): string {
  if (reason === 'source-range') return `${packet.source.ip} is in none of the source ranges of the load balancer, ${port.loadBalancerSourceRanges.map(({ text }) => text).join(', ')}`;
  if (reason === 'no-endpoints') return tellAbsence(atlas.view, proxy, port);
  const policy = door === 'cluster-ip' ? 'internalTrafficPolicy' : 'externalTrafficPolicy';
  const nodes = [...new Set(proxy.endpoints(port).flatMap(({ ready, nodeName }) => (ready && nodeName !== undefined ? [nodeName] : [])))].sort();
  const where = nodes.length === 0 ? '' : `; it has them on ${nodes.slice(0, 5).join(', ')}${nodes.length > 5 ? ` and ${nodes.length - 5} more` : ''}`;
  return `${policy} is Local, and ${proxy.place.nodeName === '' ? 'the node' : `node ${proxy.place.nodeName}`} has no endpoint of it${where}`;
}

/** In mode nftables addresses of the range of ClusterIPs are refused where no Service has them, or not the port. */
function unmet(stage: Stage, outcome: 'rejected' | 'dropped', journal: Journal): Ending {
  const { packet: { destination, protocol } } = stage;
  const suggestions = suggestionsFor(stage);
  const holders = suggestions.filter(({ ip }) => ip === destination.ip);
  const reason = holders.length === 0 ? 'unallocated-cluster-ip' : holders.some(({ port }) => port === destination.port) ? 'wrong-protocol' : 'wrong-port';
  const why = holders.length === 0 ? `no Service has the address ${destination.ip}` : `Service ${holders[0]!.service} has the address, and no port ${destination.port}/${protocol}`;
  journal.step('kube-proxy', outcome === 'rejected' ? 'reject' : 'drop', why);
  return { outcome, reason, suggestions, summary: `${destination.ip}:${destination.port}/${protocol} ${outcome === 'rejected' ? 'is refused' : 'is dropped without an answer'}: ${why}.` };
}
