import type { Beyond, Query, ResourceRecord, Served } from '../message.js';
import { isSubDomain, labelsOf, parentOf, sameName } from '../name.js';
import { namesDownTo, type Zone } from './zone.js';

/** What a zone has for a query. Source: coredns 1.14.7, plugin/file/lookup.go. */
export interface Found {
  readonly result: 'success' | 'name-error' | 'delegation' | 'no-data' | 'server-failure';
  readonly answers: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  readonly beyond?: readonly Beyond[];
  /** The part that cannot be known. */
  readonly unknown?: Extract<Served, { kind: 'unknown' }>;
}

type Types = ReadonlyMap<string, readonly ResourceRecord[]>;
type LookUp = (query: Query) => Served;

/** How often an alias may lead to the server again. Source: coredns 1.14.7, plugin/file/lookup.go LoopKey. */
const mostAliases = 8;

/** Looks a name up as CoreDNS's authoritative server does: delegations from the top, DNAME, aliases, wildcards. */
export function lookUp(zone: Zone, query: Query, upstream: LookUp): Found {
  const name = query.name.toLowerCase();
  if (zone.soa === undefined) return nothing('server-failure');
  if (name === zone.origin) {
    if (query.type === 'SOA') return { ...nothing('success'), answers: [zone.soa], authority: zone.ns };
    if (query.type === 'NS') return { ...nothing('success'), answers: zone.ns, additional: glue(zone, zone.ns) };
  }
  if ((query.aliases ?? 0) > mostAliases) return nothing('server-failure');
  return new Walk(zone, query, upstream).run(name, zone.soa);
}

class Walk {
  constructor(
    private readonly zone: Zone,
    private readonly query: Query,
    private readonly upstream: LookUp,
  ) {}

  run(name: string, soa: ResourceRecord): Found {
    const { zone } = this;
    let wildcard: { readonly name: string; readonly types: Types | undefined } | undefined;
    let types: Types | undefined;
    for (const part of namesDownTo(zone.origin, name)) {
      types = zone.at(part);
      if (types === undefined) {
        const star = `*.${parentOf(part)}`;
        const there = zone.at(star);
        if (there !== undefined || zone.hasBelow(star)) wildcard = { name: star, types: there };
        continue;
      }
      const dname = types.get('DNAME')?.[0];
      const synthesized = dname === undefined ? undefined : this.#throughDname(dname, name);
      if (synthesized !== undefined) return synthesized;
      const delegation = this.#delegation(part, types, name);
      if (delegation !== undefined) return delegation;
    }
    if (types !== undefined) return this.#atName(types, soa);
    if (wildcard !== undefined && !this.#closerName(name, wildcard.name)) return this.#fromWildcard(wildcard.types, soa);
    return { ...nothing(zone.hasBelow(name) ? 'success' : 'name-error'), authority: [soa] };
  }

  #atName(types: Types, soa: ResourceRecord): Found {
    const aliases = types.get('CNAME');
    if (aliases !== undefined && this.query.type !== 'CNAME') return this.#follow(aliases);
    const records = types.get(this.query.type);
    if (records === undefined) return { ...nothing('no-data'), authority: [soa] };
    return { ...nothing('success'), answers: records, authority: this.zone.ns, additional: this.#additional(records) };
  }

  #fromWildcard(types: Types | undefined, soa: ResourceRecord): Found {
    if (types === undefined) return { ...nothing('no-data'), authority: [soa] };
    const named = new Map([...types].map(([type, records]) => [type, records.map((record) => ({ ...record, name: this.query.name.toLowerCase() }))]));
    return this.#atName(named, soa);
  }

