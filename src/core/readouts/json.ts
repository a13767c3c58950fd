import { InputError } from '../errors.js';
import type { Line, Problems } from './lines.js';

/** A document of JSON and the line, from 1, on which it begins. */
export interface JsonDocument {
  readonly line: number;
  readonly value: unknown;
}

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The text if it is one. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The number if it is one. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** A line that begins a list or an object, and is no prompt (`[sudo] password for me:`). */
const begins = /^\s*(?:\[\s*(?:$|[[{"\]])|\{\s*(?:$|["}]))/;

/** Whether a line begins a list or an object. */
export function beginsJson(lines: readonly Line[]): boolean {
  return lines.some(({ text }) => begins.test(text));
}

/**
 * The documents of JSON in a text, one after another, as commands print them; what stands between them goes to `problems`.
 *
 * @param command what should have printed it
 * @throws InputError `invalid-request` with line and column for a document that breaks the grammar of JSON (RFC 8259)
 */
export function readJson(lines: readonly Line[], problems: Problems, command: string): readonly JsonDocument[] {
  const documents: JsonDocument[] = [];
  const foreign: Line[] = [];
  const text = lines.map((line) => line.text).join('\n');
  let offset = 0;
  let end = 0;
  for (const line of lines) {
    const start = offset;
    offset += line.text.length + 1;
    // What follows a document on its last line belongs to nothing.
    if (start < end || line.text.trim() === '') continue;
    if (!begins.test(line.text)) {
      foreign.push(line);
      continue;
    }
    const document = scan(text, start);
    end = document.end;
    if (document.fault !== undefined) refuse(text, end, document.fault);
    documents.push({ line: line.number, value: JSON.parse(text.slice(start, end)) as unknown });
  }
  problems.addForeign(foreign, command);
  return documents;
}

function refuse(text: string, offset: number, fault: string): never {
  const before = text.slice(0, offset).split('\n');
  const where = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${fault}`;
  throw new InputError('invalid-request', `this is not JSON; ${where}`, [{ pointer: '/text', detail: where }]);
}

const tokens = /[ \t\n\r]*(?:([[\]{},:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(true|false|null|-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.])))/y;

/** Where the document that begins at `from` ends, or where and why it is none. Without recursion: depth is the caller's choice. */
function scan(text: string, from: number): { readonly end: number; readonly fault?: string } {
  const open: string[] = [];
  // What may come next: a value, a value or the end of a list, a key, a key or the end of an object, a colon, or a comma or an end.
  let expected: 'value' | 'item' | 'key' | 'member' | 'colon' | 'after' = 'value';
  tokens.lastIndex = from;
  for (;;) {
    const start = tokens.lastIndex;
    const [whole, mark, string, literal] = tokens.exec(text) ?? [];
    if (whole === undefined) {
      const blank = /[ \t\n\r]*/y;
      blank.lastIndex = start;
      const at = start + (blank.exec(text)?.[0].length ?? 0);
      if (at === text.length) return { end: start, fault: 'the JSON is cut off here' };
      return { end: at, fault: `${wanted[expected]} should stand here, not “${text.slice(at, at + 12).split('\n', 1)[0] ?? ''}”` };
    }
    const token = mark ?? string ?? literal ?? '';
    const unexpected = { end: tokens.lastIndex - token.length, fault: `${wanted[expected]} should stand here, not “${token.slice(0, 12)}”` };
    const isValue = expected === 'value' || expected === 'item';
    if (mark === '{' || mark === '[') {
      if (!isValue) return unexpected;
      open.push(mark);
      expected = mark === '{' ? 'member' : 'item';
    } else if (mark === '}' || mark === ']') {
      const fits = (open.at(-1) === '{') === (mark === '}') && (expected === 'after' || expected === (mark === '}' ? 'member' : 'item'));
      if (!fits) return unexpected;
      open.pop();
      expected = 'after';
    } else if (mark === ',') {
      if (expected !== 'after') return unexpected;
      expected = open.at(-1) === '{' ? 'key' : 'value';
    } else if (mark === ':') {
      if (expected !== 'colon') return unexpected;
      expected = 'value';
    } else if (expected === 'key' || expected === 'member') {
      if (string === undefined) return unexpected;
      expected = 'colon';
    } else if (isValue) expected = 'after';
    else return unexpected;
    if (open.length === 0) return { end: tokens.lastIndex };
  }
}

const wanted = {
  value: 'a value', item: 'a value or “]”', key: 'a key in double quotes', member: 'a key in double quotes or “}”', colon: '“:”', after: 'a comma or an end',
} as const;
