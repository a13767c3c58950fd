import type { Journal } from '../../analysis/index.js';
import type { TraceAnswer } from './answer.js';
import type { Atlas } from './atlas.js';
import { delivered } from './delivered.js';
import { refusedByRule } from './refused.js';
import type { Ending, Stage } from './stage.js';
import { untouched } from './untouched.js';

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
