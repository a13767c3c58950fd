import { isAscii, isUtf8 } from 'node:buffer';
import { readPlain, type Hint, type PlainObject } from '../../core/cluster/index.js';

/** Some texts of JSON values, one after another, to be read together. Plain data: it goes from one thread to another. */
export interface ObjectBatch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each text ends. */
  readonly ends: readonly number[];
  /** What is said of all of them. */
  readonly hint: Hint;
}

/** The text at a place of a batch. */
export function textAt({ bytes, ends }: Pick<ObjectBatch, 'bytes' | 'ends'>, place: number): Buffer {
  const from = ends[place - 1] ?? 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, (ends[place] ?? from) - from);
}

/** The object of each text; undefined where it is none, or none of which a text alone tells everything. */
export function readBatch(batch: ObjectBatch): (PlainObject | undefined)[] {
  const encoding = isAscii(batch.bytes) ? 'latin1' : 'utf8';
  return batch.ends.map((_, place) => {
    const text = textAt(batch, place);
    return encoding === 'latin1' || isUtf8(text) ? readText(text.toString(encoding), batch.hint) : undefined;
  });
}

function readText(text: string, hint: Hint): PlainObject | undefined {
  try {
    return readPlain(JSON.parse(text), hint);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
