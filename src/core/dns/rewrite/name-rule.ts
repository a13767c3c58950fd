import type { LinearRegex } from '../../regex.js';
import { quoteGo } from '../go/quote.js';
import { normalizeName } from '../name.js';
import type { CoreDnsVersion } from '../plugin.js';
import { checkedPattern, isMatchKind, nameChange } from './matcher.js';
import { olderNameRule } from './older-name-rule.js';
import { byName, byPattern, bySuffix, changeOwner, changeValue } from './reply-rules.js';
import { refuse, type ReplyRule, type RewriteRule } from './rule.js';

/** `name [KIND] FROM TO [answer …]`. Source: coredns 1.14.7, plugin/rewrite/name.go newNameRule. */
export function nameRule(mode: RewriteRule['mode'], args: readonly string[], text: string, version: CoreDnsVersion): RewriteRule {
  if (!version.atLeast('1.8.4')) return olderNameRule(mode, args, text, version);
  if (args.length < 2) return refuse('too few arguments for a name rule');
  const words = args.length === 2 ? ['exact', ...args] : args;
  const kind = words[0]?.toLowerCase() ?? '';
  let from = words[1] ?? '';
  let to = words[2] ?? '';
  if (kind !== 'regex') {
    from = normalizeName(from);
    to = normalizeName(to);
  }
  const { auto, rules } = words.length === 3 ? { auto: false, rules: [] } : answerRules(kind, words.slice(3), version);
  if (!isMatchKind(kind)) return refuse(`name rule supports only exact, prefix, suffix, substring, and regex name matching, received: ${kind}`);

  let pattern: LinearRegex | undefined;
  if (kind === 'exact') checkedPattern(to, from, version);
  if (kind === 'regex') {
    pattern = checkedPattern(from, to, version);
    to = normalizeName(to);
  }
  const change = nameChange(kind, from, to, pattern);
  const back = bySuffix(to, from);
  const always: readonly ReplyRule[] = kind === 'suffix' && auto ? [changeOwner(back), changeValue(back, version), ...rules] : rules;
  const mapsBack = kind === 'exact' || (kind !== 'suffix' && auto);
  return {
    mode,
    text,
    rewrite(query) {
      const asked = query.name.toLowerCase();
      const name = change(asked);
      if (name === undefined) return undefined;
      const remap = byName(name, asked);
      return { query: { ...query, name }, onReply: mapsBack ? [changeOwner(remap), changeValue(remap, version), ...always] : always };
    },
  };
}

/** Source: name.go parseAnswerRules. */
function answerRules(kind: string, args: readonly string[], version: CoreDnsVersion): { readonly auto: boolean; readonly rules: readonly ReplyRule[] } {
  if (args.length < 2) return refuse(`invalid arguments for ${kind} rule`);
  const rules: ReplyRule[] = [];
  let auto = false;
  let names = 0;
  let last = '';
  for (let i = 0; i < args.length; ) {
    if (last === '' && args[i] !== 'answer') refuse(`exceeded the number of arguments for a non-answer rule argument for ${kind} rule`);
    if (args[i] === 'answer') i++;
    if (i === args.length) refuse(`type missing for answer rule for ${kind} rule`);
    last = args[i++] ?? '';
    if (last === 'auto') {
      auto = true;
      continue;
    }
    if (last !== 'name' && last !== 'value') return refuse(`invalid type ${quoteGo(last)} for answer rule for ${kind} rule`);
    const [from, to] = args.slice(i, i + 2);
    if (from === undefined || to === undefined) return refuse(`${last} answer rule for ${kind} rule: 2 arguments required`);
    const change = byPattern(checkedPattern(from, to, version, `${last} answer rule for ${kind} rule: `), normalizeName(to));
    rules.push(last === 'name' ? changeOwner(change) : changeValue(change, version));
    if (last === 'name') names++;
    i += 2;
  }
  // Misspelt in CoreDNS.
  if (auto && names > 0) return refuse('auto name answer rule cannot be combined with explicit name anwer rules');
  return { auto, rules };
}
