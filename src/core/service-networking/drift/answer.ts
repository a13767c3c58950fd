import type { Answer } from '../../analysis/index.js';
import type { IpFamily } from '../go-address.js';
import type { ProxyModeName } from '../settings.js';

export interface DriftQuestion {
  /** The node from which the text was copied. */
  readonly node: string;
  /** What `iptables-save` or `ip6tables-save` printed there. */
  readonly iptablesSave?: string;
  /** What `nft list ruleset` printed there. */
  readonly nftRuleset?: string;
  /** Undefined: that of the text. */
  readonly ipFamily?: IpFamily;
}

/**
 * - `in-sync`: the node has what kube-proxy would write
 * - `drifted`: it lacks something of it, or has something else
 * - `insufficient-information`: it cannot be told, see `missing` of the answer’s warnings
 */
export type DriftOutcome = 'in-sync' | 'drifted' | 'insufficient-information';

/** A rule, or an element of a set, of one side alone. */
export interface DriftedRule {
  readonly table: string;
  readonly chain: string;
  /** As the tool that printed the text prints it. */
  readonly rule: string;
  /** `namespace/name:port`; null for what is there for all Services, or where nothing tells it. */
  readonly servicePort: string | null;
  /** In the text, from 1; null for what is missing there. */
  readonly line: number | null;
}

/** A rule that is there and says something else. */
export interface DifferentRule {
  readonly table: string;
  readonly chain: string;
  readonly expected: string;
  readonly found: string;
  readonly servicePort: string | null;
  readonly line: number | null;
}

/** Something of kube-proxy that nothing leads to any more: kube-proxy leaves such things behind for a while, and they do nothing. */
export interface StaleChain {
  readonly table: string;
  readonly chain: string;
  readonly servicePort: string | null;
  readonly line: number | null;
}

/** What a port of a Service suffers. */
export interface DriftedService {
  readonly servicePort: string;
  /** One sentence each: what a caller on or by way of this node would notice. Empty where nothing can be noticed. */
  readonly noticed: readonly string[];
  readonly missing: number;
  readonly extra: number;
  readonly different: number;
}

/** The rules of a node against what they should be. Lists are by table, chain and line, and hold at most 1,000 each; `counts` tells all. */
export interface DriftAnswer extends Answer {
  readonly outcome: DriftOutcome;
  /** Null where it cannot be told. */
  readonly inSync: boolean | null;
  readonly node: string;
  readonly ipFamily: IpFamily;
  /** Of kube-proxy on that node. */
  readonly mode: ProxyModeName | null;
  /** `exact`: rule by rule. `by-effect`: the text is of a kube-proxy that lays rules out in another way, or a listing that does not show all of a rule, and so what the rules do was compared. Null where nothing was. */
  readonly comparison: 'exact' | 'by-effect' | null;
  /** The text does not hold all that the node has: what is missing in it is no drift, and not told. */
  readonly partial: boolean;
  readonly counts: { readonly missing: number; readonly extra: number; readonly different: number; readonly stale: number };
  /** By name. */
  readonly services: readonly DriftedService[];
  readonly missing: readonly DriftedRule[];
  readonly extra: readonly DriftedRule[];
  readonly different: readonly DifferentRule[];
  readonly stale: readonly StaleChain[];
}
