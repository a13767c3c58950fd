const named: Readonly<Record<string, string>> = { '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '"': '\\"', '\\': '\\\\' };

/** Text as Go prints it with `%q`. Source: Go 1.26 strconv.Quote. */
export function quoteGo(text: string): string {
  let quoted = '';
  for (const c of text) quoted += named[c] ?? (isPrintable(c) ? c : escapeOf(c.codePointAt(0) ?? 0));
  return `"${quoted}"`;
}

function isPrintable(c: string): boolean {
  return c === ' ' || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(c);
}

function escapeOf(point: number): string {
  if (point < 0x80) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point < 0x1_0000 ? `\\u${point.toString(16).padStart(4, '0')}` : `\\U${point.toString(16).padStart(8, '0')}`;
}

/** How many bytes a text has in UTF-8: what Go's `len` counts. */
export function byteLength(text: string): number {
  if (!/[^\0-\x7f]/.test(text)) return text.length;
  let bytes = 0;
  for (const c of text) {
    const point = c.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}
