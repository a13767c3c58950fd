import type { Journal } from '../../analysis/index.js';
import type { Packet, Walk } from '../packet.js';
import type { ProxyOfNode } from '../proxy-of-node.js';
import type { ServicePort } from '../service-ports.js';
import type { ProxyModeName } from '../settings.js';
import type { TraceAnswer } from './answer.js';
import type { Atlas } from './atlas.js';
import type { Callee } from './destination.js';
import { delivered } from './delivered.js';
import { refusedByRule } from './refused.js';
import type { Caller } from './source.js';
import { untouched } from './untouched.js';

/** A packet that was led through the rules of one node. */
export interface Stage {
  readonly told: ProxyOfNode;
  readonly mode: ProxyModeName;
  readonly packet: Packet;
  readonly walk: Walk;
  readonly caller: Caller;
  readonly callee: Callee;
}

/** What a way of ending adds to the answer. */
export type Ending = Pick<TraceAnswer, 'outcome' | 'reason' | 'summary'> & Partial<Pick<TraceAnswer, 'endpoints' | 'affinitySeconds' | 'suggestions' | 'missing'>> & { readonly port?: ServicePort };

/** Tells what became of the packet, and why. */
export function concludeStage(atlas: Atlas, stage: Stage, journal: Journal): TraceAnswer {
  const { told, mode, packet, walk } = stage;
  const { outcome, reason, summary, port, endpoints = [], affinitySeconds = null, suggestions = [], missing = [] } = endingOf(atlas, stage, journal);
  return {
    outcome,
    reason,
    node: told.proxy.place.nodeName === '' ? null : told.proxy.place.nodeName,
    ipFamily: packet.ipFamily,
    mode,
    packet: { protocol: packet.protocol, sourceIP: packet.source.ip, destinationIP: packet.destination.ip, destinationPort: packet.destination.port },
    servicePort: port?.name ?? null,
    masquerade: endpoints.some(({ masquerade }) => masquerade),
    endpoints,
    affinitySeconds,
    chains: walk.hops,
    suggestions,
    missing,
    summary,
    steps: journal.steps,
    warnings: journal.warnings,
  };
}

function endingOf(atlas: Atlas, stage: Stage, journal: Journal): Ending {
  if (stage.walk.verdict === 'translated') return delivered(atlas, stage, journal);
  if (stage.walk.verdict === 'rejected' || stage.walk.verdict === 'dropped') return refusedByRule(atlas, stage, journal);
  return untouched(atlas, stage, journal);
}