  /** A name between the wildcard and what is asked, below which something is, hides the wildcard. */
  #closerName(name: string, wildcard: string): boolean {
    const parent = wildcard.slice(2);
    for (let above = parentOf(name); above !== parent && isSubDomain(parent, above); above = parentOf(above)) if (this.zone.hasBelow(above)) return true;
    return false;
  }

  #delegation(part: string, types: Types, name: string): Found | undefined {
    const servers = types.get('NS');
    if (servers === undefined || (this.query.type === 'DS' && part === name)) return undefined;
    return { ...nothing('delegation'), authority: servers, additional: glue(this.zone, servers) };
  }

  #throughDname(dname: ResourceRecord, name: string): Found | undefined {
    if (!isSubDomain(dname.name, name) || sameName(dname.name, name)) return undefined;
    const kept = labelsOf(name).slice(0, labelsOf(name).length - labelsOf(dname.name).length);
    const target = `${[...kept, ...labelsOf(dname.data)].join('.')}.`;
    if (sameName(name, target)) return nothing('server-failure');
    const alias: ResourceRecord = { name, ttl: dname.ttl, type: 'CNAME', data: target };
    const found = this.query.type === 'CNAME' ? { ...nothing('success'), answers: [alias], authority: this.zone.ns } : this.#follow([alias]);
    return { ...found, answers: [dname, ...found.answers] };
  }

  /** Source: plugin/file/lookup.go externalLookup. */
  #follow(aliases: readonly ResourceRecord[]): Found {
    const { zone, query } = this;
    let records = [...aliases];
    let target = aliases[0]?.data ?? '.';
    for (let hops = 0; ; hops++) {
      const types = zone.at(target);
      const delegation = this.#cutAbove(target, types);
      if (delegation !== undefined) return { ...delegation, answers: records };
      if (types === undefined || query.type === 'NS' || (query.type === 'SOA' && target === zone.origin)) return this.#lookElsewhere(records, target);
      if (hops > 8) return { ...nothing('success'), answers: records, authority: zone.ns, additional: this.#additional(records) };
      const more = types.get('CNAME');
      if (more === undefined) {
        records = [...records, ...(types.get(query.type) ?? [])];
        return { ...nothing('success'), answers: records, authority: zone.ns, additional: this.#additional(records) };
      }
      records = [...records, ...more];
      target = more[0]?.data ?? '.';
    }
  }

  #cutAbove(target: string, exact: Types | undefined): Found | undefined {
    for (const part of namesDownTo(this.zone.origin, target).slice(1)) {
      const types = part === target ? exact : this.zone.at(part);
      const delegation = types === undefined ? undefined : this.#delegation(part, types, target);
      if (delegation !== undefined) return delegation;
    }
    return undefined;
  }

  #lookElsewhere(records: readonly ResourceRecord[], target: string): Found {
    const { zone, query } = this;
    const served = this.upstream({ ...query, name: target, aliases: (query.aliases ?? 0) + 1 });
    if (served.kind === 'unknown') return { ...nothing('success'), unknown: served };
    if (served.kind === 'forwarded') return { ...nothing('success'), answers: records, authority: zone.ns, beyond: [served] };
    const reply = served.kind === 'reply' ? served.reply : undefined;
    const rcode = served.kind === 'unwritten' ? served.rcode : reply?.rcode;
    const answers = [...records, ...(reply?.answers ?? [])];
    const result = rcode === 'NXDOMAIN' ? 'name-error' : rcode === 'SERVFAIL' ? 'server-failure' : rcode === 'NOERROR' && reply?.answers.length === 0 && reply.beyond === undefined ? 'no-data' : 'success';
    const denied = result === 'name-error' || result === 'no-data';
    return {
      ...nothing(result),
      answers,
      authority: denied && zone.soa !== undefined ? [zone.soa] : zone.ns,
      additional: this.#additional(answers),
      ...(reply?.beyond !== undefined && { beyond: reply.beyond }),
    };
  }

  /** Addresses in the zone of what MX and SRV records name. Source: plugin/file/lookup.go additionalProcessing. */
  #additional(answers: readonly ResourceRecord[]): ResourceRecord[] {
    const seen = new Set<string>();
    return answers.flatMap(({ type, data }) => {
      const target = type === 'SRV' || type === 'MX' ? (data.split(' ').at(-1) ?? '') : type === 'SVCB' || type === 'HTTPS' ? (data.split(' ')[1] ?? '') : '';
      if (target === '' || !isSubDomain(this.zone.origin, target) || seen.has(target.toLowerCase())) return [];
      seen.add(target.toLowerCase());
      const types = this.zone.at(target);
      return [...(types?.get('A') ?? []), ...(types?.get('AAAA') ?? [])];
    });
  }
}

/** Addresses of name servers within the zone. Source: coredns 1.14.7, plugin/file/tree/glue.go. */
function glue(zone: Zone, servers: readonly ResourceRecord[]): ResourceRecord[] {
  return servers.flatMap(({ name, data }) => {
    if (!isSubDomain(name, data)) return [];
    const types = zone.at(data);
    return [...(types?.get('A') ?? []), ...(types?.get('AAAA') ?? [])];
  });
}

function nothing(result: Found['result']): Found {
  return { result, answers: [], authority: [], additional: [] };
}
