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
