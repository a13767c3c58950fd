import { count } from '../../analysis/index.js';
import type { MatchAnswer, Outcome } from '../../ingress/index.js';
import { stretchesOf, type Path, type Stretch } from '../path.js';

const marks: Readonly<Record<Outcome, Path['mark']>> = { forward: 'works', redirect: 'told', 'default-backend': 'told', 'not-found': 'stops', unavailable: 'stops', denied: 'stops', 'insufficient-information': 'unknown' };

/** From the controller, by what it decides, to the backend, or to where the request ends. */
export function pathOfMatch(matched: MatchAnswer): Path {
  const mark = marks[matched.outcome];
  const within = stretchesOf(matched, mark);
  const controller: Stretch[] = matched.controller === null ? [] : [{ head: 'controller', action: 'takes the request', detail: matched.controller, mark: 'passed' }];
  return {
    title: 'The path of a request at the ingress',
    verdict: matched.summary,
    mark,
    stretches: [...controller, ...within, ...(within.some((stretch) => stretch.mark === 'stops') ? [] : [endOf(matched, mark)])],
    notes: matched.warnings,
  };
}

function endOf({ outcome, status, location, backend }: MatchAnswer, mark: Path['mark']): Stretch {
  const head = status === undefined ? outcome : `${outcome} ${status}`;
  if (location !== undefined) return { head, action: 'to', detail: location, mark };
  if (backend === null) return { head, action: '', detail: '', mark };
  const [first] = backend.endpoints;
  return { head, action: `to ${backend.service}:${backend.port}`, detail: first === undefined ? '' : `${count(backend.endpoints.length, 'endpoint')}, as ${first.pod ?? first.ip}`, mark };
}
