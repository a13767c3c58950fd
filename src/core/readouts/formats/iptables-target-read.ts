import { readMarkValue } from './iptables-match-read.js';
import type { RuleTarget } from './iptables-rule.js';
import type { Token } from './iptables-tokens.js';

/** Targets of the kernel that may stand without an option and are not chains. Source: iptables 1.8.11 `extensions/`. */
const extensions: ReadonlySet<string> = new Set([
  'AUDIT', 'CHECKSUM', 'CLASSIFY', 'CLUSTERIP', 'CONNMARK', 'CONNSECMARK', 'CT', 'DNAT', 'DNPT', 'DSCP', 'ECN', 'HL', 'HMARK', 'IDLETIMER', 'LED', 'LOG', 'MARK', 'MASQUERADE', 'NETMAP', 'NFLOG', 'NFQUEUE',
  'NOTRACK', 'QUEUE', 'RATEEST', 'REDIRECT', 'REJECT', 'SECMARK', 'SET', 'SNAT', 'SNPT', 'SYNPROXY', 'TCPMSS', 'TCPOPTSTRIP', 'TEE', 'TOS', 'TPROXY', 'TRACE', 'TTL', 'ULOG',
]);

const markOps = { '--or-mark': 'or', '--xor-mark': 'xor', '--and-mark': 'and', '--set-mark': 'set', '--set-xmark': 'set-xmark' } as const;

/** The target of this name with these words; `other`, with the words as they stand, where an option is not one that is known here. */
export function readTarget(name: string, words: readonly Token[]): RuleTarget {
  return readKnown(name, words.map(({ text }) => text)) ?? { kind: 'other', name, words: words.map(({ text }) => text) };
}

function readKnown(name: string, words: readonly string[]): RuleTarget | undefined {
  const [option, value, ...more] = words;
  if (option === undefined) return readPlain(name);
  if (more.length > 0) return undefined;
  if (name === 'MASQUERADE') return option === '--random-fully' && value === undefined ? { kind: 'masquerade', randomFully: true } : undefined;
  if (value === undefined) return undefined;
  if (name === 'REJECT' && option === '--reject-with') return { kind: 'reject', with: value };
  if (name === 'DNAT' && option === '--to-destination') return { kind: 'dnat', to: value };
  const op = name === 'MARK' && option in markOps ? markOps[option as keyof typeof markOps] : undefined;
  const mark = op === undefined ? undefined : readMarkValue(value);
  return op === undefined || mark === undefined ? undefined : { kind: 'mark', op, ...mark };
}

function readPlain(name: string): RuleTarget | undefined {
  if (name === 'ACCEPT' || name === 'DROP' || name === 'RETURN') return { kind: name.toLowerCase() as 'accept' | 'drop' | 'return' };
  if (name === 'REJECT') return { kind: 'reject' };
  if (name === 'MASQUERADE') return { kind: 'masquerade', randomFully: false };
  return extensions.has(name) ? undefined : { kind: 'jump', chain: name };
}
