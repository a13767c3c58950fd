import { originsOf } from '../corefile/zone-address.js';
import { minute, parseDuration, second, secondsOf } from '../go/duration.js';
import { atoi } from '../go/number.js';
import type { Query, Reply, ResourceRecord } from '../message.js';
import { matchZone } from '../name.js';
import type { Controller, CoreDnsVersion, DnsPlugin } from '../plugin.js';
import { cacheKindOf, type ReplyKind } from '../reply-kind.js';
import { fail, once, orFail } from '../setup-tools.js';

/** TTLs in seconds. */
export interface CacheConfig {
  readonly zones: readonly string[];
  readonly success: { readonly most: number; readonly least: number };
  readonly denial: { readonly most: number; readonly least: number };
  readonly servfail: number;
  readonly serveStale: boolean;
  readonly version: CoreDnsVersion;
}

interface Draft {
  success: { most: number; least: number };
  denial: { most: number; least: number };
  servfail: number;
  stale: boolean;
  policy: boolean;
}

/**
 * Levels the TTLs of what passes through, also the first time. What it keeps from earlier queries is not simulated: each query finds it empty.
 *
 * Source: coredns 1.14.7, plugin/cache/{setup,cache}.go, plugin/pkg/dnsutil/ttl.go
 */
export const cache: DnsPlugin<CacheConfig> = {
  name: 'cache',
  setup(c) {
    const draft: Draft = { success: { most: 3600, least: 5 }, denial: { most: 1800, least: 5 }, servfail: 5, stale: false, policy: false };
    let zones: readonly string[] = ['.'];
    for (let lines = 1; c.next(); lines++) {
      once(c, lines);
      zones = originsOf(readTtl(c, draft), c.origins);
      while (c.nextBlock()) readOption(c, draft);
      if (draft.policy && !draft.stale) fail(c, 'serve_stale_policy requires serve_stale');
    }
    return [{ zones, success: draft.success, denial: draft.denial, servfail: draft.servfail, serveStale: draft.stale, version: c.version }];
  },
  handler: (config) => (query, chain) => {
    if (matchZone(config.zones, query.name) === undefined) return chain.next(query);
    const served = chain.next(query);
    if (served.kind !== 'reply') return served;
    const reply = clientReply(config, served.reply);
    const ttl = levelOf(config, query, served.reply);
    const isLevel = (records: readonly ResourceRecord[]): boolean => records.every((record) => record.ttl === ttl);
    if (isLevel(reply.answers) && isLevel(reply.authority) && isLevel(reply.additional)) return { kind: 'reply', reply };
    chain.journal.step('CoreDNS cache', 'level', `every record gets a TTL of ${ttl} s; a copy that is kept counts down from there`);
    return { kind: 'reply', reply: withTtl(reply, ttl) };
  },
};

/** From 1.7.1 until 1.10.1 the cache itself asked for signatures, and took them and what goes with them out for clients that did not. Source: coredns 1.8.6, plugin/cache/dnssec.go */
function clientReply({ version }: CacheConfig, reply: Reply): Reply {
  if (!version.atLeast('1.7.1') || version.atLeast('1.10.1')) return reply;
  const filter = (records: readonly ResourceRecord[]): readonly ResourceRecord[] => (records.some(({ type }) => dnssecTypes.has(type)) ? records.filter(({ type }) => !dnssecTypes.has(type)) : records);
  return { ...reply, answers: filter(reply.answers), authority: filter(reply.authority), additional: filter(reply.additional) };
}

const dnssecTypes: ReadonlySet<string> = new Set(['NSEC', 'NSEC3', 'DS', 'RRSIG', 'SIG']);

/** The arguments after the TTL, which may stand first. */
function readTtl(c: Controller, draft: Draft): string[] {
  const args = c.remainingArgs();
  const ttl = args[0] === undefined ? undefined : atoi(args[0]);
  if (ttl === undefined || 'error' in ttl) return args;
  draft.success.most = positive(c, ttl.value);
  draft.denial.most = ttl.value;
  return args.slice(1);
}

function positive(c: Controller, ttl: number): number {
  return ttl > 0 ? ttl : fail(c, `cache TTL can not be zero or negative: ${ttl}`);
}

function readOption(c: Controller, draft: Draft): void {
  switch (c.option()) {
    case 'success':
      return readBounds(c, draft.success);
    case 'denial':
      return readBounds(c, draft.denial);
    case 'prefetch':
      return readPrefetch(c);
    case 'serve_stale':
      draft.stale = true;
      return readStale(c);
    case 'serve_stale_policy':
      return readPolicy(c, draft);
    case 'servfail': {
      const [text, more] = c.remainingArgs();
      if (text === undefined || more !== undefined) throw c.argErr();
      const duration = orFail(c, parseDuration(text));
      if (duration < 0n) fail(c, 'invalid negative ttl for servfail');
      if (duration > 5n * minute) fail(c, 'caching SERVFAIL responses over 5 minutes is not permitted');
      draft.servfail = secondsOf(duration);
      return;
    }
    case 'disable':
      return readDisable(c);
    case 'keepttl':
      if (c.remainingArgs().length > 0) throw c.argErr();
      return;
    default:
      throw c.argErr();
  }
}

