import { normalizeName } from '../name.js';
import type { CoreDnsVersion } from '../plugin.js';
import { checkedPattern, isMatchKind, nameChange } from './matcher.js';
import { byPattern, changeOwner, changeValue } from './reply-rules.js';
import { refuse, type ReplyRule, type RewriteRule } from './rule.js';

const groupLength = 4;

/**
 * `name [KIND] FROM TO [answer name PATTERN TO]` until 1.8.4: only a rule of the kind regex may have answer rules, one until 1.8.2.
 * What an exact rule does is undone by a pattern, which is its target as it is written.
 *
 * Source: coredns 1.6.9 and 1.8.3, plugin/rewrite/name.go newNameRule
 */
export function olderNameRule(mode: RewriteRule['mode'], args: readonly string[], text: string, version: CoreDnsVersion): RewriteRule {
  if (args.length < 2) return refuse('too few arguments for a name rule');
  const [first = '', second = '', third = '', ...rest] = args;
  const kind = args.length === 2 ? 'exact' : first.toLowerCase();
  const [from, to] = args.length === 2 ? [first, second] : [second, third];
  const takesMore = version.atLeast('1.8.2');
  if (takesMore ? rest.length % groupLength !== 0 : rest.length !== 0 && rest.length !== groupLength) {
    return refuse(`response rewrites must consist only of a name rule with 3 arguments and ${takesMore ? 'one or more answer rules with 3 arguments each' : 'an answer rule with 3 arguments'}`);
  }
  if (rest.length > 0 && kind !== 'regex') return refuse('the rewrite of response is supported only for name regex rule');
  if (!isMatchKind(kind)) return refuse(`name rule supports only exact, prefix, suffix, substring, and regex name matching, received: ${kind}`);
  if (!takesMore && rest.length > 0 && rest[0] !== 'answer') return refuse(notAnswer);
  const [source, target] = kind === 'regex' ? [from, normalizeName(to)] : [normalizeName(from), normalizeName(to)];
  const pattern = kind === 'regex' ? checkedPattern(from, to, version) : undefined;
  const onReply = kind === 'exact' ? [changeOwner(byPattern(checkedPattern(target, source, version), source))] : answerRules(rest, version);
  const change = nameChange(kind, source, target, pattern);
  return {
    mode,
    text,
    rewrite(query) {
      const name = change(query.name.toLowerCase());
      return name === undefined ? undefined : { query: { ...query, name }, onReply };
    },
  };
}

const notAnswer = 'exceeded the number of arguments for a regex name rule';

/** Source: coredns 1.8.3, plugin/rewrite/name.go newResponseRule. */
function answerRules(args: readonly string[], version: CoreDnsVersion): ReplyRule[] {
  const rules: ReplyRule[] = [];
  for (let i = 0; i < args.length; i += groupLength) {
    const [word = '', field = '', from = '', to = ''] = args.slice(i, i + groupLength);
    const what = field.toLowerCase();
    if (word !== 'answer' || (what !== 'name' && !(what === 'value' && version.atLeast('1.8.2')))) return refuse(notAnswer);
    const change = byPattern(checkedPattern(from, to, version), normalizeName(to));
    rules.push(what === 'name' ? changeOwner(change) : changeValue(change, version));
  }
  return rules;
}
