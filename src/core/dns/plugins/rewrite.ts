import { quoteGo } from '../go/quote.js';
import type { Query, Reply, ResourceRecord, Served } from '../message.js';
import { isDomainName } from '../name.js';
import type { Chain, Controller, CoreDnsVersion, DnsPlugin } from '../plugin.js';
import { nameRule } from '../rewrite/name-rule.js';
import { classRule, cnameRule, ednsRule, rcodeRule, ttlRule, typeRule } from '../rewrite/other-rules.js';
import { refuse, RuleFault, type ReplyRule, type RewriteRule } from '../rewrite/rule.js';
import { hasOption } from '../releases/option-history.js';
import { fail } from '../setup-tools.js';

export interface RewriteConfig {
  readonly rules: readonly RewriteRule[];
  readonly version: CoreDnsVersion;
}

/** Changes queries on their way in and replies on their way out. Source: coredns 1.14.7, plugin/rewrite/{setup,rewrite,reverter}.go */
export const rewrite: DnsPlugin<RewriteConfig> = {
  name: 'rewrite',
  setup(c) {
    const rules: RewriteRule[] = [];
    while (c.next()) {
      const args = c.remainingArgs();
      if (args.length < 2) while (c.nextBlock()) args.push(c.val());
      try {
        rules.push(ruleOf(c, args));
      } catch (error) {
        if (error instanceof RuleFault) return fail(c, error.message);
        throw error;
      }
    }
    return [{ rules, version: c.version }];
  },
  handler: ({ rules, version }) => (query, chain) => {
    let rewritten = query;
    const onReply: ReplyRule[] = [];
    for (const rule of rules) {
      const done = rule.rewrite(rewritten);
      if (done === undefined) continue;
      if (!isDomainName(done.query.name)) return { kind: 'unwritten', rcode: 'SERVFAIL', error: `invalid name after rewrite: ${done.query.name}` };
      chain.journal.step('CoreDNS rewrite', 'change', tell(rule, rewritten, done.query));
      rewritten = done.query;
      onReply.push(...done.onReply);
      if (rule.mode === 'stop') return passBack(chain.next(rewritten), { rules: onReply, version }, chain);
    }
    return onReply.length === 0 ? chain.next(rewritten) : passBack(chain.next(rewritten), { rules: onReply, version }, chain);
  },
};

function ruleOf(c: Controller, args: readonly string[]): RewriteRule {
  const first = args[0];
  if (first === undefined) return refuse('no rule type specified for rewrite');
  const word = first.toLowerCase();
  const mode = word === 'continue' ? 'continue' : 'stop';
  const given = word === 'continue' || word === 'stop' ? args.slice(1) : args;
  const type = given[0];
  if (type === undefined) return refuse(`${word} rule must begin with a rule type`);
  const rest = given.slice(1);
  const kind = type.toLowerCase();
  const text = args.join(' ');
  switch (hasOption(c.version, 'rewrite', kind) ? kind : '') {
    case 'answer':
      return refuse('response rewrites must begin with a name rule');
    case 'name':
      return nameRule(mode, rest, text, c.version);
    case 'class':
    case 'type':
      if (rest.length !== 2) refuse(`${kind} rules must have exactly two arguments`);
      return kind === 'class' ? classRule(mode, rest, text) : typeRule(mode, rest, text);
    case 'edns0':
      return ednsRule(mode, rest, text);
    case 'ttl':
      return ttlRule(mode, rest, text, c.version);
    case 'cname':
      return cnameRule(mode, rest, text, c.version);
    case 'rcode':
      return rcodeRule(mode, rest, text, c.version);
    default:
      return refuse(`invalid rule type ${quoteGo(first)}`);
  }
}

function tell(rule: RewriteRule, before: Query, after: Query): string {
  if (before.name !== after.name) return `rule “${rule.text}”: ${before.name} becomes ${after.name}`;
  if (before.type !== after.type) return `rule “${rule.text}”: type ${before.type} becomes ${after.type}`;
  if (before.class !== after.class) return `rule “${rule.text}”: class ${before.class} becomes ${after.class}`;
  return `rule “${rule.text}” applies to the reply`;
}

interface Reverting {
  /** In the order in which they changed the query. */
  readonly rules: readonly ReplyRule[];
  readonly version: CoreDnsVersion;
}

/** What nobody wrote is written here, so that the rules see it; until 1.9.0 it was left to the server. Source: plugin/rewrite/rewrite.go serveWithResponseReverter. */
function passBack(served: Served, { rules, version }: Reverting, chain: Chain): Served {
  if (served.kind === 'unwritten' && !version.atLeast('1.9.0')) return served;
  if (served.kind !== 'reply' && served.kind !== 'unwritten') return served;
  const reply: Reply =
    served.kind === 'reply' ? served.reply : { rcode: served.rcode, authoritative: false, recursionAvailable: false, answers: [], authority: [], additional: [] };
  return { kind: 'reply', reply: revert(reply, { rules: version.atLeast('1.11.4') ? [...rules].reverse() : rules, version }, (again) => chain.upstream(again)) };
}

/** Until 1.8.2 the answers alone are looked at. Source: plugin/rewrite/reverter.go WriteMsg. */
function revert(given: Reply, { rules, version }: Reverting, lookUp: (query: Query) => Served): Reply {
  let reply = given;
  if (reply.authority.length + reply.answers.length + reply.additional.length === 0) {
    for (const rule of rules) if (rule.withoutRecords === true) reply = rule.reply?.(reply, undefined, lookUp) ?? reply;
    return reply;
  }
  for (const section of version.atLeast('1.8.2') ? sections : (['answers'] as const)) {
    for (const [i, record] of given[section].entries()) {
      let changed: ResourceRecord = record;
      for (const rule of rules) {
        changed = rule.record?.(changed) ?? changed;
        reply = put(reply, section, i, changed, given);
        reply = rule.reply?.(reply, changed, lookUp) ?? reply;
      }
    }
  }
  return reply;
}

const sections = ['authority', 'answers', 'additional'] as const;

/** The record in its place, unless a rule has put other answers there. */
function put(reply: Reply, section: 'authority' | 'answers' | 'additional', index: number, record: ResourceRecord, given: Reply): Reply {
  if (reply[section].length !== given[section].length || reply[section][index] === record) return reply;
  return { ...reply, [section]: reply[section].map((there, i) => (i === index ? record : there)) };
}
