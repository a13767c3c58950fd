const key = Buffer.from('"managedFields":[');
const [quote, backslash, open, close] = [0x22, 0x5c, 0x5b, 0x5d];

/**
 * The JSON text without what `metadata.managedFields` holds, which no analysis reads: often a third of an answer, and to look for brackets is cheaper than to parse.
 * Only the compact form, in which API servers write it, is seen. A text that is no JSON there stays as it is, for the parser to refuse.
 *
 * Source: https://kubernetes.io/docs/reference/using-api/server-side-apply, "Field management".
 */
export function withoutManagedFields(text: Buffer): Buffer {
  const kept: Buffer[] = [];
  let from = 0;
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, from)) {
    const first = at + key.length;
    const last = endOfArray(text, first);
    if (last < 0) break;
    kept.push(text.subarray(from, first));
    from = last;
  }
  if (from === 0) return text;
  kept.push(text.subarray(from));
  return Buffer.concat(kept);
}

/** The position of the bracket that closes an array, from behind the one that opens it; -1 where there is none. */
function endOfArray(text: Buffer, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const byte = text[at];
    if (byte === quote) {
      for (at++; at < text.length && text[at] !== quote; at++) if (text[at] === backslash) at++;
    } else if (byte === open) depth++;
    else if (byte === close && --depth === 0) return at;
  }
  return -1;
}
