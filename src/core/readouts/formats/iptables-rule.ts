/** A value that a rule asks for, or asks not to be. */
export interface Operand {
  readonly value: string;
  /** `! -s VALUE` */
  readonly negated: boolean;
}

/** What a rule asks of a packet beyond addresses, interfaces and protocol: one `-m`, tagged by the name of its module. */
export type RuleMatch =
  | { readonly module: 'comment'; readonly comment: string }
  /** Ports as written: `80`, `30000:32767`. */
  | { readonly module: 'tcp' | 'udp' | 'sctp'; readonly sourcePort?: Operand; readonly destinationPort?: Operand }
  /** Matches where `mark & mask` is `value`; both 0 to 2^32 - 1. */
  | { readonly module: 'mark'; readonly value: number; readonly mask: number; readonly negated: boolean }
  | { readonly module: 'conntrack'; readonly states: readonly string[]; readonly negated: boolean }
  /** `--mode random`; `probability` as written, 0 to 1. */
  | { readonly module: 'statistic'; readonly probability: string }
  /** `--rsource` with a mask of all bits. `seconds` and `reap` belong to `rcheck`. */
  | { readonly module: 'recent'; readonly list: string; readonly action: 'set' | 'rcheck'; readonly seconds?: number; readonly reap?: boolean }
  | { readonly module: 'addrtype'; readonly sourceType?: Operand; readonly destinationType?: Operand }
  | { readonly module: 'nfacct'; readonly name: string }
  /** `flags` as written: `src`, `dst,dst`. */
  | { readonly module: 'set'; readonly set: string; readonly flags: string; readonly negated: boolean }
  /** Of another module, or with options of its own: the words after `-m NAME`. `name` is '' for words that stand behind no `-m`. */
  | { readonly module: 'other'; readonly name: string; readonly words: readonly string[] };

/** What becomes of a packet that a rule matches. */
export type RuleTarget =
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  | { readonly kind: 'accept' | 'drop' | 'return' }
  /** `with`: `icmp-port-unreachable`, …; absent where it is not written. */
  | { readonly kind: 'reject'; readonly with?: string }
  /** `or`, `xor`, `and`: with `value`, and `mask` is not read; `set`, `set-xmark`: with both. 0 to 2^32 - 1. */
  | { readonly kind: 'mark'; readonly op: 'or' | 'xor' | 'and' | 'set' | 'set-xmark'; readonly value: number; readonly mask: number }
  | { readonly kind: 'masquerade'; readonly randomFully: boolean }
  /** `to`: `10.244.1.5:8080`, `[fd00::5]:8080`. */
  | { readonly kind: 'dnat'; readonly to: string }
  /** Of another name, or with options of its own: the words after `-j NAME`. */
  | { readonly kind: 'other'; readonly name: string; readonly words: readonly string[] };

/** One rule of one chain, whoever wrote it down. Which table the chain is in stands beside it. */
export interface IptablesRule {
  /** '' where the text does not tell it: one line of a listing. */
  readonly chain: string;
  /** An address or a CIDR, as written. */
  readonly source?: Operand;
  readonly destination?: Operand;
  /** A trailing `+` stands for any ending. */
  readonly inInterface?: Operand;
  readonly outInterface?: Operand;
  /** `tcp`, `udp`, `sctp`, … or a number that has no such name. */
  readonly protocol?: Operand;
  /** In the order in which they are written, which is that in which the kernel asks. */
  readonly matches: readonly RuleMatch[];
  /** Absent for a rule that only counts, and for one whose text breaks off. */
  readonly target?: RuleTarget;
}

/**
 * Writes a rule as `iptables-save` lays it out, on one line from `-A` on: addresses, interfaces and protocol, the matches, the target.
 * Values stand as they are in the rule; {@link savedRule} gives those that the kernel gives back.
 *
 * Source: iptables 1.8.11 `iptables/xshared.c` `save_rule_details`, `libxtables/xtables.c` `xtables_save_string`.
 */
