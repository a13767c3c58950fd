import { sliceBytes } from './budget.js';

/** A stream of bytes in pieces of any size. */
export type Bytes = AsyncIterable<Uint8Array>;

/** The same bytes in pieces of at most {@link sliceBytes}, none of them empty. */
export async function* slices(source: Bytes): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let start = 0; start < bytes.length; start += sliceBytes) yield bytes.subarray(start, start + sliceBytes);
  }
}

/** A stream of which the first bytes are known. Whoever has one closes it, read or not. */
export interface Peeked {
  readonly head: Buffer;
  /** All the bytes, with those of `head`. */
  readonly whole: Bytes;
  close(): Promise<void>;
}

/** Looks at the first `size` bytes of a stream, fewer if there are no more. */
export async function peek(source: Bytes, size: number): Promise<Peeked> {
  const iterator = slices(source);
  const held: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const next = await iterator.next();
    if (next.done === true) break;
    held.push(next.value);
    length += next.value.length;
  }
  const replay = async function* (): AsyncGenerator<Buffer> {
    yield* held.splice(0);
    yield* iterator;
  };
  const close = async (): Promise<void> => {
    await iterator.return(undefined);
  };
  return { head: Buffer.concat(held), whole: replay(), close };
}
