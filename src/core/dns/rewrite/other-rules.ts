import type { LinearRegex } from '../../regex.js';
import { atoi, parseUint, parseUintAnyBase } from '../go/number.js';
import { byteLength, quoteGo } from '../go/quote.js';
import type { Query, Rcode, Reply } from '../message.js';
import { normalizeName } from '../name.js';
import { isClass, isType, rcodeName, rcodeNumber } from '../record-types.js';
import type { CoreDnsVersion } from '../plugin.js';
import { compileRegex, isPatternTooLong, longestPattern } from '../regex-pattern.js';
import { isMatchKind, nameChange, type NameChange } from './matcher.js';
import { refuse, type ReplyRule, type RewriteRule } from './rule.js';

type Mode = RewriteRule['mode'];

/** `class FROM TO`. Source: coredns 1.14.7, plugin/rewrite/class.go. */
export function classRule(mode: Mode, [from = '', to = '']: readonly string[], text: string): RewriteRule {
  const [before, after] = [from.toUpperCase(), to.toUpperCase()];
  for (const name of [before, after]) if (!isClass(name)) refuse(`invalid class ${quoteGo(name)}`);
  return { mode, text, rewrite: (query) => (query.class === before ? { query: { ...query, class: after }, onReply: [] } : undefined) };
}

/** `type FROM TO`. Source: coredns 1.14.7, plugin/rewrite/type.go. */
export function typeRule(mode: Mode, [from = '', to = '']: readonly string[], text: string): RewriteRule {
  const [before, after] = [from.toUpperCase(), to.toUpperCase()];
  for (const name of [before, after]) if (!isType(name)) refuse(`invalid type ${quoteGo(name)}`);
  return { mode, text, rewrite: (query) => (query.type === before ? { query: { ...query, type: after }, onReply: [] } : undefined) };
}

/** `ttl [KIND] NAME SECONDS|MIN-MAX`. Source: coredns 1.14.7, plugin/rewrite/ttl.go. */
export function ttlRule(mode: Mode, args: readonly string[], text: string, version: CoreDnsVersion): RewriteRule {
  if (args.length < 2) return refuse(`too few (${args.length}) arguments for a ttl rule`);
  const written = args.length === 2 ? (args[1] ?? '') : args.length === 3 ? (args[2] ?? '') : '';
  const bounds = version.atLeast('1.9.4') ? ttlBounds(written) : onlyTtl(written);
  if (bounds === undefined) return refuse(`invalid TTL '${written}' for a ttl rule`);
  const [least, most] = bounds;
  const rule: ReplyRule = { record: (record) => ({ ...record, ttl: Math.min(Math.max(record.ttl, least), most) }) };
  return onMatch(mode, text, nameMatcher('ttl', args, 3, version), rule);
}

/** Until 1.9.4 a rule had no bounds. */
function onlyTtl(text: string): readonly [number, number] | undefined {
  const ttl = atoi(text);
  return 'error' in ttl || ttl.value < 0 || ttl.value > 2_147_483_647 ? undefined : [ttl.value, ttl.value];
}

function ttlBounds(text: string): readonly [number, number] | undefined {
  const parts = text.split('-');
  const number = (part: string, empty: number): number | undefined => {
    if (part === '') return empty;
    const parsed = parseUint(part, 32);
    return 'value' in parsed ? parsed.value : undefined;
  };
  if (parts.length > 2 || text === '-' || text === '') return undefined;
  const least = number(parts[0] ?? '', 0);
  const most = parts.length === 1 ? least : number(parts[1] ?? '', 2_147_483_647);
  return least === undefined || most === undefined || least > most ? undefined : [least, most];
}

