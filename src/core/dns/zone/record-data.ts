import { formatAddress, isAddress, parseAddress } from '../../ip/index.js';
import { isDomainName, isFqdn } from '../name.js';
import type { Word } from './entry-words.js';
import { parseTtl } from './ttl.js';

/** n: a name; u: a number; t: a time; s: a character string; S: one or more of them; 4, 6: an address; w: a word as it is; *: whatever follows, as it is. */
const forms: Readonly<Record<string, string>> = {
  A: '4', AAAA: '6', NS: 'n', CNAME: 'n', PTR: 'n', DNAME: 'n', MB: 'n', MX: 'un', AFSDB: 'un', KX: 'un', RT: 'un', SRV: 'uuun', SOA: 'nnutttt', TXT: 'S', SPF: 'S', HINFO: 'ss', CAA: 'uws', NAPTR: 'uusssn', RP: 'nn', MINFO: 'nn',
};

/**
 * The data of a record in its usual form: names fully qualified, numbers without leading zeros, character strings within quotation marks.
 *
 * @returns undefined where it is not what the type wants
 * Source: RFC 1035 §3.3, §5.1 and the RFCs of each type
 */
export function readData(type: string, words: readonly Word[], origin: string): string | undefined {
  const form = Object.hasOwn(forms, type) ? forms[type] : '*';
  const parts: string[] = [];
  let at = 0;
  for (const field of form ?? '*') {
    if (field === 'S' || field === '*') {
      const rest = words.slice(at);
      if (rest.length === 0) return undefined;
      parts.push(...rest.map((word) => (field === 'S' || word.quoted ? quote(word) : word.text)));
      at = words.length;
      continue;
    }
    const word = words[at++];
    const part = word === undefined ? undefined : readField(field, word, origin);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return at === words.length ? parts.join(' ') : undefined;
}

function readField(field: string, word: Word, origin: string): string | undefined {
  const { text } = word;
  switch (field) {
    case 'n':
      return absoluteName(text, origin);
    case 'u':
      return /^\d{1,10}$/.test(text) ? String(Number(text)) : undefined;
    case 't': {
      const ttl = parseTtl(text);
      return ttl === undefined ? undefined : String(ttl);
    }
    case '4':
      return isAddress(text) && !text.includes(':') ? text : undefined;
    case '6':
      return isAddress(text) && text.includes(':') ? formatAddress(parseAddress(text)) : undefined;
    case 's':
      return quote(word);
    default:
      return text;
  }
}

function quote({ text, quoted }: Word): string {
  return `"${quoted ? text : text.replaceAll('"', '\\"')}"`;
}

/** A name of a zone file as a whole one; undefined where it cannot be a name. */
export function absoluteName(text: string, origin: string): string | undefined {
  if (text === '@') return origin;
  const name = isFqdn(text) ? text : origin === '.' ? `${text}.` : `${text}.${origin}`;
  return isDomainName(name) ? name : undefined;
}
