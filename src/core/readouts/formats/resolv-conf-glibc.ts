import { formatAddress, isAddress, parseAddress } from '../../ip/index.js';
import { wordsOf, type Line, type Problems } from '../lines.js';

/** What glibc's resolver makes of a resolv.conf, when neither LOCALDOMAIN nor RES_OPTIONS is set. */
export interface GlibcResolver {
  /** At least one, at most 3, in the order in which they are asked, in canonical text, an IPv6 address with its zone; `127.0.0.1` where the file names none. */
  readonly nameservers: readonly string[];
  /** As written; null where the file has none: then the domain of the host's own name, if it has one. */
  readonly search: readonly string[] | null;
  /** 0 to 15: a name with fewer dots is tried with the search list first. */
  readonly ndots: number;
  /** Seconds for one try, at most 30; 0 or less waits one second. */
  readonly timeout: number;
  /** Rounds over the nameservers, at most 5; 0 or less asks nobody. */
  readonly attempts: number;
  /** The switches that are on, sorted: `rotate`, `edns0`, `single-request`, … */
  readonly switches: readonly string[];
  /** At most 10. Prefers addresses of these networks among the answers of gethostbyname. */
  readonly sortlist: readonly { readonly address: string; readonly netmask: string }[];
}

/** MAXNS, RES_MAXNDOTS, RES_MAXRETRANS, RES_MAXRETRY, MAXRESOLVSORT of <resolv.h>. */
const limits = { nameservers: 3, ndots: 15, timeout: 30, attempts: 5, sortlist: 10 };

/** Matched as prefixes, first match: `rotatexyz` turns on `rotate`. The order is glibc's. */
const switches = [
  'rotate', 'edns0', 'single-request-reopen', 'single-request', 'no_tld_query', 'no-tld-query', 'no-reload', 'use-vc', 'trust-ad', 'no-aaaa',
];
const numbers = ['ndots', 'timeout', 'attempts'] as const;

/**
 * Reads as glibc reads: keywords begin in the first column, the last `search` or `domain` wins, bad values are passed over in silence.
 * What is passed over goes to `problems`.
 *
 * Source: glibc 2.36 `resolv/res_init.c` `res_vinit_1`, `res_setoptions`; resolv.conf(5). Held to it by `test/oracles/resolv-conf`.
 */
export function readAsGlibc(lines: readonly Line[], problems: Problems): GlibcResolver {
  const nameservers: string[] = [];
  const sortlist: { address: string; netmask: string }[] = [];
  const on = new Set<string>();
  const values = { ndots: 1, timeout: 5, attempts: 2 };
  let search: { readonly domains: readonly string[]; readonly line: Line } | undefined;

  for (const line of lines) {
    if (/^[#;]/.test(line.text)) continue;
    const [, keyword = '', rest = ''] = /^(domain|search|nameserver|sortlist|options)[ \t]+(.*)$/.exec(line.text) ?? [];
    const column = line.text.length - rest.length + 1;
    if (keyword === 'domain' || keyword === 'search') {
      const domains = wordsOf(rest).map(({ text }) => text);
      if (domains.length === 0) continue;
      if (search !== undefined) problems.add(search.line, 1, `this search list is not used: line ${line.number} replaces it`);
      search = { domains: keyword === 'domain' ? domains.slice(0, 1) : domains, line };
    } else if (keyword === 'nameserver') {
      const address = readNameserver(rest);
      if (address === undefined) problems.add(line, column, `“${rest.trim()}” is not an IP address; glibc passes over it`);
      else if (nameservers.length === limits.nameservers) problems.add(line, 1, `only the first ${limits.nameservers} nameservers are asked`);
      else nameservers.push(address);
    } else if (keyword === 'sortlist') {
      for (const word of wordsOf(rest.split(';', 1)[0] ?? '')) {
        const entry = readSortlistEntry(word.text);
        if (entry === undefined) problems.add(line, column + word.column - 1, `“${word.text}” is not an IPv4 network; glibc passes over it`);
        else if (sortlist.length < limits.sortlist) sortlist.push(entry);
      }
    } else if (keyword === 'options') {
      for (const word of wordsOf(rest)) {
        const at = column + word.column - 1;
        const number = numbers.find((name) => word.text.startsWith(`${name}:`));
        const known = switches.find((name) => word.text.startsWith(name));
        if (number !== undefined) {
          // atoi passes over blanks, so the number of `ndots: 5` may be the next word.
          const written = atoi(rest.slice(word.column + number.length));
          values[number] = Math.min(written, limits[number]);
          if (written > limits[number]) problems.add(line, at, `${number} is capped at ${limits[number]}`);
        } else if (known !== undefined) on.add(known.replaceAll('_', '-'));
        else problems.add(line, at, `“${word.text}” is not an option that glibc knows`);
      }
    }
  }
  return {
    nameservers: nameservers.length === 0 ? ['127.0.0.1'] : nameservers,
    search: search?.domains ?? null,
    ...values,
    // glibc keeps it in an unsigned field of four bits.
    ndots: values.ndots & limits.ndots,
    switches: [...on].sort(),
    sortlist,
  };
}

function readNameserver(rest: string): string | undefined {
  const ipv4 = inetAton(rest);
  if (ipv4 !== undefined) return formatIPv4(ipv4);
  const [, address = '', zone = ''] = /^([^ \t%]*)(%[^ \t]*)?/.exec(rest) ?? [];
  return address.includes(':') && isAddress(address) ? `${formatAddress(parseAddress(address))}${zone}` : undefined;
}

function readSortlistEntry(text: string): { address: string; netmask: string } | undefined {
  const [network = '', mask = ''] = text.split(/[/&]/);
  const address = inetAton(network);
  if (address === undefined) return undefined;
  return { address: formatIPv4(address), netmask: formatIPv4(inetAton(mask) ?? classMask(address)) };
}

/** The mask of the address's class. Source: RFC 791 §2.3. */
function classMask(address: number): number {
  if (address < 0x8000_0000) return 0xff00_0000;
  return address < 0xc000_0000 ? 0xffff_0000 : 0xffff_ff00;
}

/**
 * An IPv4 address in any form of inet_aton(3): one to four numbers, decimal, octal or hexadecimal, of which the last fills the bytes that are left.
 * What follows after white space is not looked at.
 */
function inetAton(text: string): number | undefined {
  const [word = ''] = text.split(/[ \t\v\f\r\n]/, 1);
  const parts = word.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.test(part))) return undefined;
  const values = parts.map((part) => (/^0[0-7]/.test(part) ? Number.parseInt(part, 8) : Number(part)));
  const last = values.pop() ?? 0;
  if (values.some((value) => value > 255) || last >= 256 ** (4 - values.length)) return undefined;
  return values.reduce((sum, value, i) => sum + value * 256 ** (3 - i), last);
}

function formatIPv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

/** atoi(3) where `int` has 32 bits and `long` 64: a leading number, or 0; what does not fit is cut as C cuts it. */
function atoi(text: string): number {
  const [digits] = /^[ \t\v\f\r\n]*[+-]?\d+/.exec(text) ?? ['0'];
  const long = BigInt(digits.trim().replace(/^\+/, ''));
  const clamped = long > 2n ** 63n - 1n ? 2n ** 63n - 1n : long < -(2n ** 63n) ? -(2n ** 63n) : long;
  return Number(BigInt.asIntN(32, clamped));
}
