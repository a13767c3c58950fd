import type { IptablesRule, Operand } from './iptables-rule.js';
import type { Gap, IptablesChain, IptablesTable, PlacedRule } from './iptables-save-model.js';

type Draft<T> = { -readonly [K in keyof T]: T[K] };

interface DraftTable {
  readonly name: string | null;
  ipFamily: 'IPv4' | 'IPv6' | null;
  readonly gaps: Set<Gap>;
  readonly chains: Map<string, Draft<IptablesChain> & { readonly rules: PlacedRule[] }>;
}

/** Collects rules and chains into the tables that the text begins, and those outside one into the tables that their own words tell. */
export class TablesBuilder {
  readonly #tables: DraftTable[] = [];
  /** Tables of what stands outside one, by name. */
  readonly #loose = new Map<string | null, DraftTable>();
  #open: DraftTable | undefined;
  /** A table that a command before a listing names, or that a listing goes on with. */
  #told: { readonly name: string | null; readonly ipFamily: 'IPv4' | 'IPv6' | null } | undefined;

  begin(name: string, ipFamily: 'IPv4' | 'IPv6' | null): void {
    if (this.#open !== undefined) this.#open.gaps.add('no-commit');
    this.#open = newTable(name, ipFamily);
    this.#tables.push(this.#open);
  }

  commit(): void {
    this.#open = undefined;
  }

  get isOpen(): boolean {
    return this.#open !== undefined || this.#told !== undefined;
  }

  /** The table that has begun and not ended. */
  get open(): string | undefined {
    return this.#open?.name ?? undefined;
  }

  /** What follows outside a table is of this one. */
  tell(name: string | null, ipFamily: 'IPv4' | 'IPv6' | null): void {
    if (this.#open !== undefined) this.#open.gaps.add('no-commit');
    this.#open = undefined;
    this.#told = { name, ipFamily };
  }

  declare(name: string, policy: string, counters: { packets?: number; bytes?: number }, gap: Gap = 'lone-rules'): void {
    const table = this.#tableOf(tableOfChain(name), gap);
    const chain = chainOf(table, name);
    chain.declared = true;
    if (policy !== '-') chain.policy = policy;
    Object.assign(chain, counters);
  }

  remove(name: string): void {
    const chain = chainOf(this.#tableOf(tableOfChain(name), 'lone-rules'), name);
    chain.declared = true;
    chain.removed = true;
  }

  add(placed: PlacedRule, ipFamily: 'IPv4' | 'IPv6' | null, gap: Gap = 'lone-rules'): void {
    const table = this.#tableOf(tableOfRule(placed.rule), gap);
    table.ipFamily ??= ipFamily;
    chainOf(table, placed.rule.chain).rules.push(placed);
  }

  markUnreadable(): void {
    (this.#open ?? this.#tables.at(-1))?.gaps.add('unreadable');
  }

  done(): readonly IptablesTable[] {
    if (this.#open !== undefined) this.#open.gaps.add('no-commit');
    this.#settleUntold();
    return this.#tables.map(({ name, ipFamily, gaps, chains }) => ({ name, ipFamily, gaps: [...gaps], chains: [...chains.values()] }));
  }

  /** `iptables -S` names no table: what its other lines tell is true of all. */
  #settleUntold(): void {
    const untold = this.#loose.get(null);
    const [only, ...more] = [...this.#loose.values()].filter(({ name }) => name !== null);
    if (untold === undefined || only === undefined || more.length > 0) return;
    for (const [name, chain] of untold.chains) {
      const known = only.chains.get(name);
      if (known === undefined) only.chains.set(name, chain);
      else known.rules.push(...chain.rules);
    }
    for (const gap of untold.gaps) only.gaps.add(gap);
    this.#tables.splice(this.#tables.indexOf(untold), 1);
  }

  #tableOf(inferred: string | null, gap: Gap): DraftTable {
    if (this.#open !== undefined) return this.#open;
    const name = this.#told?.name ?? inferred;
    const known = this.#loose.get(name) ?? newTable(name, this.#told?.ipFamily ?? null);
    if (!this.#loose.has(name)) this.#tables.push(known);
    this.#loose.set(name, known);
    known.gaps.add(gap);
    return known;
  }
}

/** The family that the addresses of a rule tell; null where it has none. */
export function familyOfRule({ source, destination, target }: IptablesRule): 'IPv4' | 'IPv6' | null {
  const texts = [source, destination].flatMap((operand: Operand | undefined) => (operand === undefined ? [] : [operand.value]));
  if (target?.kind === 'dnat') texts.push(target.to);
  if (texts.some((text) => /[:\]].*:|^::/.test(text))) return 'IPv6';
  return texts.some((text) => /^\d+\.\d+\.\d+\.\d+/.test(text)) ? 'IPv4' : null;
}

function newTable(name: string | null, ipFamily: 'IPv4' | 'IPv6' | null): DraftTable {
  return { name, ipFamily, gaps: new Set(), chains: new Map() };
}

function chainOf(table: DraftTable, name: string): Draft<IptablesChain> & { readonly rules: PlacedRule[] } {
  const known = table.chains.get(name);
  if (known !== undefined) return known;
  const chain = { name, declared: false, rules: [] };
  table.chains.set(name, chain);
  return chain;
}

/** Chains that kube-proxy has in one table alone, and those that only one table of the kernel has. */
function tableOfChain(name: string): string | null {
  if (/^KUBE-(?:SVC|SVL|SEP|EXT|XLB|FW|MARK|POSTROUTING)(?:-|$)/.test(name) || name === 'POSTROUTING' || name === 'PREROUTING') return 'nat';
  return /^KUBE-(?:FORWARD|FIREWALL|EXTERNAL-SERVICES|PROXY-FIREWALL)$/.test(name) || name === 'FORWARD' ? 'filter' : null;
}

function tableOfRule({ chain, target }: IptablesRule): string | null {
  const told = tableOfChain(chain) ?? (target?.kind === 'jump' ? tableOfChain(target.chain) : null);
  if (told !== null) return told;
  if (target?.kind === 'dnat' || target?.kind === 'masquerade') return 'nat';
  if (target?.kind === 'reject' || target?.kind === 'drop') return 'filter';
  return target?.kind === 'jump' && target.chain === 'KUBE-NODEPORTS' && chain === 'KUBE-SERVICES' ? 'nat' : null;
}
