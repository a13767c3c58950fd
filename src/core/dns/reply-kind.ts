import type { Query, Reply, ResourceRecord } from './message.js';
import { sameName } from './name.js';
import type { CoreDnsVersion } from './plugin.js';

/** Of which sort a reply is, for plugins that treat denials and answers apart. */
export type ReplyKind = 'no-error' | 'name-error' | 'server-error' | 'no-data' | 'delegation' | 'meta' | 'other-error';

/** Source: coredns 1.14.7, plugin/pkg/response/typify.go Typify, without expired signatures. */
export function kindOf({ type }: Pick<Query, 'type'>, reply: Reply, version: CoreDnsVersion): ReplyKind {
  if (type === 'AXFR' || type === 'IXFR') return 'meta';
  if (reply.answers.length > 0 && reply.rcode === 'NOERROR') return 'no-error';
  // Until 1.14.5 a denial was one that has an SOA record, with answers or without.
  const needsSoa = !version.atLeast('1.14.5');
  if (reply.answers.length > 0 && reply.rcode === 'NXDOMAIN' && !needsSoa) return 'other-error';
  const has = (wanted: string): boolean => reply.authority.some((record) => record.type === wanted);
  if (has('SOA') && reply.rcode === 'NOERROR') return 'no-data';
  if (reply.rcode === 'NXDOMAIN') return needsSoa && !has('SOA') ? 'other-error' : 'name-error';
  if (reply.rcode === 'SERVFAIL' || reply.rcode === 'NOTIMP') return 'server-error';
  if (has('NS') && reply.rcode === 'NOERROR') return 'delegation';
  return reply.rcode === 'NOERROR' ? 'no-error' : 'other-error';
}

/** As the cache sees it: since 1.14.7 a chain of aliases that ends without an answer, with an SOA record, is a denial. Source: coredns 1.14.7, plugin/cache/cache.go cacheResponseType. */
export function cacheKindOf(query: Query, reply: Reply, version: CoreDnsVersion): ReplyKind {
  const kind = kindOf(query, reply, version);
  return version.atLeast('1.14.7') && kind === 'no-error' && reply.authority.some(({ type }) => type === 'SOA') && reply.answers.length > 0 && !answers(query, reply.answers) ? 'no-data' : kind;
}

/** Whether the records hold what was asked, at the end of the chain of aliases from the name. Source: plugin/cache/cache.go answerHasType. */
export function answers({ name, type }: Pick<Query, 'name' | 'type'>, records: readonly ResourceRecord[]): boolean {
  if (type === 'ANY') return records.some((record) => sameName(record.name, name));
  if (type === 'CNAME') return aliasOf(name, records) !== undefined;
  const terminal = canonicalName(name, records);
  return terminal !== undefined && records.some((record) => record.type === type && sameName(record.name, terminal));
}

/** Where the aliases lead; undefined where they run in a circle or part. */
function canonicalName(start: string, records: readonly ResourceRecord[]): string | undefined {
  const visited = new Set<string>();
  for (let name = start; ; ) {
    if (visited.has(name.toLowerCase())) return undefined;
    visited.add(name.toLowerCase());
    const target = aliasOf(name, records);
    if (target === 'several') return undefined;
    if (target === undefined) return name;
    name = target;
  }
}

function aliasOf(name: string, records: readonly ResourceRecord[]): string | undefined {
  const targets = records.filter((record) => record.type === 'CNAME' && sameName(record.name, name)).map(({ data }) => data);
  const [first] = targets;
  return first !== undefined && targets.some((target) => !sameName(target, first)) ? 'several' : first;
}
