import type { Beyond, Query, ResourceRecord, Served } from '../message.js';
import { isSubDomain, labelsOf, parentOf, sameName } from '../name.js';
import type { CoreDnsVersion } from '../plugin.js';
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
/** Where what a zone does not hold is looked up, and by which release. */
export interface LookupSurroundings {
  readonly upstream: (query: Query) => Served;
  readonly version: CoreDnsVersion;
}

/** How often an alias may lead to the server again. Source: coredns 1.14.7, plugin/file/lookup.go LoopKey. */
const mostAliases = 8;

/** Looks a name up as CoreDNS's authoritative server does: delegations from the top, DNAME, aliases, wildcards. */
export function lookUp(zone: Zone, query: Query, surroundings: LookupSurroundings): Found {
  const name = query.name.toLowerCase();
  if (zone.soa === undefined) return nothing('server-failure');
  // Until 1.7.0 every name had the SOA of the zone.
  if (query.type === 'SOA' && (name === zone.origin || !surroundings.version.atLeast('1.7.0'))) return { ...nothing('success'), answers: [zone.soa], authority: zone.ns };
  if (query.type === 'NS' && name === zone.origin) return { ...nothing('success'), answers: zone.ns, additional: glue(zone, zone.ns) };
  if ((query.aliases ?? 0) > mostAliases && surroundings.version.atLeast('1.8.1')) return nothing('server-failure');
  return new Walk(zone, query, surroundings).run(name, zone.soa);
}

class Walk {
  constructor(
    private readonly zone: Zone,
    private readonly query: Query,
    private readonly surroundings: LookupSurroundings,
  ) {}

  #since(release: string): boolean {
    return this.surroundings.version.atLeast(release);
  }

  run(name: string, soa: ResourceRecord): Found {
    const { zone } = this;
    let wildcard: { readonly name: string; readonly types: Types | undefined } | undefined;
    let types: Types | undefined;
    for (const part of namesDownTo(zone.origin, name)) {
      types = zone.at(part);
      if (types === undefined) {
        const star = `*.${parentOf(part)}`;
        const there = zone.at(star);
        if (there !== undefined || (zone.hasBelow(star) && this.#since('1.14.7'))) wildcard = { name: star, types: there };
        continue;
      }
      const dname = types.get('DNAME')?.[0];
      const synthesized = dname === undefined ? undefined : this.#throughDname(dname, name);
      if (synthesized !== undefined) return synthesized;
      const delegation = this.#delegation(part, types, name);
      if (delegation !== undefined) return delegation;
    }
    if (types !== undefined) return this.#atName(types, soa);
    if (wildcard !== undefined && !(this.#since('1.14.7') && this.#closerName(name, wildcard.name))) return this.#fromWildcard(wildcard.types, soa);
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
    // Until 1.8.5 an alias was followed even if it was what is asked.
    const aliases = this.#since('1.8.5') ? undefined : named.get('CNAME');
    const found = aliases === undefined ? this.#atName(named, soa) : this.#follow(aliases);
    return this.#since('1.14.5') ? found : { ...found, additional: [] };
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
    if (sameName(name, target) && this.#since('1.14.7')) return nothing('server-failure');
    const alias: ResourceRecord = { name, ttl: dname.ttl, type: 'CNAME', data: target };
    const found = this.query.type === 'CNAME' && this.#since('1.8.5') ? { ...nothing('success'), answers: [alias], authority: this.zone.ns } : this.#follow([alias]);
    return { ...found, answers: [dname, ...found.answers] };
  }

  /** Source: plugin/file/lookup.go externalLookup. */
  #follow(aliases: readonly ResourceRecord[]): Found {
    const { zone, query } = this;
    let records = [...aliases];
    let target = aliases[0]?.data ?? '.';
    for (let hops = 0; ; hops++) {
      const types = zone.at(target);
      const delegation = this.#since('1.14.7') ? this.#cutAbove(target, types) : undefined;
      if (delegation !== undefined) return { ...delegation, answers: records };
      const isApexType = query.type === 'NS' || (query.type === 'SOA' && target === zone.origin);
      if (types === undefined || (isApexType && this.#since('1.14.2'))) return this.#lookElsewhere(records, target);
      if (hops > 8) return this.#followed(records);
      const more = types.get('CNAME');
      if (more === undefined) {
        records = [...records, ...(types.get(query.type) ?? [])];
        return this.#followed(records);
      }
      records = [...records, ...more];
      target = more[0]?.data ?? '.';
    }
  }

  /** Addresses were added behind an alias only since 1.14.7. */
  #followed(answers: readonly ResourceRecord[]): Found {
    return { ...nothing('success'), answers, authority: this.zone.ns, additional: this.#since('1.14.7') ? this.#additional(answers) : [] };
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
    const served = this.surroundings.upstream({ ...query, name: target, aliases: (query.aliases ?? 0) + 1 });
    if (served.kind === 'unknown') return { ...nothing('success'), unknown: served };
    if (served.kind === 'forwarded') return { ...nothing('success'), answers: records, authority: zone.ns, beyond: [served] };
    const reply = served.kind === 'reply' ? served.reply : undefined;
    const rcode = served.kind === 'unwritten' ? served.rcode : reply?.rcode;
    const answers = [...records, ...(reply?.answers ?? [])];
    // Until 1.8.1 it did not matter what became of the target.
    if (!this.#since('1.8.1')) return { ...this.#followed(answers), ...(reply?.beyond !== undefined && { beyond: reply.beyond }) };
    const result = rcode === 'NXDOMAIN' ? 'name-error' : rcode === 'SERVFAIL' ? 'server-failure' : rcode === 'NOERROR' && reply?.answers.length === 0 && reply.beyond === undefined ? 'no-data' : 'success';
    const denied = result === 'name-error' || result === 'no-data';
    return {
      ...this.#followed(answers),
      result,
      ...(denied && zone.soa !== undefined && this.#since('1.14.5') && { authority: [zone.soa] }),
      ...(reply?.beyond !== undefined && { beyond: reply.beyond }),
    };
  }

  /** Addresses in the zone of what MX and SRV records name. Source: plugin/file/lookup.go additionalProcessing. */
  #additional(answers: readonly ResourceRecord[]): ResourceRecord[] {
    const seen = new Set<string>();
    return answers.flatMap(({ type, data }) => {
      const hasTarget = (type === 'SVCB' || type === 'HTTPS') && this.#since('1.14.3');
      const target = type === 'SRV' || type === 'MX' ? (data.split(' ').at(-1) ?? '') : hasTarget ? (data.split(' ')[1] ?? '') : '';
      if (target === '' || !isSubDomain(this.zone.origin, target) || seen.has(target.toLowerCase())) return [];
      // Until 1.14.7 a target that stands twice has its addresses twice.
      if (this.#since('1.14.7')) seen.add(target.toLowerCase());
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
