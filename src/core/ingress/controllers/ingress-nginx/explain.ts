import type { Journal } from '../../../analysis/index.js';
import { mostConsidered, type ConsideredRule, type RouteMatch, type RuleRef } from '../../answer.js';
import type { IngressRequest } from '../../request.js';
import type { RunLocation, RunServer } from './data-plane.js';
import { lowerAscii } from './nginx/location-set.js';
import { normalizeUri } from './nginx/normalize-uri.js';
import { requestHost } from './nginx/request-host.js';
import type { NginxRun } from './run.js';

/** The rules that could have taken a request and did not, the nearest first, with what each lacked. */
export function considered(run: NginxRun, request: IngressRequest, { matched }: RouteMatch, journal: Journal): readonly ConsideredRule[] {
  const host = requestHost(request.host);
  const uri = normalizeUri(request.path)?.uri;
  if (host === undefined || uri === undefined) return [];
  const server = run.plane.names.find(host)?.server ?? run.plane.catchAll;
  const known = new Map<string, ConsideredRule>();
  const add = (rule: RuleRef | undefined, reason: string) => {
    const key = JSON.stringify(rule);
    if (rule !== undefined && key !== JSON.stringify(matched) && !known.has(key)) known.set(key, { ...rule, reason });
  };
  if (server.kind === 'server') {
    const { near, far } = locationsByNearness(server, uri);
    for (const each of near) add(each.location.rule, reasonOfNear(each));
    for (const lost of run.configuration.lost) if (lost.hostname === server.server.hostname && lost.reason !== '') add(lost.rule, lost.reason);
    for (const each of far) add(each.location.rule, `${tellPath(each)} does not match ${uri}`);
  }
  for (const other of run.plane.servers) {
    if (other === server || !other.server.hostname.startsWith('*.') || !host.endsWith(other.server.hostname.slice(1))) continue;
    for (const each of other.locations) add(each.location.rule, wildcardReason(other, host, server));
  }
  const all = [...known.values()];
  if (all.length > mostConsidered) journal.warn(`${all.length - mostConsidered} more rules of this host are not told.`);
  return all.slice(0, mostConsidered);
}

function wildcardReason({ server }: RunServer, host: string, taken: { readonly kind: string }): string {
  const label = host.slice(0, host.length - server.hostname.length + 1);
  return label.includes('.') || label === '' ? `the host ${server.hostname} stands for one label, and ${host} has more` : `a server with the host ${host} itself goes before ${server.hostname}${taken.kind === 'redirect' ? ', and it only redirects' : ''}`;
}

/** Those that match the path, and the others. */
function locationsByNearness({ locations, isRegex }: RunServer, uri: string): { readonly near: readonly RunLocation[]; readonly far: readonly RunLocation[] } {
  const matches = isRegex ? matchesRegex(uri) : ({ path, isExact }: RunLocation) => (isExact ? path === uri : uri.startsWith(path));
  const near = new Set(locations.filter(matches));
  return { near: [...near], far: locations.filter((each) => !near.has(each)) };
}

function matchesRegex(uri: string): (location: RunLocation) => boolean {
  const lower = lowerAscii(uri);
  return ({ literal, isLiteral, regex }) => lower.startsWith(literal) && (isLiteral || (regex.kind === 'linear' && regex.test(uri)));
}

function reasonOfNear(each: RunLocation): string {
  return each.server.isRegex ? `${tellPath(each)} matches too, and stands behind a longer pattern that matches` : `${tellPath(each)} matches too, and is shorter or less exact`;
}

function tellPath({ path, isExact, server }: RunLocation): string {
  return server.isRegex ? `the pattern ^${path}` : `${isExact ? 'exactly ' : 'the prefix '}${path}`;
}
