import type { Hint, PlainObject } from '../../core/cluster/index.js';
import { readBatch, textAt, type ObjectBatch } from './object-batch.js';

/** What takes the objects of a lane, in the order in which their texts came. */
export interface LaneEnd {
  /** @param length of its text, in bytes */
  plain(object: PlainObject, length: number): void;
  /** A text that did not become a plain object; it is good for the length of the call. `note` came with it. */
  text(text: Buffer, note: number): void;
}

/** Reads batches somewhere else. */
export interface Helper {
  /** Whether it would begin with another one soon. */
  readonly isFree: boolean;
  /** The batch comes back with what was read; until then its bytes are gone. */
  read(batch: ObjectBatch): Promise<ReadBatch>;
}

export interface ReadBatch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly objects: readonly (PlainObject | undefined)[];
}

/** Bytes that are read together: enough that it does not matter what it costs to hand them over. */
const batchBytes = 1 << 19;

/** Batches that wait for one before them. Each holds its objects. */
const mostWaiting = 12;

interface Batch extends ObjectBatch {
  readonly end: LaneEnd;
  readonly notes: readonly number[];
}

type Entry = (() => void) | { readonly batch: Batch; read: ReadBatch | undefined };

/**
 * Reads objects in more than one place at a time, and hands them on in their order. What the helper has no time for is read here. Between the objects stand steps: what
 * is to be done once all before it are handed on. A step, or what takes the objects, may throw: then so does whoever put something into the lane, or waits for it.
 */
export class ObjectLane {
  readonly #entries: Entry[] = [];
  #room = Buffer.from(new ArrayBuffer(2 * batchBytes));
  #length = 0;
  #ends: number[] = [];
  #notes: number[] = [];
  #of: { readonly end: LaneEnd; readonly hint: Hint } | undefined;
  #failed: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(private readonly helper: Helper | undefined) {}

  put(end: LaneEnd, hint: Hint, text: Buffer, note: number): void {
    if (this.#of?.end !== end || this.#of.hint !== hint || this.#length + text.length > this.#room.length) this.#close();
    if (text.length > this.#room.length) this.#room = Buffer.from(new ArrayBuffer(text.length));
    this.#of = { end, hint };
    this.#length += text.copy(this.#room, this.#length);
    this.#ends.push(this.#length);
    this.#notes.push(note);
    if (this.#length >= batchBytes) this.#close();
  }

  step(act: () => void): void {
    this.#close();
    if (this.#entries.length === 0) act();
    else this.#entries.push(act);
  }

  /** Goes on once not too much waits; to be called again and again while more is put in. */
  async settle(): Promise<void> {
    for (this.#handOn(); this.#entries.length > mostWaiting; this.#handOn()) await this.#next();
  }

  /** Goes on once everything has been handed on. */
  async drain(): Promise<void> {
    this.#close();
    for (this.#handOn(); this.#entries.length > 0; this.#handOn()) await this.#next();
  }

  #close(): void {
    if (this.#of === undefined || this.#ends.length === 0) return;
    const batch = { ...this.#of, bytes: new Uint8Array(this.#room.buffer, 0, this.#length), ends: this.#ends, notes: this.#notes };
    const entry: Exclude<Entry, () => void> = { batch, read: undefined };
    this.#entries.push(entry);
    [this.#of, this.#length, this.#ends, this.#notes] = [undefined, 0, [], []];
    if (this.helper?.isFree === true) {
      this.#room = Buffer.from(new ArrayBuffer(2 * batchBytes));
      this.helper.read({ bytes: batch.bytes, ends: batch.ends, hint: batch.hint }).then(
        (read) => {
          entry.read = read;
          this.#wake?.();
        },
        (error: unknown) => {
          this.#failed = { error };
          this.#wake?.();
        },
      );
      return;
    }
    entry.read = { bytes: batch.bytes, objects: readBatch(batch) };
    if (this.#entries.length > 1) this.#room = Buffer.from(new ArrayBuffer(2 * batchBytes));
    this.#handOn();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
      if (this.#failed !== undefined) this.#wake();
    });
  }

  /** Hands on what is ready, up to the first that is not. */
  #handOn(): void {
    if (this.#failed !== undefined) throw this.#failed.error;
    for (let entry = this.#entries[0]; entry !== undefined; entry = this.#entries[0]) {
      if (typeof entry !== 'function' && entry.read === undefined) return;
      this.#entries.shift();
      if (typeof entry === 'function') entry();
      else emit(entry.batch, entry.read as ReadBatch);
    }
  }
}

function emit({ end, ends, notes }: Batch, { bytes, objects }: ReadBatch): void {
  for (const [place, object] of objects.entries()) {
    if (object !== undefined) end.plain(object, (ends[place] as number) - (ends[place - 1] ?? 0));
    else end.text(textAt({ bytes, ends }, place), notes[place] as number);
  }
}
