import type { Route, RuleRef } from '../../answer.js';
import { percent } from './canary-choice.js';
import type { RunLocation, RunServer } from './data-plane.js';
import { defaultUpstream, type LostRule, type Upstream } from './model/configuration.js';
import type { NginxRun } from './run.js';
import { shadowOf } from './shadows.js';
import { certificateOfName } from './tls.js';

type Row = Omit<Route, 'order'>;

/** The locations of all servers in the order in which nginx asks them: hosts by name, wildcards, and then the server for all others; within a host as its locations are tried. */
export function tableOf(run: NginxRun, host?: string): readonly Route[] {
  const servers = host === undefined ? inHostOrder(run.plane.servers) : [serverOf(run, host)];
  const lost = new Map<string, LostRule[]>();
  for (const each of run.configuration.lost) {
    const known = lost.get(each.hostname);
    if (known === undefined) lost.set(each.hostname, [each]);
    else known.push(each);
  }
  const rows = servers.flatMap((server) => rowsOf(run, server, lost.get(server.server.hostname) ?? []));
  return rows.map((row, index) => ({ ...row, order: index + 1 }));
}

function serverOf({ plane }: NginxRun, host: string): RunServer {
  const found = plane.servers.find(({ server }) => server.hostname === host.toLowerCase()) ?? plane.names.find(host.toLowerCase())?.server;
  return found?.kind === 'server' ? found : plane.catchAll;
}

function inHostOrder(servers: readonly RunServer[]): RunServer[] {
  const rank = ({ server: { hostname } }: RunServer) => (hostname === '_' ? 2 : hostname.startsWith('*') ? 1 : 0);
  return [...servers].sort((a, b) => rank(a) - rank(b));
}

function rowsOf(run: NginxRun, server: RunServer, lost: readonly LostRule[]): Row[] {
  const byRule = new Map<RuleRef, RunLocation[]>();
  for (const location of inMatchOrder(server)) {
    const { rule } = location.location;
    if (rule === undefined) continue;
    const known = byRule.get(rule);
    if (known === undefined) byRule.set(rule, [location]);
    else known.push(location);
  }
  const rows = [...byRule.values()].flatMap((locations) => rowOf(run, locations));
  return [...rows, ...lost.map(lostRow)];
}

/** A server without regexes tries exact paths first; told is by length, and of one path the exact one first. */
function inMatchOrder({ locations, isRegex }: RunServer): readonly RunLocation[] {
  return isRegex ? locations : [...locations].sort((a, b) => b.path.length - a.path.length || Number(b.isExact) - Number(a.isExact));
}

function rowOf(run: NginxRun, locations: readonly RunLocation[]): Row[] {
  const [first] = locations;
  const rule = first?.location.rule;
  if (first === undefined || rule === undefined) return [];
  const upstream = run.configuration.upstreams.get(first.location.backend);
  const shadows = locations.map(shadowOf);
  const [shadow] = shadows;
  return [
    {
      ...rule,
      host: first.server.server.hostname === '_' ? rule.host : first.server.server.hostname,
      matcher: locations.map(tellMatcher).join(' and '),
      backend: upstream === undefined || first.location.backend === defaultUpstream ? null : { service: upstream.service, port: upstream.port },
      notes: notesOf(run, first, upstream),
      ...(shadow !== undefined && shadows.every((each) => each !== undefined) && { dead: shadow }),
    },
  ];
}

function tellMatcher({ path, isExact, server }: RunLocation): string {
  return server.isRegex ? `location ~* "^${path}"` : `location ${isExact ? '= ' : ''}"${path}"`;
}

function lostRow({ rule, backend, by, reason, isCanary }: LostRule): Row {
  const notes = !isCanary ? [] : reason === '' && by !== undefined ? [`canary of ${by.name} ${by.path}`] : ['canary'];
  return { ...rule, matcher: isCanary ? 'canary' : 'none', backend, notes, ...(reason !== '' && { dead: { by: by ?? null, reason } }) };
}

function notesOf(run: NginxRun, at: RunLocation, upstream: Upstream | undefined): string[] {
  const { annotations } = at.location;
  const { rewrite, redirect, allow, deny, authentication } = annotations;
  const toTls = !at.isNeverRedirectedToTls && (rewrite.forceSslRedirect || (rewrite.sslRedirect && certificateOfName(run.certificates, at.server.server.hostname) !== undefined && at.server.server.hostname !== '_'));
  return [
    ...(annotations.denied === undefined ? [] : [`answers 503: ${annotations.denied}`]),
    ...(redirect.url === '' ? [] : [`redirects to ${redirect.url} (${redirect.code})`]),
    ...(rewrite.appRoot === '' ? [] : [`redirects / to ${rewrite.appRoot} (302)`]),
    ...(toTls ? [`redirects to https (${run.settings.redirectCode})`] : []),
    ...(at.rewrite === undefined ? [] : [`rewrites to ${rewrite.target}`]),
    ...(upstream?.unserved === undefined ? [] : [`answers 503: ${upstream.unserved}`]),
    ...canaryNotes(run, upstream),
    ...(deny.length + allow.length === 0 ? [] : ['by address of the client']),
    ...(authentication.basic ? ['asks for credentials'] : []),
    ...(authentication.authUrl === '' ? [] : [`asks ${authentication.authUrl}`]),
    ...annotations.unmodelled.map((name) => `${name} is not modelled`),
  ];
}

function canaryNotes({ configuration }: NginxRun, upstream: Upstream | undefined): string[] {
  const canary = configuration.upstreams.get(upstream?.alternatives[0] ?? '');
  if (canary?.policy === undefined) return [];
  const { header, cookie, weight, weightTotal } = canary.policy;
  const ways = [...(header === '' ? [] : [`header ${header}`]), ...(cookie === '' ? [] : [`cookie ${cookie}`]), ...(weight > 0 ? [percent(Math.min(1, weight / Math.max(100, weightTotal)))] : [])];
  return [`canary ${canary.service}:${canary.port} by ${ways.length === 0 ? 'nothing' : ways.join(', ')}`];
}
