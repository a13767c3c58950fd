import { formatRule, iptablesSave, savedRule } from '../../../src/core/readouts/index.js';

/** The rules of a table's chain, as `iptables-save` prints them; by `table chain`. */
export type NormalRules = Readonly<Record<string, readonly string[]>>;

/** Chains in which the order of rules is not promised: kube-proxy takes Services in any order, and puts the jumps of the kernel's chains there one by one. */
const unordered = /^\w+ (?:KUBE-SERVICES|KUBE-EXTERNAL-SERVICES|KUBE-NODEPORTS|KUBE-PROXY-FIREWALL)$/;

/** What is there beside what kube-proxy restores: chains of the kernel, its canary, and the chain that it shares with the kubelet and declares in any case. */
const beside = /^(?:mangle |\w+ (?:INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING|KUBE-PROXY-CANARY)$)/;

/** Reads what `iptables-save` printed, or what is handed to `iptables-restore`, to one form. Empty chains stay: they are there. */
export function normalRules(text: string, ipFamily: 'IPv4' | 'IPv6'): NormalRules {
  const { parsed, problems } = iptablesSave.parse(text);
  if (problems.length > 0) throw new Error(`not read: ${JSON.stringify(problems.slice(0, 5))}`);
  const rules: Record<string, readonly string[]> = {};
  for (const table of parsed.tables) {
    for (const chain of table.chains) {
      const key = `${table.name} ${chain.name}`;
      if (beside.test(key)) continue;
      const lines = chain.rules.map(({ rule }) => formatRule(savedRule(rule, ipFamily)).replace(`-A ${chain.name} `, ''));
      rules[key] = unordered.test(key) ? sortedButLast(lines) : lines;
    }
  }
  // The kubelet has the same chain: kube-proxy declares it whether or not it has a rule for it.
  if (rules['filter KUBE-FIREWALL']?.length === 0) delete rules['filter KUBE-FIREWALL'];
  return Object.fromEntries(Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** That for node ports is promised to stand last. */
function sortedButLast(lines: readonly string[]): readonly string[] {
  const last = lines.filter((line) => line.includes('NOTE: this must be the last rule in this chain'));
  const isLast = last.length > 0 && lines.slice(-last.length).every((line) => last.includes(line));
  const others = lines.filter((line) => !last.includes(line));
  return [...others.sort(), ...(isLast ? [...last].sort() : ['(the rules for node ports do not stand last)'])].filter((line) => last.length > 0 || !line.startsWith('(the rules'));
}

/** Where the two differ, in words. */
export function differencesOf(ours: NormalRules, real: NormalRules): readonly string[] {
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(real)])].sort();
  return keys.flatMap((key) => {
    const [mine, theirs] = [ours[key], real[key]];
    if (mine === undefined) return [`${key}: only kube-proxy has this chain, with\n  ${theirs?.join('\n  ')}`];
    if (theirs === undefined) return [`${key}: only we have this chain, with\n  ${mine.join('\n  ')}`];
    if (mine.join('\n') === theirs.join('\n')) return [];
    const only = (list: readonly string[], others: readonly string[], sign: string) => list.filter((line) => !others.includes(line)).map((line) => `  ${sign} ${line}`);
    const lines = [...only(mine, theirs, 'ours'), ...only(theirs, mine, 'real')];
    return [`${key}:\n${lines.length > 0 ? lines.join('\n') : '  the same rules in another order'}`];
  });
}
