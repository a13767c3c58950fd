import type { Resolution } from '../dns/index.js';
import type { MatchAnswer } from '../ingress/index.js';
import type { TraceAnswer } from '../service-networking/index.js';
import { pathOfMatch } from './paths/match.js';
import { pathOfResolution } from './paths/resolve.js';
import { pathOfTrace } from './paths/trace.js';
import { drawPath } from './strip.js';

export { drawRanges } from './range-map.js';

/** The path of a packet as SVG. */
export function drawTrace(traced: TraceAnswer): string {
  return drawPath(pathOfTrace(traced));
}

/** The path of a request at the ingress as SVG. */
export function drawMatch(matched: MatchAnswer): string {
  return drawPath(pathOfMatch(matched));
}

/** The path of a name as SVG. */
export function drawResolution(resolution: Resolution): string {
  return drawPath(pathOfResolution(resolution));
}
