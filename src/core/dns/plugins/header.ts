import type { Query, Reply } from '../message.js';
import type { Controller, DnsPlugin } from '../plugin.js';
import { fail } from '../setup-tools.js';

interface Rule {
  readonly flag: string;
  readonly state: boolean;
}

interface HeaderConfig {
  readonly query: readonly Rule[];
  readonly response: readonly Rule[];
}

/** Sets and clears flags of queries and replies. Source: coredns 1.14.7, plugin/header/{setup,header,handler}.go; for releases before 1.12.4 theirs */
export const header: DnsPlugin<HeaderConfig> = {
  name: 'header',
  setup(c) {
    while (c.next()) {
      const rules: { query: Rule[]; response: Rule[] } = { query: [], response: [] };
      while (c.nextBlock()) readLine(c, rules);
      if (rules.query.length + rules.response.length > 0) return [rules];
    }
    throw c.argErr();
  },
  handler: ({ query: onQuery, response }) => (query, chain) => {
    const served = chain.next(changeQuery(query, onQuery));
    if (served.kind !== 'reply' || response.length === 0) return served;
    chain.journal.step('CoreDNS header', 'change', `the reply's flags are changed: ${response.map(({ flag, state }) => `${flag} ${state ? 'set' : 'cleared'}`).join(', ')}`);
    return { kind: 'reply', reply: changeReply(served.reply, response) };
  },
};

function readLine(c: Controller, rules: { query: Rule[]; response: Rule[] }): void {
  const selectors = c.version.atLeast('1.9.4');
  const selector = c.val().toLowerCase();
  if (!selectors) {
    rules.response.push(...readRules(c, c.val(), c.remainingArgs(), 'seting'));
    return;
  }
  if (!c.version.atLeast('1.12.4') && (selector === 'set' || selector === 'clear')) {
    rules.response.push(...readRules(c, selector, c.remainingArgs()));
    return;
  }
  if (selector !== 'query' && selector !== 'response') return fail(c, `setting up rule: invalid selector=${selector} should be query or response`);
  const action = c.nextArg() ? c.val() : '';
  rules[selector].push(...readRules(c, action, c.remainingArgs()));
}

function readRules(c: Controller, action: string, flags: readonly string[], word = 'setting'): Rule[] {
  if (action === '') return fail(c, `${word} up rule: no flag action provided`);
  if (flags.length === 0) return fail(c, `${word} up rule: invalid length for flags, at least one should be provided`);
  const state = action.toLowerCase();
  if (state !== 'set' && state !== 'clear') return fail(c, `${word} up rule: unknown flag action=${state}, should be set or clear`);
  return flags.map((written) => {
    const flag = written.toLowerCase();
    return ['aa', 'ra', 'rd'].includes(flag) ? { flag, state: state === 'set' } : fail(c, `${word} up rule: unknown/unsupported flag=${flag}`);
  });
}

/** Of a query only the wish for recursion matters to what follows. */
function changeQuery(query: Query, rules: readonly Rule[]): Query {
  const wish = rules.findLast(({ flag }) => flag === 'rd');
  return wish === undefined ? query : { ...query, recursionDesired: wish.state };
}

function changeReply(reply: Reply, rules: readonly Rule[]): Reply {
  const last = (wanted: string): boolean | undefined => rules.findLast(({ flag }) => flag === wanted)?.state;
  const recursionDesired = last('rd') ?? reply.recursionDesired;
  return { ...reply, authoritative: last('aa') ?? reply.authoritative, recursionAvailable: last('ra') ?? reply.recursionAvailable, ...(recursionDesired !== undefined && { recursionDesired }) };
}
