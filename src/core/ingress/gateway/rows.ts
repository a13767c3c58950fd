import type { Route } from '../answer.js';
import { compareHosts, covers, tellHost } from './hostname.js';
import type { GatewayModel, ServedListener } from './model.js';
import type { RouteRuleMatch } from './route-match.js';
import { nameOf, type Filter } from './route-object.js';
import type { Entry } from './rule-table.js';
import { refOfMatch, tellConditions, tellRule } from './tell-match.js';

/** The rows of a Gateway: port by port, the narrowest hosts first, in the order in which the rules are asked. */
export function rowsOf(model: GatewayModel, host: string | undefined): Route[] {
  const rows: Omit<Route, 'order'>[] = [];
  for (const served of [...model.served].sort((a, b) => a.listener.port - b.listener.port || compareHosts(a.listener.hostname, b.listener.hostname))) {
    for (const name of [...served.hosts].sort(compareHosts)) {
      if (host === undefined || covers(name, host)) rows.push(...rowsOnHost(model, served, name));
    }
  }
  return rows.map((row, at) => ({ ...row, order: at + 1 }));
}

function rowsOnHost(model: GatewayModel, served: ServedListener, host: string): Omit<Route, 'order'>[] {
  const { listener } = served;
  const entries = served.tables.get(host)?.entries ?? [];
  const isolated = isolatedBy(model, served, host);
  const asked = new Map<string, Entry[]>();
  return entries.map((entry) => {
    const { match, rule } = entry;
    const key = samePath(match);
    const before = asked.get(key) ?? [];
    const shadow = before.find((earlier) => isWider(earlier.match, match));
    before.push(entry);
    asked.set(key, before);
    const [ref] = rule.refs().filter(({ weight }) => weight > 0);
    const redirects = rule.filters.some(({ requestRedirect }) => requestRedirect);
    return {
      ...refOfMatch(match, host),
      matcher: `${listener.protocol} ${listener.port} ${tellHost(host)} && ${tellConditions(match)}`,
      backend: redirects || ref === undefined ? null : { service: ref.backend.service, port: ref.backend.port },
      notes: [`listener ${listener.name}`, ...tellFilters(rule.filters), ...tellBackends(entry)],
      ...(isolated !== undefined && { dead: { by: null, reason: isolated } }),
      ...(isolated === undefined && shadow !== undefined && { dead: { by: refOfMatch(shadow.match, host), reason: `${nameOf(shadow.match.route)}, ${tellRule(shadow.match)}, takes all that it would take` } }),
    };
  });
}

/** Requests for a host go to the narrowest listener of the port that has it. Source: gateway-api v1.6 GatewaySpec.Listeners, Listener Isolation */
function isolatedBy({ served }: GatewayModel, { listener }: ServedListener, host: string): string | undefined {
  const narrower = served.find((each) => each.listener !== listener && each.listener.port === listener.port && covers(each.listener.hostname, host) && compareHosts(each.listener.hostname, listener.hostname) < 0);
  return narrower && `listener ${narrower.listener.name} (${tellHost(narrower.listener.hostname)}) gets the requests for ${tellHost(host)}`;
}

function samePath({ path, service, call }: RouteRuleMatch): string {
  if (path === undefined) return [service?.written, call?.written].join('\0');
  return `${path.type}\0${path.type === 'PathPrefix' ? path.written.replace(/\/$/, '') : path.written}`;
}

/** Whether `a`, of the same path, takes all that `b` takes. */
function isWider(a: RouteRuleMatch, b: RouteRuleMatch): boolean {
  const has = (conditions: RouteRuleMatch['headers'], { name, type, written }: RouteRuleMatch['headers'][number]) => conditions.some((each) => each.name === name && each.type === type && each.written === written);
  return (a.method === undefined || a.method === b.method) && a.headers.every((each) => has(b.headers, each)) && a.query.every((each) => has(b.query, each));
}

function tellFilters(filters: readonly Filter[]): string[] {
  return filters.flatMap(({ type, requestRedirect, urlRewrite }) => {
    if (requestRedirect !== undefined) return `redirects with ${requestRedirect.statusCode}`;
    if (urlRewrite !== undefined) return `rewrites ${[...(urlRewrite.hostname === undefined ? [] : [`the host to ${urlRewrite.hostname}`]), ...(urlRewrite.path === undefined ? [] : [`the path (${urlRewrite.path.type})`])].join(' and ')}`;
    return `filter ${type}`;
  });
}

function tellBackends({ rule }: Entry): string[] {
  const refs = rule.refs();
  if (refs.length === 0) return rule.filters.some(({ requestRedirect }) => requestRedirect) ? [] : ['no backend: 500'];
  const weighed = refs.filter(({ weight }) => weight > 0);
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const shares = weighed.length < 2 ? [] : weighed.map(({ backend, weight }) => `${Math.round((weight / total) * 100)} % to ${backend.service}:${backend.port}`);
  const broken = weighed.filter(({ state }) => state !== 'ready').map(({ state, detail }) => `${state === 'empty' ? 503 : 500}: ${detail}`);
  return [...shares, ...broken, ...(weighed.length === 0 ? ['every weight is 0: 500'] : [])];
}