/** `rcode [KIND] NAME OLD NEW`. Source: coredns 1.14.7, plugin/rewrite/rcode.go. */
export function rcodeRule(mode: Mode, args: readonly string[], text: string, version: CoreDnsVersion): RewriteRule {
  if (args.length < 3) return refuse(`too few (${args.length}) arguments for a rcode rule`);
  const [oldText = '', newText = ''] = args.length === 3 ? args.slice(1) : args.length === 4 ? args.slice(2) : [];
  const before = rcodeIn(oldText);
  if (before === undefined) return refuse(`invalid matching RCODE '${oldText}' for a rcode rule`);
  const after = rcodeIn(newText);
  if (after === undefined) return refuse(`invalid replacement RCODE '${newText}' for a rcode rule`);
  const rule: ReplyRule = { withoutRecords: version.atLeast('1.14.7'), reply: (reply): Reply => (reply.rcode === before ? { ...reply, rcode: after } : reply) };
  return onMatch(mode, text, nameMatcher('rcode', args, 4, version), rule);
}

function rcodeIn(text: string): Rcode | undefined {
  const number = parseUint(text, 32);
  const code = 'value' in number && number.value <= 23 ? number.value : rcodeNumber(text.toUpperCase());
  return code === undefined ? undefined : (rcodeName(code) as Rcode);
}

/** `cname [KIND] FROM TO`: aliases that lead to FROM lead to TO, and are looked up anew. Source: coredns 1.14.7, plugin/rewrite/cname_target.go. */
export function cnameRule(mode: Mode, args: readonly string[], text: string, version: CoreDnsVersion): RewriteRule {
  const kind = args.length === 3 ? (args[0] ?? '').toLowerCase() : 'exact';
  if (args.length !== 3 && args.length !== 2) return refuse(`too few (${args.length}) arguments for a cname rule`);
  if (!isMatchKind(kind)) return refuse(`unknown cname rewrite type: ${kind}`);
  let [from = '', to = ''] = args.slice(-2).map((name) => name.toLowerCase());
  if (kind === 'exact') [from, to] = [normalizeName(from), normalizeName(to)];
  let pattern: LinearRegex | undefined;
  if (kind === 'regex') {
    if (isPatternTooLong(from, version)) return refuse(`regex pattern too long in a cname rule: ${byteLength(from)} > ${longestPattern}`);
    const compiled = compileRegex(from);
    if ('error' in compiled) return refuse(`invalid cname rewrite regex pattern: ${compiled.error}`);
    pattern = compiled.value;
  }
  const change = nameChange(kind, from, to, pattern);
  return { mode, text, rewrite: (query) => (from === '' || to === '' ? undefined : { query, onReply: [aliasRule(query, change)] }) };
}

function aliasRule(query: Query, change: NameChange): ReplyRule {
  return {
    reply(reply, record, lookUp) {
      const target = record?.type === 'CNAME' ? change(record.data) : undefined;
      if (record === undefined || target === undefined) return reply;
      const found = lookUp({ ...query, name: target });
      if (found.kind === 'forwarded') return { ...reply, answers: retarget(reply, record.data, target), beyond: [...(reply.beyond ?? []), found] };
      const above = found.kind === 'reply' ? found.reply.answers : [];
      return { ...reply, answers: [...retarget(reply, record.data, target), ...above] };
    },
  };
}

/** The aliases up to the one that leads to `from`, which now leads to `to`. */
function retarget(reply: Reply, from: string, to: string): Reply['answers'] {
  const aliases = reply.answers.filter(({ type }) => type === 'CNAME');
  const at = aliases.findIndex(({ data }) => data === from);
  return aliases.slice(0, at === -1 ? undefined : at + 1).map((alias, i) => (i === at ? { ...alias, data: to } : alias));
}

