import { count } from '../../analysis/index.js';
import type { TraceAnswer, TraceOutcome } from '../../service-networking/index.js';
import { stretchesOf, type Path, type Stretch } from '../path.js';

const marks: Readonly<Record<TraceOutcome, Path['mark']>> = { delivered: 'works', rejected: 'stops', dropped: 'stops', 'not-a-service': 'told', 'insufficient-information': 'unknown' };

/** From who sends, by what each component does, to the endpoints, or to where the packet ends. */
export function pathOfTrace(traced: TraceAnswer): Path {
  const mark = marks[traced.outcome];
  const within = stretchesOf(traced, mark);
  const hasStopped = within.some((stretch) => stretch.mark === 'stops');
  return {
    title: 'The path of a packet',
    verdict: traced.summary,
    mark,
    stretches: [...senderOf(traced), ...within, ...(hasStopped ? [] : [endOf(traced, mark)])],
    notes: traced.warnings,
  };
}

function senderOf({ packet, node }: TraceAnswer): Stretch[] {
  if (packet === null) return [];
  const { protocol, sourceIP, destinationIP, destinationPort } = packet;
  const host = destinationIP.includes(':') ? `[${destinationIP}]` : destinationIP;
  return [{ head: sourceIP ?? 'client', action: `sends ${protocol}`, detail: `to ${host}:${destinationPort}${node === null ? '' : `, seen on node ${node}`}`, mark: 'passed' }];
}

function endOf({ outcome, endpoints, missing }: TraceAnswer, mark: Path['mark']): Stretch {
  if (endpoints.length === 0) return { head: outcome, action: '', detail: missing[0] === undefined ? '' : `Collect ${missing[0]}.`, mark };
  const shown = endpoints.slice(0, 3).map(({ ip, pod, probability }) => `${pod ?? ip} ${Math.round(probability * 100)} %`);
  const rest = endpoints.length - shown.length;
  return { head: outcome, action: `to ${count(endpoints.length, 'endpoint')}`, detail: `${shown.join(', ')}${rest === 0 ? '' : `, +${rest} more`}`, mark };
}
