import type { Bytes } from './bytes.js';

/** The same text in UTF-8 and without a byte order mark: PowerShell redirects `kubectl get … > file` as UTF-16. */
export function toUtf8(head: Buffer, source: Bytes): Bytes {
  if (head[0] === 0xff && head[1] === 0xfe) return transcode(source, 'utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return transcode(source, 'utf-16be');
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? transcode(source, 'utf-8') : source;
}

async function* transcode(source: Bytes, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
  yield Buffer.from(decoder.decode(), 'utf8');
}
