import { formatAddress } from '../../ip/index.js';
import type { Beyond, Query, ResourceRecord, Served } from '../message.js';
import { fqdn, isSubDomain } from '../name.js';
import { isIPv4Text, parseIp } from '../go/net.js';
import type { Backend, Found } from './find.js';

/** What a name leads to, asked as the plugin asks itself. */
export type Find = (name: string) => Found;

/** Records for a question; or that there is no such name, or that it cannot be told. */
export type Records =
  | { readonly records: readonly ResourceRecord[]; readonly additional?: readonly ResourceRecord[]; readonly beyond?: readonly Beyond[] }
  | 'no-name'
  | { readonly unknown: string };

interface Asked {
  /** As the client spells it. */
  readonly name: string;
  readonly zone: string;
  readonly ttl: number;
  readonly find: Find;
  /** Asks the server itself. */
  readonly upstream: (name: string, type: string) => Served;
}

/** Aliases that are followed. Source: coredns 1.14.7 plugin/backend_lookup.go maxCnameChainLength. */
const maxChain = 10;

/** Of which type a host is, and how it is written. Source: coredns 1.14.7 plugin/etcd/msg/type.go HostType. */
export function hostType(host: string): { readonly type: 'A' | 'AAAA' | 'CNAME'; readonly data: string } {
  if (isIPv4Text(host)) return { type: 'A', data: host };
  const ip = parseIp(host);
  if (ip === undefined) return { type: 'CNAME', data: fqdn(host) };
  return { type: ip.family === 4 ? 'A' : 'AAAA', data: formatAddress(ip) };
}

/** A and AAAA, with the aliases that lead there. Source: coredns 1.14.7 plugin/backend_lookup.go A, AAAA. */
export function addressRecords(type: 'A' | 'AAAA', asked: Asked, before: readonly ResourceRecord[] = []): Records {
  const found = asked.find(asked.name);
  if (typeof found === 'string' || 'unknown' in found) return found;
  const records: ResourceRecord[] = [];
  const beyond: Beyond[] = [];
  const seen = found.length > 1 ? new Set<string>() : undefined;
  for (const { host } of found) {
    const { type: kind, data } = hostType(host);
    if (kind === 'CNAME') {
      const alias = { name: asked.name, ttl: asked.ttl, type: 'CNAME', data };
      const led = follow(alias, type, asked, before);
      if ('unknown' in led) return led;
      records.push(...led.records);
      beyond.push(...(led.beyond ?? []));
    } else if (kind === type && seen?.has(host) !== true) {
      seen?.add(host);
      records.push({ name: asked.name, ttl: asked.ttl, type, data });
    }
  }
  return { records, beyond };
}

function follow(alias: ResourceRecord, type: 'A' | 'AAAA', asked: Asked, before: readonly ResourceRecord[]): Exclude<Records, 'no-name'> {
  const isLoop = isSubDomain(asked.name.toLowerCase(), alias.data) || before.length > maxChain || before.some(({ data }) => data === alias.data);
  if (isLoop) return { records: [] };
  if (isSubDomain(asked.zone, alias.data)) {
    const next = addressRecords(type, { ...asked, name: alias.data }, [...before, alias]);
    if (next === 'no-name') return { records: [] };
    if ('unknown' in next) return next;
    return next.records.length === 0 && (next.beyond ?? []).length === 0 ? { records: [] } : { ...next, records: [alias, ...next.records] };
  }
  const served = asked.upstream(alias.data, type);
  switch (served.kind) {
    case 'reply':
      return { records: [alias, ...served.reply.answers], beyond: served.reply.beyond ?? [] };
    case 'forwarded':
      return { records: [alias], beyond: [{ question: served.question, plugin: served.plugin, upstreams: served.upstreams }] };
    case 'unwritten':
      return { records: [alias] };
    case 'dropped':
      return { records: [] };
    case 'unknown':
      return { unknown: served.reason };
  }
}

/**
 * Source: coredns 1.14.7 plugin/backend_lookup.go SRV.
 *
 * @param least the weight where there are more than a hundred
 */
export function srvRecords({ name, ttl }: Pick<Asked, 'name' | 'ttl'>, found: Found, least: 0 | 1): Records {
  if (typeof found === 'string' || 'unknown' in found) return found;
  const backends = found.filter(({ host }) => hostType(host).type !== 'CNAME');
  // One weight for all, by how many there are before any is left out.
  const weight = Math.max(least, Math.floor((100 / (100 * backends.length)) * 100));
  const records = new Map<string, ResourceRecord>();
  const additional = new Map<string, ResourceRecord>();
  for (const { host, port, name: target } of backends) {
    if (port === -1) continue;
    const { type, data } = hostType(host);
    const owner = fqdn(target);
    const service = `${owner} ${port}`;
    if (!records.has(service)) records.set(service, { name, ttl, type: 'SRV', data: `0 ${weight} ${port} ${owner}` });
    const address = `${owner} ${host}`;
    if (!additional.has(address)) additional.set(address, { name: owner, ttl, type, data });
  }
  return { records: [...records.values()], additional: [...additional.values()] };
}

/** Source: coredns 1.14.7 plugin/backend_lookup.go CNAME. */
export function cnameRecords({ name, ttl }: Pick<Asked, 'name' | 'ttl'>, found: Found): Records {
  if (typeof found === 'string' || 'unknown' in found) return found;
  const [first]: readonly (Backend | undefined)[] = found;
  if (first === undefined) return { records: [] };
  const { type, data } = hostType(first.host);
  return { records: type === 'CNAME' ? [{ name, ttl, type, data }] : [] };
}

/** A query of the server to itself, in place of another. */
export function insteadOf(query: Query, name: string, type: string): Query {
  return { ...query, name, type };
}
