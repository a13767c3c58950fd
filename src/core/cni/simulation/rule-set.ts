import type { Change } from './change.js';

/** Which of the tables of a node: `iptables -t nat`, `ip6tables -t filter`, `nft inet cni_plugins_masquerade`. */
export type RuleTable = string;

/** Chains and rules, each rule as `iptables-save` or `nft list` prints it. */
export class RuleSet {
  readonly #tables = new Map<RuleTable, Map<string, string[]>>();

  constructor(private readonly changes: Change[]) {}

  hasChain(table: RuleTable, chain: string): boolean {
    return this.#tables.get(table)?.has(chain) === true;
  }

  has(table: RuleTable, chain: string, rule: string): boolean {
    return this.rules(table, chain).includes(rule);
  }

  rules(table: RuleTable, chain: string): readonly string[] {
    return this.#tables.get(table)?.get(chain) ?? [];
  }

  /** Makes a chain unless it is there. */
  ensureChain(table: RuleTable, chain: string, note = ''): void {
    if (this.hasChain(table, chain)) return;
    this.#chain(table, chain);
    this.#told('add', table.startsWith('nft ') ? `${table} chain ${chain}${note}` : `${table} -N ${chain}`);
  }

  /** Adds a rule at the end, or at the beginning, unless it is there. */
  ensure(table: RuleTable, chain: string, rule: string, place: 'last' | 'first' = 'last'): void {
    if (this.has(table, chain, rule)) return;
    const rules = this.#chain(table, chain);
    if (place === 'last') rules.push(rule);
    else rules.unshift(rule);
    this.#told('add', tellRule(table, chain, rule));
  }

  remove(table: RuleTable, chain: string, rule: string): void {
    const rules = this.#chain(table, chain);
    const at = rules.indexOf(rule);
    if (at < 0) return;
    rules.splice(at, 1);
    this.#told('remove', tellRule(table, chain, rule));
  }

  removeChain(table: RuleTable, chain: string): void {
    for (const rule of [...this.rules(table, chain)]) this.remove(table, chain, rule);
    if (this.#tables.get(table)?.delete(chain) === true) this.#told('remove', table.startsWith('nft ') ? `${table} chain ${chain}` : `${table} -X ${chain}`);
  }

  /** Every rule, by table and chain in the order in which they came. */
  get all(): readonly { readonly table: RuleTable; readonly chain: string; readonly rules: readonly string[] }[] {
    return [...this.#tables].flatMap(([table, chains]) => [...chains].map(([chain, rules]) => ({ table, chain, rules: [...rules] })));
  }

  #chain(table: RuleTable, chain: string): string[] {
    const chains = this.#tables.get(table) ?? new Map<string, string[]>();
    this.#tables.set(table, chains);
    const rules = chains.get(chain) ?? [];
    chains.set(chain, rules);
    return rules;
  }

  #told(action: Change['action'], detail: string): void {
    this.changes.push({ place: 'host', kind: 'rule', action, detail });
  }
}

export function tellRule(table: RuleTable, chain: string, rule: string): string {
  return table.startsWith('nft ') ? `${table} ${chain} ${rule}` : `${table} -A ${chain} ${rule}`;
}
