import type { ResolverSettings } from './libc.js';

export interface MuslSettings extends ResolverSettings {
  /** Seconds for one name, 0 to 60. */
  readonly timeout: number;
  /** Rounds in that time, 0 to 10. */
  readonly attempts: number;
}

/** The line buffer, with the byte that ends it. */
const lineBuffer = 256;
const maxServers = 3;

/**
 * Reads as musl reads: a line of 255 octets or more is passed over whole, `domain` and `search` are the same and the last one wins, options are looked for
 * anywhere in their line, and there are but three.
 *
 * Source: musl 1.2.3–1.2.5 src/network/resolvconf.c __get_resolv_conf.
 */
export function readAsMusl(text: string): MuslSettings {
  const notes: string[] = [];
  const nameservers: string[] = [];
  const numbers = { ndots: 1, timeout: 5, attempts: 2 };
  let searches: readonly string[] = [];
  for (const line of text.split('\n')) {
    const word = /^(options|nameserver|domain|search)[ \t\v\f\r]/.exec(`${line}\r`)?.[1];
    if (octets(line) > lineBuffer - 2) {
      if (word !== undefined) notes.push(`a line of ${octets(line)} octets is passed over: the whole \`${word}\` line`);
      continue;
    }
    if (word === 'options') readOptions(line, numbers);
    else if (word === 'nameserver') {
      const [address = ''] = blanksApart(line.slice(word.length));
      if (nameservers.length < maxServers && isLiteral(address)) nameservers.push(address);
    } else if (word !== undefined) searches = blanksApart(line.slice(word.length));
  }
  if (numbers.attempts === 0) notes.push('`attempts:0` makes it divide by zero: the program ends with SIGFPE');
  return { nameservers: nameservers.length === 0 ? ['127.0.0.1'] : nameservers, searches, notes, ...numbers };
}

const options = [
  { name: 'ndots', most: 15, begins: /^\d/ },
  { name: 'attempts', most: 10, begins: /^\d/ },
  { name: 'timeout', most: 60, begins: /^[\d.]/ },
] as const;

/** The first place in the line counts, be it in the middle of a word. */
function readOptions(line: string, numbers: Record<'ndots' | 'timeout' | 'attempts', number>): void {
  for (const { name, most, begins } of options) {
    const at = line.indexOf(`${name}:`);
    const rest = at === -1 ? '' : line.slice(at + name.length + 1);
    const [digits] = begins.test(rest) ? (/^\d+/.exec(rest) ?? []) : [];
    if (digits !== undefined) numbers[name] = Math.min(Number(digits), most);
  }
}

function blanksApart(text: string): readonly string[] {
  return text.split(/[ \t\v\f\r]+/).filter((word) => word !== '');
}

/** Near enough to inet_aton and inet_pton for what a kubelet writes. */
function isLiteral(address: string): boolean {
  return /^[0-9a-fx.]+$/i.test(address) || /^[0-9a-f:.]+(?:%\w+)?$/i.test(address);
}

function octets(text: string): number {
  let n = 0;
  for (const character of text) n += character < '\u0080' ? 1 : character < '\u0800' ? 2 : character < '\u{10000}' ? 3 : 4;
  return n;
}
