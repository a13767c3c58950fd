import type { Operand, RuleMatch } from './iptables-rule.js';
import type { Token } from './iptables-tokens.js';

/** What was read of one option: `--dport 80`, `! --ctstate NEW`. */
interface Option {
  readonly name: string;
  readonly values: readonly string[];
  readonly negated: boolean;
}

/**
 * The match of this name with these words; `other`, with the words as they stand, where the module or an option of it is not one that is known here, so that nothing is lost.
 *
 * Source: iptables 1.8.11 `extensions/libxt_*.c`: what each prints to save.
 */
export function readMatch(name: string, words: readonly Token[]): RuleMatch {
  const read = readers[name];
  const options = optionsOf(words);
  return (options === undefined ? undefined : read?.(options)) ?? { module: 'other', name, words: words.map(({ text }) => text) };
}

/** undefined where a value stands before any option. */
function optionsOf(words: readonly Token[]): readonly Option[] | undefined {
  const options: { name: string; values: string[]; negated: boolean }[] = [];
  let negated = false;
  for (const { text, quoted } of words) {
    const last = options.at(-1);
    const isValueOfComment = last?.name === '--comment' && last.values.length === 0;
    if (text === '!' && !quoted && !isValueOfComment) negated = true;
    else if (text.startsWith('--') && !quoted && !isValueOfComment) {
      options.push({ name: text, values: [], negated });
      negated = false;
    } else if (last === undefined || negated) return undefined;
    else last.values.push(text);
  }
  return negated ? undefined : options;
}

type Read = (options: readonly Option[]) => RuleMatch | undefined;

const readers: Readonly<Record<string, Read>> = {
  comment: ([option, ...more]) => (option?.name === '--comment' && option.values.length === 1 && more.length === 0 ? { module: 'comment', comment: option.values[0]! } : undefined),
  tcp: (options) => readPorts('tcp', options),
  udp: (options) => readPorts('udp', options),
  sctp: (options) => readPorts('sctp', options),
  mark: readMark,
  conntrack: ([option, ...more]) =>
    option?.name === '--ctstate' && option.values.length === 1 && more.length === 0 ? { module: 'conntrack', states: option.values[0]!.split(','), negated: option.negated } : undefined,
  statistic: readStatistic,
  recent: readRecent,
  addrtype: readAddrtype,
  nfacct: ([option, ...more]) => (option?.name === '--nfacct-name' && option.values.length === 1 && more.length === 0 && !option.negated ? { module: 'nfacct', name: option.values[0]! } : undefined),
  set: ([option, ...more]) =>
    option?.name === '--match-set' && option.values.length === 2 && more.length === 0 ? { module: 'set', set: option.values[0]!, flags: option.values[1]!, negated: option.negated } : undefined,
};

/** Each option once, each of those that are known, each with one value. */
function operandsOf(options: readonly Option[], known: Readonly<Record<string, string>>): Partial<Record<string, Operand>> | undefined {
  const operands: Partial<Record<string, Operand>> = {};
  for (const { name, values, negated } of options) {
    const part = known[name];
    if (part === undefined || operands[part] !== undefined || values.length !== 1) return undefined;
    operands[part] = { value: values[0]!, negated };
  }
  return operands;
}

function readPorts(module: 'tcp' | 'udp' | 'sctp', options: readonly Option[]): RuleMatch | undefined {
  const ports = operandsOf(options, { '--dport': 'destinationPort', '--destination-port': 'destinationPort', '--sport': 'sourcePort', '--source-port': 'sourcePort' });
  return ports && { module, ...ports };
}

function readAddrtype(options: readonly Option[]): RuleMatch | undefined {
  const types = operandsOf(options, { '--src-type': 'sourceType', '--dst-type': 'destinationType' });
  return types && { module: 'addrtype', ...types };
}

function readMark([option, ...more]: readonly Option[]): RuleMatch | undefined {
  if (option?.name !== '--mark' || option.values.length !== 1 || more.length > 0) return undefined;
  const mark = readMarkValue(option.values[0]!);
  return mark && { module: 'mark', ...mark, negated: option.negated };
}

/** `0x4000/0x4000`, `0x1`, `16384`; undefined for anything else. */
export function readMarkValue(text: string): { value: number; mask: number } | undefined {
  const match = /^(0x[0-9a-f]{1,16}|\d{1,10})(?:\/(0x[0-9a-f]{1,16}|\d{1,10}))?$/i.exec(text);
  if (match === null) return undefined;
  const [value, mask] = [Number(match[1]), match[2] === undefined ? 0xffffffff : Number(match[2])];
  return value > 0xffffffff || mask > 0xffffffff ? undefined : { value, mask };
}

function readStatistic(options: readonly Option[]): RuleMatch | undefined {
  const given = operandsOf(options, { '--mode': 'mode', '--probability': 'probability' });
  if (given?.['mode']?.value !== 'random' || given['probability'] === undefined || given['probability'].negated || !/^\d*\.?\d+$/.test(given['probability'].value)) return undefined;
  return { module: 'statistic', probability: given['probability'].value };
}

/** What the kernel adds to every list that kube-proxy asks for. */
const allBits: ReadonlySet<string> = new Set(['255.255.255.255', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff']);

function readRecent(options: readonly Option[]): RuleMatch | undefined {
  const given = new Map(options.map((option) => [option.name, option]));
  const known = ['--set', '--rcheck', '--seconds', '--reap', '--name', '--mask', '--rsource'];
  if (given.size !== options.length || options.some(({ name, negated }) => negated || !known.includes(name))) return undefined;
  const single = (name: string) => (given.get(name)?.values.length === 1 ? given.get(name)?.values[0] : undefined);
  const flags = ['--set', '--rcheck', '--reap', '--rsource'].flatMap((name) => given.get(name)?.values ?? []);
  const [list, seconds, mask] = [single('--name'), single('--seconds'), single('--mask')];
  const isWhole = list !== undefined && flags.length === 0 && given.has('--set') !== given.has('--rcheck');
  if (!isWhole || (given.has('--mask') && !allBits.has(mask ?? '')) || (given.has('--seconds') && !/^\d{1,10}$/.test(seconds ?? ''))) return undefined;
  return {
    module: 'recent', list, action: given.has('--set') ? 'set' : 'rcheck',
    ...(seconds !== undefined && { seconds: Number(seconds) }),
    ...(given.has('--reap') && { reap: true }),
  };
}
