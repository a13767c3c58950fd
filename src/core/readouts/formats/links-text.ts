import { bitsOf, formatAddress, parseAddress } from '../../ip/index.js';
import { unquoted, wordsOf, type Line, type Problems, type Word } from '../lines.js';
import { readAt, Reader, Unreadable } from '../words.js';
import { keptDetails, type AddressedLink, type Draft, type LinkAddress, type LinkCounters } from './links-model.js';

const full = /^\s*(\d+): ([^\s:@/]+)(?:@([^\s:]+))?: <([A-Z0-9_,-]*)>/;
/** `ip -oneline addr` begins each address so. */
const oneline = /^\s*(\d+): ([^\s:@/]+)(?:@([^\s:]+))?\s+(?=inet6? )/;
const brief = /^\s*([^\s:@/]+)(?:@(\S+))?\s+(UNKNOWN|NOTPRESENT|DOWN|LOWERLAYERDOWN|TESTING|DORMANT|UP)\s*(?=$|[0-9a-f.:]+[ /]|<)/;

const addressFlags: ReadonlySet<string> = new Set([
  'secondary', 'temporary', 'deprecated', 'tentative', 'permanent', 'dynamic', 'nodad', 'optimistic', 'dadfailed', 'home', 'mngtmpaddr',
  'noprefixroute', 'autojoin', 'stable-privacy',
]);

/**
 * The links of `ip addr` or `ip link`, also with `-details`, `-statistics`, `-oneline` or `-brief`; what cannot be read goes to `problems`.
 *
 * Source: iproute2 6.1.0 `ip/ipaddress.c` `print_linkinfo`, `print_addrinfo`, `print_linkinfo_brief`, `ip/iplink_*.c`.
 */
export function readLinksText(lines: readonly Line[], problems: Problems, command: string): readonly AddressedLink[] {
  const reader = new LinkReader();
  const foreign: Line[] = [];
  for (const raw of lines) {
    const line = unquoted(raw);
    let start = 0;
    // `-oneline` puts a backslash where a line would end.
    for (const text of line.text.split('\\')) {
      const reading = text.trim() === '' ? 'read' : reader.read({ number: line.number, text });
      if (reading === 'foreign') foreign.push(raw);
      else if (reading !== 'read') problems.add(raw, start + reading.column, reading.message);
      if (reading !== 'read') break;
      start += text.length + 1;
    }
  }
  problems.addForeign(foreign, command);
  return reader.links;
}

class LinkReader {
  readonly links: Draft<AddressedLink>[] = [];
  #link: Draft<AddressedLink> | undefined;
  #address: Draft<LinkAddress> | undefined;
  /** The heads of the numbers on the next line, and whose they are; null: numbers that are not kept. */
  #counters: { readonly of: 'rx' | 'tx'; readonly heads: readonly string[] } | null | undefined;
  readonly #rx = new Map<Draft<AddressedLink>, LinkCounters>();

  /** `foreign`: the line is none of `ip`; else why it cannot be read to its end. */
  read(line: Line): 'read' | 'foreign' | Unreadable {
    try {
      return this.#begin(line) || this.#continue(line) ? 'read' : 'foreign';
    } catch (error) {
      if (error instanceof Unreadable) return error;
      throw error;
    }
  }

  #begin(line: Line): boolean {
    const text = line.text;
    const match = full.exec(text);
    if (match !== null) {
      const link = this.#open(line, match[2] ?? '', match[3], Number(match[1]));
      link.flags = (match[4] ?? '').split(',').filter((flag) => flag !== '');
      readHead(link, new Reader(wordsFrom(text, match[0].length)));
      return true;
    }
    const single = oneline.exec(text);
    if (single !== null) {
      const index = Number(single[1]);
      if (this.#link?.index !== index) this.#open(line, single[2] ?? '', single[3], index);
      this.#readAddress(line, wordsFrom(text, single[0].length));
      return true;
    }
    const short = brief.exec(text);
    if (short === null) return false;
    const link = this.#open(line, short[1] ?? '', short[2]);
    link.state = short[3] ?? '';
    this.#readBrief(line, link, wordsFrom(text, short[0].length));
    this.#link = undefined;
    return true;
  }

