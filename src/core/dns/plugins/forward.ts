import { normalizeExact, splitTransport } from '../corefile/zone-address.js';
import { readForwardOption, type ForwardOptions } from '../forward/options.js';
import { namedUpstream, readUpstream, splitZone, type Upstream } from '../forward/upstream.js';
import { formatDuration, second } from '../go/duration.js';
import type { Query, Served } from '../message.js';
import { isSubDomain, sameName } from '../name.js';
import type { Chain, Controller, DnsPlugin, Surroundings } from '../plugin.js';
import { fail } from '../setup-tools.js';

export interface ForwardConfig {
  readonly from: string;
  readonly except: readonly string[];
  readonly upstreams: readonly Upstream[];
  readonly policy: string;
  readonly maxConcurrent?: number;
  /** Codes at which the next line is asked, if it forwards too; `no data` among them. */
  readonly next: readonly string[];
}

const mostUpstreams = 15;

/** Sends queries to other servers; what those answer is not known. Source: coredns 1.14.7, plugin/forward/{setup,forward}.go */
export const forward: DnsPlugin<ForwardConfig> = {
  name: 'forward',
  setup(c) {
    const configs: ForwardConfig[] = [];
    while (c.next()) {
      if (configs.length > 0 && !c.version.atLeast('1.9.4')) fail(c, 'this plugin can only be used once per Server Block');
      configs.push(readLine(c));
    }
    for (const { upstreams } of configs) if (upstreams.length > mostUpstreams) fail(c, `more than ${mostUpstreams} TOs configured: ${upstreams.length}`);
    return configs;
  },
  handler: (config, { reach }) => (query, chain) => serveForward('forward', config, query, chain, reach),
};

export function serveForward(plugin: string, config: ForwardConfig, query: Query, chain: Chain, reach?: Surroundings['reach']): Served {
  if (!isSubDomain(config.from, query.name) || isExcepted(config, query.name)) return chain.next(query);
  const { upstreams } = config;
  chain.journal.step(`CoreDNS ${plugin}`, 'forward', `${query.name} is forwarded to ${upstreams.length > 1 ? `one of ${upstreams.join(', ')}` : (upstreams[0] ?? 'no server')}`);
  if (config.next.length > 0 && chain.isNext('forward')) chain.journal.step(`CoreDNS ${plugin}`, 'forward', `the next line is asked if the reply is ${config.next.join(' or ')}`);
  const [reached] = reach === undefined ? [] : upstreams.map((upstream) => reach(upstream, query, chain.journal));
  if (reached !== undefined) return passedOn(reached);
  return { kind: 'forwarded', plugin, question: { name: query.name, type: query.type }, upstreams };
}

/** The reply of another server of the cluster, as it is passed on; without one the query fails in the end. Source: coredns 1.14.7, plugin/forward/forward.go ServeDNS */
function passedOn(served: Served): Served {
  if (served.kind === 'dropped') return { kind: 'unwritten', rcode: 'SERVFAIL', error: 'plugin/forward: no reply' };
  if (served.kind !== 'unwritten') return served;
  return { kind: 'reply', reply: { rcode: served.rcode, authoritative: false, recursionAvailable: false, answers: [], authority: [], additional: [] } };
}

/** The zone itself is never left out. */
function isExcepted({ from, except }: ForwardConfig, name: string): boolean {
  return !sameName(name, from) && except.some((zone) => isSubDomain(zone, name));
}

const usualExpiry = 10n * second;

function readLine(c: Controller): ForwardConfig {
  const from = c.args(1)?.[0];
  if (from === undefined) throw c.argErr();
  const zones = normalizeExact(from);
  const zone = zones[0];
  if (zone === undefined) return fail(c, `unable to normalize '${from}'`);
  if (zones.length > 1) c.assume(`of the range ${from}, only ${zone} is forwarded: CoreDNS takes the first of its zones`);
  const to = c.remainingArgs();
  if (to.length === 0) throw c.argErr();
  const late = c.version.atLeast('1.14.4');
  const early = late ? [] : upstreamsOf(c, to, false);
  const options: ForwardOptions = { except: [], tlsServerName: '', policy: 'random', maxConcurrent: undefined, next: [], nextOnNoData: false, expire: usualExpiry, maxAge: 0n };
  while (c.nextBlock()) readForwardOption(c, options);
  if (options.maxAge > 0n && options.maxAge < options.expire) fail(c, `max_age (${formatDuration(options.maxAge)}) must not be less than expire (${formatDuration(options.expire)})`);
  const upstreams = late ? upstreamsOf(c, to, true) : early;
  checkTransports(c, upstreams, options.tlsServerName);
  return {
    from: zone,
    except: options.except,
    upstreams,
    policy: options.policy,
    ...(options.maxConcurrent !== undefined && { maxConcurrent: options.maxConcurrent }),
    next: options.nextOnNoData ? [...options.next, 'no data'] : options.next,
  };
}

function upstreamsOf(c: Controller, to: readonly string[], names: boolean): Upstream[] {
  if (names) {
    const path = to.find((text) => text.startsWith('https://') && text.includes('/', 'https://'.length));
    if (path !== undefined) fail(c, `paths are not allowed in HTTPS upstream addresses (the /dns-query path is used by default): ${path}`);
  }
  const found = to.flatMap((text) => {
    const upstreams = readUpstream(c, text);
    if (upstreams !== 'a name') return upstreams;
    if (names) return [namedUpstream(c, text)];
    return fail(c, `not an IP address or file: "${splitTransport(text).rest}"`);
  });
  if (found.length === 0) return fail(c, names ? 'no valid upstream addresses found' : 'no nameservers found');
  if (!names) return found;
  const byAddress = new Map<string, Upstream>();
  for (const upstream of found) {
    const key = splitTransport(splitZone(upstream).host).rest;
    if (!byAddress.has(key)) byAddress.set(key, upstream);
  }
  return [...byAddress.values()];
}

function checkTransports(c: Controller, upstreams: readonly Upstream[], serverName: string): void {
  const known = c.version.atLeast('1.14.5') ? ['dns', 'tls', 'https'] : ['dns', 'tls'];
  for (const upstream of upstreams) {
    const { host, zone } = splitZone(upstream);
    const { transport } = splitTransport(host);
    if (!known.includes(transport)) fail(c, `'${transport}' is not supported as a destination protocol in forward: ${host}`);
    if (transport === 'tls' && zone !== '' && serverName !== '' && c.version.atLeast('1.13.2')) {
      fail(c, `both forward ('${serverName}') and proxy level ('${zone}') TLS servernames are set for upstream proxy '${host}'`);
    }
  }
}
