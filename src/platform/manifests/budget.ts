import { setImmediate } from 'node:timers/promises';
import { InputError } from '../../core/errors.js';

/** Bounds of one upload. Each is told by name in the error that it causes. */
export interface UploadLimits {
  /** Bytes once everything is unpacked. */
  readonly bytes: number;
  /** Levels of nesting in one document. */
  readonly depth: number;
  /** Entries of archives: files, folders and links. */
  readonly entries: number;
  /** Objects, of kinds that are kept or not. Kubernetes itself is made for 150,000 pods. */
  readonly objects: number;
  /** Unpacked bytes to packed bytes, above an allowance of {@link ratioAllowance}. */
  readonly ratio: number;
  /** Bytes of one document that must be held whole: an object, or a list item. */
  readonly documentBytes: number;
}

const MiB = 1024 * 1024;

export const defaultUploadLimits: UploadLimits = { bytes: 512 * MiB, depth: 100, entries: 100_000, objects: 1_000_000, ratio: 200, documentBytes: 32 * MiB };

/** Small uploads may pack as tightly as they like. */
const ratioAllowance = 16 * MiB;

/** Bytes read between two turns of the event loop. */
export const sliceBytes = 64 * 1024;

/** Counts one upload against its limits. */
export class Budget {
  #bytes = 0;
  #entries = 0;
  #objects = 0;

  constructor(
    readonly limits: UploadLimits,
    readonly signal: AbortSignal | undefined,
  ) {}

  get bytes(): number {
    return this.#bytes;
  }

  get objects(): number {
    return this.#objects;
  }

  spendBytes(count: number, label: string): void {
    this.#bytes += count;
    if (this.#bytes > this.limits.bytes) {
      throw new InputError('too-large', `the upload holds more than ${this.limits.bytes} bytes once unpacked (limit \`bytes\`), met in ${label}`);
    }
  }

  spendEntry(): void {
    this.#entries += 1;
    if (this.#entries > this.limits.entries) throw new InputError('too-large', `the upload holds more than ${this.limits.entries} entries in archives (limit \`entries\`)`);
  }

  spendObject(): void {
    this.#objects += 1;
    if (this.#objects > this.limits.objects) throw new InputError('too-large', `the upload holds more than ${this.limits.objects} objects (limit \`objects\`)`);
  }

  checkRatio(unpacked: number, packed: number, label: string): void {
    if (unpacked > ratioAllowance && unpacked > packed * this.limits.ratio) {
      throw new InputError('unsafe-upload', `${label} unpacks to more than ${this.limits.ratio} times its size (limit \`ratio\`)`);
    }
  }

  /** @param atMost for documents that are dear to read; no more than the limit counts in any case */
  checkDocument(bytes: number, label: string, atMost = Infinity): void {
    const limit = Math.min(atMost, this.limits.documentBytes);
    if (bytes > limit) {
      throw new InputError('too-large', `${label} holds one document of more than ${limit} bytes (limit \`documentBytes\`)`);
    }
  }

  checkDepth(depth: number, label: string): void {
    if (depth > this.limits.depth) throw new InputError('unsafe-upload', `${label} is nested deeper than ${this.limits.depth} levels (limit \`depth\`)`);
  }

  /** Lets others run, then goes on unless the work was called off. */
  async breathe(): Promise<void> {
    await setImmediate();
    this.signal?.throwIfAborted();
  }
}