/** `edns0 …`: changes options that no simulated plugin looks at. Source: coredns 1.14.7, plugin/rewrite/edns0.go newEdns0Rule. */
export function ednsRule(mode: Mode, given: readonly string[], text: string): RewriteRule {
  if (given.length < 2) return refuse('too few arguments for an EDNS0 rule');
  const [kind = '', action = ''] = given.slice(0, 2).map((word) => word.toLowerCase());
  if (!['append', 'replace', 'set', 'unset'].includes(action)) return refuse(`invalid action: ${quoteGo(action)}`);
  const args = action !== 'unset' && given.at(-1) === 'revert' ? given.slice(0, -1) : given;
  const count = { local: action === 'unset' ? 3 : 4, nsid: 2, subnet: action === 'unset' ? 2 : 4 }[kind];
  if (count === undefined) return refuse(`invalid rule type ${quoteGo(kind)}`);
  if (args.length !== count) return refuse(ednsCountFault(kind, action));
  if (kind === 'local') checkLocal(args);
  if (kind === 'subnet' && action !== 'unset') checkSubnet(args);
  // A query carries no option that could be replaced.
  return { mode, text, rewrite: (query) => (action === 'replace' ? undefined : { query, onReply: [] }) };
}

function ednsCountFault(kind: string, action: string): string {
  if (action === 'unset') return `${kind} unset action requires exactly ${kind === 'local' ? 'two arguments' : 'one argument'}`;
  return kind === 'nsid' ? 'EDNS0 NSID rules can accept no more than one arg' : `EDNS0 ${kind} rules require three or four args`;
}

const variables = ['{qname}', '{qtype}', '{client_ip}', '{client_port}', '{protocol}', '{server_ip}', '{server_port}'];

function checkLocal([, , code = '', data = '']: readonly string[]): void {
  const number = parseUintAnyBase(code, 16);
  if ('error' in number) refuse(number.error);
  if (data.startsWith('{') && data.endsWith('}')) {
    if (!variables.includes(data) && !/^\{[^/]+(\/[^/]+)+\}$/.test(data)) refuse(`unsupported variable name ${quoteGo(data)}`);
    return;
  }
  if (!data.startsWith('0x')) return;
  const wrong = /[^\da-f]/i.exec(data.slice(2))?.[0];
  if (wrong !== undefined) refuse(`encoding/hex: invalid byte: U+${(wrong.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')} '${wrong}'`);
  if (data.length % 2 === 1) refuse('encoding/hex: odd length hex string');
}

function checkSubnet([, , v4 = '', v6 = '']: readonly string[]): void {
  for (const [text, most, family] of [[v4, 32, 'IPv4'], [v6, 128, 'IPv6']] as const) {
    const length = parseUintAnyBase(text, 16);
    if ('error' in length) refuse(length.error);
    else if (length.value > most) refuse(`invalid ${family} bit mask length ${length.value}`);
  }
}

/** A matcher of `[KIND] NAME …` where the kind is there if all of `full` arguments are. */
function nameMatcher(rule: 'ttl' | 'rcode', args: readonly string[], full: number, version: CoreDnsVersion): NameChange {
  if (args.length > full) return refuse(`many few arguments for a ${rule} rule`);
  const [first = '', second = ''] = args;
  if (args.length < full) return nameChange('exact', normalizeName(first), '', undefined);
  const kind = first.toLowerCase();
  if (!isMatchKind(kind)) return refuse(`${rule} rule supports only exact, prefix, suffix, substring, and regex name matching`);
  if (kind !== 'regex') return nameChange(kind, normalizeName(second), '', undefined);
  if (isPatternTooLong(second, version)) return refuse(`regex pattern too long in a ${rule} rule: ${byteLength(second)} > ${longestPattern}`);
  const pattern = compileRegex(second);
  return 'error' in pattern ? refuse(`invalid regex pattern in a ${rule} rule: ${second}`) : nameChange('regex', second, '', pattern.value);
}

function onMatch(mode: Mode, text: string, matches: NameChange, rule: ReplyRule): RewriteRule {
  return { mode, text, rewrite: (query) => (matches(query.name.toLowerCase()) === undefined ? undefined : { query, onReply: [rule] }) };
}