export function formatRule(rule: IptablesRule): string {
  return [
    `-A ${rule.chain}`,
    ...operand('-s', rule.source), ...operand('-d', rule.destination), ...operand('-i', rule.inInterface), ...operand('-o', rule.outInterface),
    ...operand('-p', rule.protocol),
    ...rule.matches.map(formatMatch),
    ...(rule.target === undefined ? [] : [formatTarget(rule.target)]),
  ].join(' ');
}

/** One match as it stands in a rule: `-m tcp --dport 80`. */
export function formatMatch(match: RuleMatch): string {
  const name = match.module === 'other' ? match.name : match.module;
  return [...(name === '' ? [] : ['-m', name]), ...matchWords(match)].join(' ');
}

/** A target as it stands in a rule: `-j DNAT --to-destination 10.244.1.5:8080`. */
export function formatTarget(target: RuleTarget): string {
  switch (target.kind) {
    case 'jump':
      return `-j ${target.chain}`;
    case 'goto':
      return `-g ${target.chain}`;
    case 'accept':
    case 'drop':
    case 'return':
      return `-j ${target.kind.toUpperCase()}`;
    case 'reject':
      return target.with === undefined ? '-j REJECT' : `-j REJECT --reject-with ${target.with}`;
    case 'mark':
      return `-j MARK --${markOptions[target.op]} ${hex(target.value)}${target.op.startsWith('set') ? `/${hex(target.mask)}` : ''}`;
    case 'masquerade':
      return target.randomFully ? '-j MASQUERADE --random-fully' : '-j MASQUERADE';
    case 'dnat':
      return `-j DNAT --to-destination ${target.to}`;
    case 'other':
      return ['-j', target.name, ...target.words.map(quoteWord)].join(' ');
  }
}

/** The comment of a rule; undefined where it has none. */
export function commentOf(rule: IptablesRule): string | undefined {
  for (const match of rule.matches) if (match.module === 'comment') return match.comment;
  return undefined;
}

const markOptions = { or: 'or-mark', xor: 'xor-mark', and: 'and-mark', set: 'set-mark', 'set-xmark': 'set-xmark' } as const;

function operand(option: string, given: Operand | undefined): string[] {
  return given === undefined ? [] : [given.negated ? `! ${option} ${given.value}` : `${option} ${given.value}`];
}

function matchWords(match: RuleMatch): string[] {
  switch (match.module) {
    case 'comment':
      return ['--comment', quoteString(match.comment)];
    case 'tcp':
    case 'udp':
    case 'sctp':
      return [...operand('--sport', match.sourcePort), ...operand('--dport', match.destinationPort)];
    case 'mark':
      return [...not(match.negated), '--mark', match.mask === 0xffffffff ? hex(match.value) : `${hex(match.value)}/${hex(match.mask)}`];
    case 'conntrack':
      return [...not(match.negated), '--ctstate', match.states.join(',')];
    case 'statistic':
      return ['--mode', 'random', '--probability', match.probability];
    case 'recent':
      return [`--${match.action}`, ...(match.seconds === undefined ? [] : ['--seconds', String(match.seconds)]), ...(match.reap === true ? ['--reap'] : []), '--name', match.list];
    case 'addrtype':
      return [...operand('--src-type', match.sourceType), ...operand('--dst-type', match.destinationType)];
    case 'nfacct':
      return ['--nfacct-name', match.name];
    case 'set':
      return [...not(match.negated), '--match-set', match.set, match.flags];
    case 'other':
      return match.words.map(quoteWord);
  }
}

function not(negated: boolean): string[] {
  return negated ? ['!'] : [];
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

/** A text that people write, as `xtables_save_string` quotes it. */
function quoteString(text: string): string {
  return /^[\w-]+$/.test(text) ? text : `"${text.replace(/["\\']/g, '\\$&')}"`;
}

/** A word of an option that is not read further: quoted only where it would fall apart. */
function quoteWord(word: string): string {
  return /^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\']/g, '\\$&')}"`;
}
