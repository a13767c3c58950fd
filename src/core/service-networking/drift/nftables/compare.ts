import type { Steps } from '../../../analysis/index.js';
import type { NftElement, NftExpression, NftRule, NftSet, NftTable, NftVerdict } from '../../../readouts/index.js';
import { formatElement, formatRule } from '../../modes/nftables/operations.js';
import type { DifferentRule, DriftedRule, StaleChain } from '../answer.js';
import { append } from '../append.js';

export interface NftReport {
  readonly missing: DriftedRule[];
  readonly extra: DriftedRule[];
  readonly different: DifferentRule[];
  readonly stale: StaleChain[];
  readonly isUncertain: boolean;
}

/** How much of a table a listing shows. */
export interface Shown {
  /** All of its chains, sets and maps; otherwise what is not there is not compared. */
  readonly isWhole: boolean;
  /** The elements of sets and maps, which `nft --terse` leaves out. */
  readonly hasElements: boolean;
}

/**
 * Compares the table of kube-proxy as it should be with the one that is there. No drift are the order of chains and of elements, counters, comments, what session affinity remembers, and chains that nothing leads to:
 * kube-proxy removes those later than their last use.
 *
 * Source: pkg/proxy/nftables/proxier.go v1.37.2, syncProxyRules (staleChains).
 */
export function* compareTables(expected: NftTable, found: NftTable, family: string, { isWhole, hasElements }: Shown): Steps<NftReport> {
  const comparison = new Comparison(`${family} ${expected.name}`, family);
  const chains = new Map(found.chains.map((chain) => [chain.name, chain]));
  for (const chain of expected.chains) {
    yield;
    const there = chains.get(chain.name);
    if (there !== undefined || isWhole) comparison.rules(chain.name, chain.rules, there?.rules ?? []);
    chains.delete(chain.name);
  }
  const reachable = referenced(found);
  for (const chain of chains.values()) {
    yield;
    if (reachable.has(chain.name) || chain.hook !== undefined) comparison.rules(chain.name, [], chain.rules);
    else comparison.leftOver(chain.name, isWhole);
  }
  if (!hasElements) return comparison;
  const sets = new Map(found.sets.map((set) => [set.name, set]));
  for (const set of expected.sets) {
    yield;
    const there = sets.get(set.name);
    if (there !== undefined || isWhole) comparison.elements(set, there?.elements ?? []);
    sets.delete(set.name);
  }
  // What is left of sets is of session affinity, and of ports that are gone.
  for (const set of sets.values()) if (!isRemembering(set)) comparison.elements({ ...set, elements: [] }, set.elements);
  return comparison;
}

class Comparison implements NftReport {
  readonly missing: DriftedRule[] = [];
  readonly extra: DriftedRule[] = [];
  readonly different: DifferentRule[] = [];
  readonly stale: StaleChain[] = [];
  isUncertain = false;

  constructor(
    readonly table: string,
    readonly family: string,
  ) {}

  rules(chain: string, expected: readonly NftRule[], found: readonly NftRule[]): void {
    const wanted = expected.map((rule) => this.#textOf(rule));
    const there = found.map((rule) => this.#textOf(rule));
    if (wanted.join('\n') === there.join('\n')) return;
    const missing = without(wanted, there);
    const extra = without(there, wanted);
    const servicePort = portOfChain(chain);
    if (missing.length === 0 && extra.length === 0) {
      this.different.push({ table: this.table, chain, expected: wanted.join('; '), found: there.join('; '), servicePort, line: null });
      return;
    }
    const pairs = Math.min(missing.length, extra.length);
    for (let i = 0; i < pairs; i++) this.different.push({ table: this.table, chain, expected: missing[i]!, found: extra[i]!, servicePort, line: null });
    for (const rule of missing.slice(pairs)) this.missing.push({ table: this.table, chain, rule, servicePort, line: null });
    for (const rule of extra.slice(pairs)) this.extra.push({ table: this.table, chain, rule, servicePort, line: null });
  }

  elements(set: NftSet, found: readonly NftElement[]): void {
    if (isRemembering(set)) return;
    const wanted = byKey(set.elements);
    const there = byKey(found);
    for (const [key, element] of wanted) {
      const other = there.get(key);
      if (other === undefined) this.missing.push(this.#element(set.name, element));
      else if (plainElement(other) !== plainElement(element)) this.different.push({ ...this.#shared(set.name, element), expected: plainElement(element), found: plainElement(other) });
    }
    for (const [key, element] of there) if (!wanted.has(key)) this.extra.push(this.#element(set.name, element));
  }

  /** @param isCertain the text would show what leads to it */
  leftOver(chain: string, isCertain: boolean): void {
    if (!isCertain) this.isUncertain = true;
    this.stale.push({ table: this.table, chain, servicePort: portOfChain(chain), line: null });
  }

  #element(container: string, element: NftElement): DriftedRule {
    return { ...this.#shared(container, element), rule: plainElement(element) };
  }

  #shared(container: string, element: NftElement): Pick<DriftedRule, 'table' | 'chain' | 'servicePort' | 'line'> {
    const { comment, value } = element;
    const chain = value !== undefined && 'kind' in value && 'chain' in value ? value.chain : undefined;
    const named = comment !== undefined && comment.includes('/') ? comment : undefined;
    return { table: this.table, chain: container, servicePort: named ?? (chain === undefined ? null : portOfChain(chain)), line: null };
  }

  #textOf({ statements }: NftRule): string {
    return formatRule({ statements: statements.filter(({ kind }) => kind !== 'counter') }, this.family);
  }
}

/** The set of clients that session affinity fills. */
function isRemembering({ flags, name }: NftSet): boolean {
  return flags.includes('dynamic') || name.startsWith('affinity-');
}

function plainElement({ key, value }: NftElement): string {
  return formatElement({ key, ...(value !== undefined && { value }) });
}

function byKey(elements: readonly NftElement[]): Map<string, NftElement> {
  return new Map(elements.map((element) => [element.key.join(' . '), element]));
}

/** The items that are oftener in the one list than in the other. */
function without(items: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, string[]>();
  for (const each of others) append(left, each, each);
  return items.filter((each) => left.get(each)?.pop() === undefined);
}

/** Chains that a rule or an element leads to. */
function referenced({ chains, sets }: NftTable): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (verdict: NftVerdict | readonly string[] | undefined) => {
    if (verdict !== undefined && 'kind' in verdict && 'chain' in verdict) names.add(verdict.chain);
  };
  const noteAll = (data: NftExpression) => {
    if (data.kind === 'set') for (const { value } of data.elements) note(value);
  };
  for (const { rules } of chains) {
    for (const { statements } of rules) {
      for (const statement of statements) {
        if (statement.kind === 'verdict') note(statement.verdict);
        else if (statement.kind === 'vmap') noteAll(statement.data);
      }
    }
  }
  for (const { elements } of sets) for (const { value } of elements) note(value);
  return names;
}

/** `shop/web:http` of `service-NPX46M4P-shop/web/tcp/http`; null for a chain of no Service. Source: pkg/proxy/nftables/proxier.go v1.37.2, servicePortChainNameBase. */
export function portOfChain(chain: string): string | null {
  const parts = /^(?:service|local|external|firewall|endpoint)-[A-Z2-7]{8}-([^/]+)\/([^/]+)\/(?:tcp|udp|sctp)\/([^/_]*)/.exec(chain);
  return parts === null ? null : `${parts[1]}/${parts[2]}${parts[3] === '' ? '' : `:${parts[3]}`}`;
}