  #open(line: Line, name: string, parent: string | undefined, index?: number): Draft<AddressedLink> {
    const link: Draft<AddressedLink> = { line: line.number, name, flags: [], altnames: [], details: {}, addresses: [] };
    if (index !== undefined) link.index = index;
    if (parent !== undefined) link.parent = parent;
    this.links.push(link);
    this.#link = link;
    this.#address = undefined;
    this.#counters = undefined;
    return link;
  }

  #continue(line: Line): boolean {
    const words = wordsOf(line.text);
    const [first, ...rest] = words;
    if (first === undefined) return true;
    const link = this.#link;
    const counters = this.#counters;
    this.#counters = undefined;
    const isOurs = /^(link\/\S+|inet6?|valid_lft|altname)$/.test(first.text);
    if (link === undefined) {
      if (isOurs) throw new Unreadable(first.column, `“${first.text}” belongs to a link, and the line on which that begins is missing or cut`);
      return false;
    }
    if (first.text.startsWith('link/')) readLayer(link, first, new Reader(rest));
    else if (first.text === 'inet' || first.text === 'inet6') this.#readAddress(line, words);
    else if (first.text === 'valid_lft') this.#readLifetimes(new Reader(words));
    else if (first.text === 'altname') link.altnames.push(new Reader(rest).valueOf(first).text);
    else if (first.text === 'alias') link.alias = line.text.slice(first.column + first.text.length).trim();
    else if (first.text === 'RX:' || first.text === 'TX:') this.#counters = { of: first.text === 'RX:' ? 'rx' : 'tx', heads: rest.map(({ text }) => text) };
    else if (/^[RT]X$/.test(first.text) && rest[0]?.text === 'errors:') this.#counters = null;
    else if (counters !== undefined && /^\d/.test(first.text)) this.#readCounters(link, counters, words);
    else if (/^\s/.test(line.text) && first.text.endsWith('_slave') && link.type !== undefined) link.portOf = first.text.slice(0, -'_slave'.length);
    else if (/^\s/.test(line.text) && 'promiscuity' in link.details && link.kind === undefined && /^[a-z][a-z0-9_-]*$/.test(first.text)) readKind(link, first.text, rest);
    else if (/^\s+(vf \d|prog\/)/.test(line.text)) return true;
    else {
      this.#link = undefined;
      return false;
    }
    return true;
  }

  #readAddress(line: Line, words: readonly Word[]): void {
    this.#address = undefined;
    const [first, ...rest] = words;
    if (first === undefined) return;
    const address = readAddress(line.number, first, new Reader(rest));
    this.#address = address;
    this.#link?.addresses.push(address);
  }

  #readLifetimes(words: Reader): void {
    const address = this.#address;
    for (let word = words.take(); word !== undefined; word = words.take()) {
      const value = words.valueOf(word);
      const seconds = /^(\d+)sec$/.exec(value.text)?.[1];
      if (value.text !== 'forever' && seconds === undefined) throw new Unreadable(value.column, `“${value.text}” after “${word.text}” is neither “forever” nor a number of seconds`);
      const lifetime = seconds === undefined ? null : Number(seconds);
      if (address === undefined) throw new Unreadable(word.column, 'lifetimes of an address that is missing or cut');
      if (word.text === 'valid_lft') address.validLifetime = lifetime;
      else if (word.text === 'preferred_lft') address.preferredLifetime = lifetime;
      else throw new Unreadable(word.column, `“${word.text}” is not a word that “ip” prints here`);
    }
  }

  #readCounters(link: Draft<AddressedLink>, counters: { readonly of: 'rx' | 'tx'; readonly heads: readonly string[] } | null, words: readonly Word[]): void {
    if (counters === null) return;
    const odd = words.find(({ text }) => !/^\d+$/.test(text));
    if (odd !== undefined) throw new Unreadable(odd.column, `“${odd.text}” is not a whole number`);
    const read = (head: string): number => {
      const word = words[counters.heads.indexOf(head)];
      if (word === undefined) throw new Unreadable(1, `the count of “${head}” is missing`);
      return Number(word.text);
    };
    const values = { bytes: read('bytes'), packets: read('packets'), errors: read('errors'), dropped: read('dropped') };
    if (counters.of === 'rx') this.#rx.set(link, values);
    const rx = this.#rx.get(link);
    if (counters.of === 'tx' && rx !== undefined) link.statistics = { rx, tx: values };
  }

  #readBrief(line: Line, link: Draft<AddressedLink>, words: readonly Word[]): void {
    const [first, second] = words;
    const flags = (second ?? first)?.text;
    if (flags?.startsWith('<') === true) {
      if (first !== undefined && first.text !== flags) link.address = first.text;
      link.flags = flags.replace(/[<>]/g, '').split(',').filter((flag) => flag !== '');
      return;
    }
    const reader = new Reader(words);
    for (let word = reader.take(); word !== undefined; word = reader.take()) {
      const last = link.addresses.at(-1);
      if (word.text === 'metric' && last !== undefined) last.metric = reader.numberOf(word);
      else link.addresses.push(readLocal(line.number, word, reader, undefined));
    }
  }
}

