import type { NginxSettings } from './settings.js';
import { catchAll, type Location, type NginxConfiguration, type RedirectServer, type Server } from './model/configuration.js';
import { hasRegexes, needsRewrite } from './model/split-locations.js';
import { toBytes } from './nginx/bytes.js';
import { literalOf, PlainLocations, RegexLocations, type FoundLocation } from './nginx/location-set.js';
import { compileNginxRegex, type NginxRegex } from './nginx/pcre.js';
import { compileScript, type Script } from './nginx/script.js';
import { ServerNames, type ServerName } from './nginx/server-names.js';

/** A location as nginx runs it. */
export interface RunLocation {
  readonly location: Location;
  readonly server: RunServer;
  /** As {@link toBytes bytes}. */
  readonly path: string;
  readonly isExact: boolean;
  readonly redirectsSlash: boolean;
  readonly regex: NginxRegex;
  readonly literal: string;
  readonly isLiteral: boolean;
  /** Present where the URI is rewritten. */
  readonly rewrite?: RunRewrite;
  readonly redirect?: Script;
  readonly appRoot?: Script;
  /** Present where the path is one of no-tls-redirect-locations. */
  readonly isNeverRedirectedToTls: boolean;
  readonly needsAuth: boolean;
}

export interface RunRewrite {
  readonly regex: NginxRegex;
  readonly target: Script;
  /** A target with a scheme sends the client there. */
  readonly isRedirect: boolean;
}

export interface RunServer {
  readonly kind: 'server';
  readonly server: Server;
  readonly isRegex: boolean;
  /** In the order of the configuration. */
  readonly locations: readonly RunLocation[];
  find(uri: string): FoundLocation<RunLocation> | undefined;
  /** The first location with an app-root: it holds for the whole server. */
  readonly appRoot: RunLocation | undefined;
}

export interface RunRedirectServer extends RedirectServer {
  readonly kind: 'redirect';
}

/** All servers, and how a host finds its own. */
export interface DataPlane {
  readonly names: ServerNames<RunServer | RunRedirectServer>;
  readonly servers: readonly RunServer[];
  readonly catchAll: RunServer;
}

const unusedRegex: NginxRegex = { kind: 'unknown', reason: '' };
const plain = { literal: '', isLiteral: true };

/** Compiles a configuration once, so that a request costs little. Source: rootfs/etc/nginx/template/nginx.tmpl, internal/ingress/controller/template/template.go, controller-v1.15.1 */
export function dataPlaneOf({ servers, redirectServers }: NginxConfiguration, settings: NginxSettings): DataPlane {
  const compile = new Compiler();
  const run = servers.map((server) => runServer(server, settings, compile));
  const redirects = redirectServers.map((each): RunRedirectServer => ({ kind: 'redirect', ...each }));
  const names: ServerName<RunServer | RunRedirectServer>[] = [
    ...redirects.map((server) => ({ name: server.from, server })),
    ...run.flatMap((server) => [serverName(server, server.server.hostname, compile), ...server.server.aliases.map((alias) => serverName(server, alias, compile))]),
  ];
  const all = run.find(({ server }) => server.hostname === catchAll);
  if (all === undefined) throw new Error('the configuration has no catch-all server');
  return { names: new ServerNames(names), servers: run, catchAll: all };
}

/** Many paths are alike: each pattern is compiled once. */
class Compiler {
  readonly #known = new Map<string, NginxRegex>();

  regex(pattern: string, caseless: boolean): NginxRegex {
    const key = `${caseless ? 'i' : 's'}${pattern}`;
    const known = this.#known.get(key) ?? compileNginxRegex(pattern, { caseless });
    this.#known.set(key, known);
    return known;
  }
}

/** A wildcard host is a regex of one label; an alias may be any name of nginx. Source: template.go, buildServerName */
function serverName(server: RunServer, name: string, compile: Compiler): ServerName<RunServer> {
  if (name === server.server.hostname && name.startsWith('*.')) {
    const rest = name.slice(1).toLowerCase();
    const label = /^[\w-]+$/;
    return { name: `~${name}`, server, test: (host) => host.endsWith(rest) && label.test(host.slice(0, host.length - rest.length)) };
  }
  if (!name.startsWith('~')) return { name, server };
  const regex = compile.regex(name.slice(1), /[A-Z]/.test(name));
  return { name, server, test: (host) => (regex.kind === 'unknown' ? undefined : regex.kind === 'linear' && regex.test(toBytes(host))) };
}

function runServer(server: Server, settings: NginxSettings, compile: Compiler): RunServer {
  const isRegex = hasRegexes(server.locations);
  const locations: RunLocation[] = [];
  const run: RunServer = { kind: 'server', server, isRegex, locations, find: finder(locations, isRegex), get appRoot() { return locations.find(({ appRoot }) => appRoot !== undefined); } };
  for (const location of server.locations) locations.push(runLocation(location, run, settings, compile));
  return run;
}

/** Made at the first request, when all locations are there. */
function finder(locations: readonly RunLocation[], isRegex: boolean): RunServer['find'] {
  let set: PlainLocations<RunLocation> | RegexLocations<RunLocation> | undefined;
  return (uri) => {
    set ??= isRegex ? new RegexLocations(locations) : new PlainLocations(locations);
    return set.find(uri);
  };
}

function runLocation(location: Location, server: RunServer, settings: NginxSettings, compile: Compiler): RunLocation {
  const { annotations, path, pathType } = location;
  const { rewrite, redirect } = annotations;
  const bytes = toBytes(path);
  const { literal, isLiteral } = server.isRegex ? literalOf(bytes) : plain;
  const startsWith = (each: string) => path.startsWith(each);
  return {
    location,
    server,
    path: bytes,
    isExact: pathType === 'Exact',
    redirectsSlash: path.endsWith('/') && annotations.denied === undefined,
    regex: server.isRegex && !isLiteral ? compile.regex(`^${path}`, true) : unusedRegex,
    literal,
    isLiteral,
    ...(needsRewrite(location) && { rewrite: runRewrite(location, compile) }),
    ...(redirect.url !== '' && { redirect: compileScript(redirect.url) }),
    ...(rewrite.appRoot !== '' && { appRoot: compileScript(rewrite.appRoot) }),
    isNeverRedirectedToTls: settings.noTlsRedirectLocations.some(startsWith),
    needsAuth: !settings.noAuthLocations.some(startsWith),
  };
}

/** Source: template.go, buildProxyPass */
function runRewrite({ path, annotations }: Location, compile: Compiler): RunRewrite {
  const { target } = annotations.rewrite;
  const groups = new Set([...path.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => name.toLowerCase()));
  return { regex: compile.regex(path, true), target: compileScript(target, groups), isRedirect: /^https?:\/\/|^\$scheme/.test(target) };
}