/** `CAPACITY [TTL] [MINTTL]` */
function readBounds(c: Controller, bounds: { most: number; least: number }): void {
  const [capacity, most, least] = c.remainingArgs();
  if (capacity === undefined) throw c.argErr();
  orFail(c, atoi(capacity));
  if (most !== undefined) bounds.most = positive(c, orFail(c, atoi(most)));
  if (least === undefined) return;
  bounds.least = orFail(c, atoi(least));
  if (bounds.least < 0) fail(c, `cache min TTL can not be negative: ${bounds.least}`);
}

function readPrefetch(c: Controller): void {
  const args = c.remainingArgs();
  const [amount, duration, percentage] = args;
  if (amount === undefined || args.length > 3) throw c.argErr();
  const value = orFail(c, atoi(amount));
  if (value < 0) fail(c, `prefetch amount should be positive: ${value}`);
  if (duration !== undefined) orFail(c, parseDuration(duration));
  if (percentage === undefined) return;
  if (!percentage.endsWith('%')) fail(c, `last character of percentage should be \`%\`, but is: '${percentage.at(-1) ?? ''}'`);
  const share = orFail(c, atoi(percentage.slice(0, -1)));
  if (share < 10 || share > 90) fail(c, `percentage should fall in range [10, 90]: ${share}`);
}

/** Source: plugin/cache/setup.go; the arguments after the mode came with 1.14.5 and 1.14.7. */
function readStale(c: Controller): void {
  const args = c.remainingArgs();
  const newest = c.version.atLeast('1.14.7');
  if (args.length > (newest ? 5 : 2)) throw c.argErr();
  const [upTo, mode, ...rest] = args;
  if (upTo !== undefined && orFail(c, parseDuration(upTo)) < 0n) fail(c, 'invalid negative duration for serve_stale');
  if (mode === undefined) return;
  const lower = mode.toLowerCase();
  if (lower !== 'immediate' && lower !== 'verify') fail(c, `invalid value for serve_stale refresh mode: ${lower}`);
  if (lower === 'verify' && rest[0] !== undefined) {
    const timeout = parseDuration(rest[0]);
    if ('error' in timeout) fail(c, `invalid serve_stale verify timeout: ${timeout.error}`);
    else if (timeout.value < 0n) fail(c, 'invalid negative timeout for serve_stale verify');
  } else if (lower === 'immediate' && rest.length > 2) throw c.argErr();
  const [ttl, recheck] = lower === 'verify' ? rest.slice(1) : rest;
  if (ttl !== undefined) readStaleTtl(c, ttl);
  if (recheck !== undefined) readRecheck(c, recheck);
}

function readStaleTtl(c: Controller, text: string): void {
  const ttl = parseDuration(text);
  if ('error' in ttl) fail(c, `invalid serve_stale response TTL: ${ttl.error}`);
  else if (ttl.value < 0n) fail(c, 'invalid negative response TTL for serve_stale');
  else if (ttl.value % second !== 0n) fail(c, 'serve_stale response TTL must be a whole number of seconds');
  else if (ttl.value / second > 0xffff_ffffn) fail(c, 'serve_stale response TTL exceeds the DNS TTL range');
}

function readRecheck(c: Controller, text: string): void {
  const recheck = parseDuration(text);
  if ('error' in recheck) fail(c, `invalid serve_stale failure recheck: ${recheck.error}`);
  else if (recheck.value < 0n) fail(c, 'invalid negative failure recheck for serve_stale');
  else if (recheck.value > 5n * minute) fail(c, 'serve_stale failure recheck cannot exceed 5 minutes');
}

function readPolicy(c: Controller, draft: Draft): void {
  if (draft.policy) fail(c, 'serve_stale_policy can only be specified once');
  draft.policy = true;
  const [policy, more] = c.remainingArgs();
  if (policy === undefined || more !== undefined) throw c.argErr();
  if (policy.toLowerCase() !== 'prefer_positive') fail(c, `invalid serve_stale_policy: ${policy}`);
}

function readDisable(c: Controller): void {
  const [kind] = c.remainingArgs();
  if (kind === undefined) throw c.argErr();
  if (kind !== 'denial' && kind !== 'success') fail(c, 'cache type for disable must be "success" or "denial"');
}

/** What is kept from the storing (`disable`) is levelled all the same. */
function levelOf({ success, denial, servfail, version }: CacheConfig, query: Query, reply: Reply): number {
  const kind = cacheKindOf(query, reply, version);
  if (kind === 'server-error') return servfail;
  const { most, least } = kind === 'name-error' || kind === 'no-data' ? denial : success;
  return Math.min(Math.max(leastTtl(reply, kind, version.atLeast('1.14.4') ? most : 3600), least), most);
}

function leastTtl(reply: Reply, kind: ReplyKind, most: number): number {
  const { answers, authority, additional } = reply;
  if (!['no-error', 'name-error', 'no-data'].includes(kind) || answers.length + authority.length + additional.length === 0) return 5;
  const least = (records: readonly ResourceRecord[], from: number): number => records.reduce((ttl, record) => Math.min(ttl, record.ttl), from);
  return least(additional, least(authority, least(answers, most)));
}

function withTtl(reply: Reply, ttl: number): Reply {
  const level = (records: readonly ResourceRecord[]): ResourceRecord[] => records.map((record) => ({ ...record, ttl }));
  return { ...reply, answers: level(reply.answers), authority: level(reply.authority), additional: level(reply.additional) };
}
