import type { ResourceRecord } from '../message.js';
import { isClass, isType } from '../record-types.js';
import { readEntries, ZoneFault, type Entry, type Word } from './entry-words.js';
import { absoluteName, readData } from './record-data.js';
import { parseTtl } from './ttl.js';

/** What holds for the entries that follow. */
interface Scope {
  origin: string;
  owner: string | undefined;
  ttl: number | undefined;
}

/** What a record has that names neither a TTL of its own nor follows one. */
const fallbackTtl = 3600;

/**
 * The records of a zone file, in their order.
 *
 * @param origin what relative names end in; fully qualified
 * @throws ZoneFault where it cannot be read
 * Source: RFC 1035 §5.1; miekg/dns v1.1.72 scan.go
 */
export function parseZone(text: string, origin: string): ResourceRecord[] {
  const scope: Scope = { origin, owner: undefined, ttl: undefined };
  return readEntries(text).flatMap((entry) => readEntry(entry, scope) ?? []);
}

/** One record on a line, as CoreDNS's templates make it: names end at the root. undefined for an empty line. @throws ZoneFault */
export function parseRecord(text: string): ResourceRecord | undefined {
  return parseZone(text, '.')[0];
}

function readEntry(entry: Entry, scope: Scope): ResourceRecord | undefined {
  const [first] = entry.words;
  if (first !== undefined && !first.quoted && !entry.indented && first.text.startsWith('$')) return readControl(entry, first.text.toUpperCase(), scope);
  const words = [...entry.words];
  if (!entry.indented) {
    const owner = words.shift();
    scope.owner = owner === undefined ? undefined : absoluteName(owner.text, scope.origin);
    if (scope.owner === undefined) throw new ZoneFault(`bad owner name: "${owner?.text ?? ''}"`, entry.line);
  }
  const owner = scope.owner ?? scope.origin;
  const { ttl, recordClass, type } = readHead(words, entry.line);
  if (ttl !== undefined) scope.ttl ??= ttl;
  const data = readData(type, words, scope.origin);
  if (data === undefined) throw new ZoneFault(`bad ${type} data: "${words.map((word) => word.text).join(' ')}"`, entry.line);
  return { name: owner, ttl: ttl ?? scope.ttl ?? fallbackTtl, type, data, ...(recordClass !== 'IN' && { class: recordClass }) };
}

/** TTL and class, in either order, then the type; they are taken off `words`. */
function readHead(words: Word[], line: number): { readonly ttl: number | undefined; readonly recordClass: string; readonly type: string } {
  let ttl: number | undefined;
  let recordClass: string | undefined;
  for (;;) {
    const word = words.shift();
    const text = word?.text.toUpperCase() ?? '';
    const seconds = ttl === undefined ? parseTtl(text) : undefined;
    if (seconds !== undefined) ttl = seconds;
    else if (recordClass === undefined && isClass(text) && text !== 'ANY') recordClass = text;
    else if (isType(text) || /^TYPE\d{1,5}$/.test(text)) return { ttl, recordClass: recordClass ?? 'IN', type: text };
    else throw new ZoneFault(`unknown RR type: "${word?.text ?? ''}"`, line);
  }
}

function readControl({ words, line }: Entry, control: string, scope: Scope): undefined {
  const value = words[1]?.text ?? '';
  if (control === '$TTL') {
    const ttl = parseTtl(value);
    if (ttl === undefined) throw new ZoneFault(`expecting $TTL value, not this: "${value}"`, line);
    scope.ttl = ttl;
  } else if (control === '$ORIGIN') {
    const origin = absoluteName(value, scope.origin);
    if (origin === undefined) throw new ZoneFault(`bad origin name: "${value}"`, line);
    scope.origin = origin;
  } else throw new ZoneFault(`${control} is not understood`, line);
  return undefined;
}
