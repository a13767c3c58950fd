import type { IptablesRule } from './iptables-rule.js';

/** A rule where it stands in the text. */
export interface PlacedRule {
  /** From 1. */
  readonly line: number;
  readonly rule: IptablesRule;
  /** Absent where the text has no counters. Of a listing without `-x` they are rounded. */
  readonly packets?: number;
  readonly bytes?: number;
  /** It stands in a listing (`iptables -L`), which does not show all of a rule: interfaces only with `-v`, names in place of numbers without `-n`, and some options never. */
  readonly lossy?: true;
}

export interface IptablesChain {
  /** '' for rules of which the text does not tell the chain. */
  readonly name: string;
  /** `ACCEPT` or `DROP` of a chain of the kernel; absent for others. */
  readonly policy?: string;
  readonly packets?: number;
  readonly bytes?: number;
  /** The text names the chain itself, not only a rule of it. */
  readonly declared: boolean;
  /** The text orders it to be removed (`-X`), as what kube-proxy hands to `iptables-restore` may. */
  readonly removed?: true;
  /** In the order of the text, which is that of the kernel. */
  readonly rules: readonly PlacedRule[];
}

/**
 * How a text that was copied may hold less than the node has.
 * - `no-commit`: the table ends before its `COMMIT`: the text is cut
 * - `lone-rules`: rules stand outside any table, as `grep` leaves them
 * - `listing`: it is what `iptables -L` prints, which does not show all of a rule
 * - `unreadable`: a line of it could not be read
 */
export type Gap = 'no-commit' | 'lone-rules' | 'listing' | 'unreadable';

export interface IptablesTable {
  /** `nat`, `filter`, …; null where nothing tells it. */
  readonly name: string | null;
  readonly ipFamily: 'IPv4' | 'IPv6' | null;
  /** Empty where the text holds the table whole. */
  readonly gaps: readonly Gap[];
  /** In the order in which the text first names them. */
  readonly chains: readonly IptablesChain[];
}

/** The rules of a node. */
export interface IptablesSave {
  /** What printed it, by its own words: `iptables-save`, `ip6tables-save`, `iptables-nft-save`; null where the text does not say. */
  readonly program: string | null;
  /** Of iptables: `1.8.4`. */
  readonly version: string | null;
  /** Which of the two back ends of the kernel holds the rules, where the text says it. */
  readonly backend: 'legacy' | 'nf_tables' | null;
  /** In the order of the text; one name may stand twice, for two families or two dumps. */
  readonly tables: readonly IptablesTable[];
}
