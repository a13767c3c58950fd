import type { AlternativeBackend, RouteBackend, RouteMatch } from '../answer.js';
import type { Routing } from '../controller.js';
import type { RequestQuestion } from '../request.js';
import type { Probe } from './probes.js';

/** A request that the two sides would answer differently. */
export interface AnsweredDifferently {
  readonly request: RequestQuestion;
  /** What the request tries: `a longer name`. */
  readonly tries: string;
  /** In one line each: `forward to shop/web:80 as /cart`, `redirect 308 to https://…`, `404`. */
  readonly before: string;
  readonly after: string;
}

export interface Proof {
  /** How many requests both sides were asked. */
  readonly requests: number;
  readonly same: number;
  /** Those that neither side could be asked about: the model of the controller does not tell. */
  readonly unknown: number;
  readonly differences: readonly AnsweredDifferently[];
  /** How many more there are. */
  readonly omitted: number;
  /** All of them by what the requests try. */
  readonly byTry: Readonly<Record<string, number>>;
}

/** A proof lists so many differences at most, and counts the rest. */
export const mostDifferences = 200;

/** Asks both sides the same. */
export function prove(before: Routing, after: Routing, probes: Iterable<Probe>): Proof {
  const differences: AnsweredDifferently[] = [];
  const byTry: Record<string, number> = {};
  let [requests, same, unknown] = [0, 0, 0];
  for (const { question, request, tries } of probes) {
    requests++;
    const [old, now] = [before.match(request), after.match(request)];
    if (old.outcome === 'insufficient-information' || now.outcome === 'insufficient-information') {
      unknown++;
      continue;
    }
    const [told, tellsNow] = [tellEffect(old, request.scheme), tellEffect(now, request.scheme)];
    if (told === tellsNow) {
      same++;
      continue;
    }
    byTry[tries] = (byTry[tries] ?? 0) + 1;
    if (differences.length < mostDifferences) differences.push({ request: question, tries, before: told, after: tellsNow });
  }
  const different = requests - same - unknown;
  return { requests, same, unknown, differences, omitted: different - differences.length, byTry };
}

/** What a client sees, and a backend gets: two answers are the same where these are. */
export function tellEffect(match: RouteMatch, scheme: 'http' | 'https'): string {
  const certificate = scheme === 'https' && match.tls !== null && match.tls.certificate !== 'none' ? `, certificate ${match.tls.certificate === 'default' ? 'the default' : (match.tls.secret ?? 'the default')}` : '';
  return `${tellAnswer(match)}${certificate}`;
}

function tellAnswer({ outcome, status, location, upstreamPath, backend, alternatives }: RouteMatch): string {
  switch (outcome) {
    case 'redirect':
      return `redirect ${status ?? ''} to ${withRoot(location ?? '')}`;
    case 'forward':
    case 'default-backend':
      if (backend === null) return String(status ?? 404);
      return `forward to ${alternatives === undefined || alternatives.length < 2 ? tellBackend(backend) : tellShares(alternatives)} as ${upstreamPath ?? ''}`;
    case 'denied':
      return status === undefined ? 'no connection' : String(status);
    case 'not-found':
    case 'unavailable':
    case 'insufficient-information':
      return String(status ?? 404);
  }
}

/** By its endpoints; where none are known by the Service alone, of which one side names a port by name and the other by number. */
function tellBackend({ service, endpoints }: RouteBackend): string {
  const ports = [...new Set(endpoints.map(({ port }) => port))].sort((a, b) => a - b);
  return ports.length === 0 ? service : `${service} (${ports.join(', ')})`;
}

function tellShares(alternatives: readonly AlternativeBackend[]): string {
  return alternatives
    .filter(({ share }) => share > 0)
    .map(({ backend, share }) => `${tellBackend(backend)} ${Math.round(share * 1000) / 10} %`)
    .sort()
    .join(' and ');
}

/** `https://host` and `https://host/` are one place, and so are `http://host:80/` and `http://host/` (RFC 9110 section 4.2.3). */
function withRoot(location: string): string {
  const plain = location.replace(/^(http:\/\/[^/?#]+):80(?=[/?#]|$)/, '$1').replace(/^(https:\/\/[^/?#]+):443(?=[/?#]|$)/, '$1');
  return /^https?:\/\/[^/?#]+$/.test(plain) ? `${plain}/` : plain;
}
