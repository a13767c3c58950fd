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

/** A buffer that grows at its end and is dropped from its start; positions in it count from the start of the stream. */
export class Window {
  #buffer: Buffer = Buffer.alloc(0);
  #owned = false;
  #first = 0;

  /** Position of the first byte that is still held. */
  get first(): number {
    return this.#first;
  }

  /** Position after the last byte. */
  get end(): number {
    return this.#first + this.#buffer.length;
  }

  get bytes(): Buffer {
    return this.#buffer;
  }

  /** Adds `chunk` and lets go of what stands before `keepFrom`. A chunk after which nothing is kept is not copied. */
  append(chunk: Buffer, keepFrom: number): void {
    const kept = this.#buffer.subarray(keepFrom - this.#first);
    this.#first = keepFrom;
    if (kept.length === 0) {
      this.#buffer = chunk;
      this.#owned = false;
      return;
    }
    this.#buffer = this.#owned ? this.#extend(kept, chunk) : this.#move(kept, chunk);
  }

  slice(from: number, to: number): Buffer {
    return this.#buffer.subarray(from - this.#first, to - this.#first);
  }

  #extend(kept: Buffer, chunk: Buffer): Buffer {
    const start = kept.byteOffset;
    const length = kept.length + chunk.length;
    if (start + length > kept.buffer.byteLength) return this.#move(kept, chunk);
    const grown = Buffer.from(kept.buffer, start, length);
    chunk.copy(grown, kept.length);
    return grown;
  }

  #move(kept: Buffer, chunk: Buffer): Buffer {
    const store = Buffer.from(new ArrayBuffer(2 * (kept.length + chunk.length)));
    kept.copy(store, 0);
    chunk.copy(store, kept.length);
    this.#owned = true;
    return store.subarray(0, kept.length + chunk.length);
  }
}