function wordsFrom(text: string, offset: number): readonly Word[] {
  return wordsOf(' '.repeat(offset) + text.slice(offset));
}

function readHead(link: Draft<AddressedLink>, words: Reader): void {
  for (let word = words.take(); word !== undefined; word = words.take()) {
    if (word.text === 'mtu') link.mtu = words.numberOf(word);
    else if (word.text === 'qdisc') link.qdisc = words.valueOf(word).text;
    else if (word.text === 'master') link.master = words.valueOf(word).text;
    else if (word.text === 'state') link.state = words.valueOf(word).text;
    else if (word.text === 'group') link.group = words.valueOf(word).text;
    else if (word.text === 'qlen') link.queueLength = words.numberOf(word);
    else if (word.text === 'mode' || word.text === 'vrf') words.valueOf(word);
    else if (!/^xdp/.test(word.text)) throw new Unreadable(word.column, `“${word.text}” is not a word that “ip” prints here; the rest of the line is passed over`);
  }
}

function readLayer(link: Draft<AddressedLink>, first: Word, words: Reader): void {
  link.type = first.text.slice('link/'.length);
  for (let word = words.take(); word !== undefined; word = words.take()) {
    if (word.text === 'brd') link.broadcast = words.valueOf(word).text;
    else if (word.text === 'peer') link.peerAddress = words.valueOf(word).text;
    else if (word.text === 'link-netns' || word.text === 'link-netnsid') link.netns = words.valueOf(word).text;
    else if (word.text === 'promiscuity') {
      // From here on the words are those of -details; the kind follows on a line of its own.
      link.details['promiscuity'] = words.valueOf(word).text;
      return;
    } else if (/^[0-9a-f:.]+$/i.test(word.text) && link.address === undefined) link.address = word.text;
  }
}

function readKind(link: Draft<AddressedLink>, kind: string, rest: readonly Word[]): void {
  link.kind = kind;
  const kept = keptDetails[kind] ?? {};
  rest.forEach(({ text }, i) => {
    const value = rest[i + 1]?.text;
    if (Object.hasOwn(kept, text) && value !== undefined && link.details[text] === undefined) link.details[text] = value;
  });
}

/** `inet 10.0.0.1/24 brd 10.0.0.255 scope global secondary eth0:1` */
function readAddress(line: number, first: Word, words: Reader): Draft<LinkAddress> {
  const family = first.text === 'inet' ? 4 : 6;
  const address = readLocal(line, words.valueOf(first), words, family);
  for (let word = words.take(); word !== undefined; word = words.take()) {
    if (word.text === 'brd') address.broadcast = words.addressOf(word);
    else if (word.text === 'scope') address.scope = words.valueOf(word).text;
    else if (word.text === 'metric') address.metric = words.numberOf(word);
    else if (word.text === 'proto') address.protocol = words.valueOf(word).text;
    else if (word.text === 'any' || word.text === 'flags') words.valueOf(word);
    else if (addressFlags.has(word.text)) address.flags.push(word.text);
    else if (family === 4 && address.label === undefined && address.scope !== undefined) address.label = word.text;
    else throw new Unreadable(word.column, `“${word.text}” is not a word that “ip addr” prints here`);
  }
  return address;
}

/** `10.0.0.1/24`, or `10.0.0.1 peer 10.0.0.2/32`. */
function readLocal(line: number, word: Word, words: Reader, family: 4 | 6 | undefined): Draft<LinkAddress> {
  const far = words.takeIf('peer') ? words.valueOf(word) : undefined;
  const ranged = far ?? word;
  return readAt(ranged, () => {
    const [network = '', length] = ranged.text.split('/');
    const parsed = parseAddress(network);
    const local = far === undefined ? parsed : readAt(word, () => parseAddress(word.text.split('/', 1)[0] ?? ''));
    if (family !== undefined && local.family !== family) throw new Unreadable(word.column, `“${word.text}” is not an IPv${family} address`);
    const bits = bitsOf(parsed.family);
    if (length !== undefined && (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits)) throw new Unreadable(ranged.column, `“${length}” is not a prefix length: 0 to ${bits}`);
    const prefixLength = length === undefined ? bits : Number(length);
    const address: Draft<LinkAddress> = { line, family: local.family, address: formatAddress(local), prefixLength, flags: [] };
    if (far !== undefined) address.peer = formatAddress(parsed);
    return address;
  });
}
