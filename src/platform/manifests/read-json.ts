import { isUtf8 } from 'node:buffer';
import { unreadFields, type Hint, type PlainObject } from '../../core/cluster/index.js';
import { JsonSplitter, type JsonListener } from '../json/json-splitter.js';
import type { LaneEnd, ObjectLane } from '../json/object-lane.js';
import type { Budget } from './budget.js';
import type { Documents } from './documents.js';
import { slices, type Bytes } from './bytes.js';
import { UnreadableFile } from './unreadable.js';

/** Reads JSON documents, one after another or alone, and hands each on as soon as it is whole. */
export async function readJson(source: Bytes, documents: Documents, budget: Budget, lane: ObjectLane | undefined): Promise<void> {
  const splitter = new JsonSplitter(lane === undefined ? new JsonDocuments(documents, budget) : new LanedDocuments(documents, budget, lane), unreadFields);
  let cutAt: number | undefined;
  try {
    for await (const slice of slices(source)) {
      splitter.write(slice);
      await budget.breathe();
      await lane?.settle();
    }
    cutAt = splitter.end();
  } finally {
    // What was whole before a file turned out to be broken counts.
    await lane?.drain();
  }
  documents.finish();
  if (cutAt === undefined) return;
  throw new UnreadableFile(documents.file, `ends early: the JSON document that is open at byte ${cutAt} is not complete`);
}

class JsonDocuments implements JsonListener {
  readonly #label: string;

  constructor(
    readonly documents: Documents,
    readonly budget: Budget,
  ) {
    this.#label = documents.file ?? 'the upload';
  }

  value(text: Buffer, offset: number): void {
    this.holding(text.length);
    this.text(text, offset);
  }

  /** A value of which nothing is known yet. */
  text(text: Buffer, offset: number): void {
    if (!isUtf8(text)) this.documents.intake.tally('JSON values with bytes that are not UTF-8, read as U+FFFD', this.documents.file);
    const value = this.#parse(text.toString('utf8'));
    if (value === undefined) this.documents.spoil(`the JSON value at byte ${offset} cannot be read`);
    else this.documents.add(value, text.length);
  }

  openList(head: string): void {
    this.documents.openList(head === '' ? undefined : (this.#parse(`${head}null}`) ?? {}));
  }

  closeList(skeleton: string, offset: number): void {
    const whole = skeleton === '' ? undefined : this.#parse(skeleton);
    if (hasItems(whole)) this.documents.spoil(`the list that ends at byte ${offset} gives its items more than once; the first were read`);
    if (skeleton !== '' && whole === undefined) this.documents.spoil(`what the list that ends at byte ${offset} says of itself cannot be read`);
    this.documents.closeList(skeleton === '' ? undefined : (whole ?? {}));
  }

  textLine(): void {
    this.documents.intake.tally('lines of text or logs between JSON documents, passed over', this.documents.file);
  }

  broken(offset: number): void {
    this.documents.abandon();
    this.documents.spoil(`stops being JSON at byte ${offset}; read on at the next line that begins with a bracket`);
  }

  deeper(depth: number): void {
    this.budget.checkDepth(depth, this.#label);
  }

  holding(bytes: number): void {
    this.budget.checkDocument(bytes, this.#label);
  }

  /** undefined for what is no JSON. */
  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}

/** The same where values are read in a lane, and come out of it in their order. */
class LanedDocuments extends JsonDocuments implements LaneEnd {
  constructor(
    documents: Documents,
    budget: Budget,
    readonly lane: ObjectLane,
  ) {
    super(documents, budget);
  }

  override value(text: Buffer, offset: number): void {
    this.holding(text.length);
    this.lane.put(this, noHint, text, offset);
  }

  plain(object: PlainObject): void {
    this.documents.addPlain(object);
  }

  override openList(head: string): void {
    this.lane.step(() => super.openList(head));
  }

  override closeList(skeleton: string, offset: number): void {
    this.lane.step(() => super.closeList(skeleton, offset));
  }

  override textLine(): void {
    this.lane.step(() => super.textLine());
  }

  override broken(offset: number): void {
    this.lane.step(() => super.broken(offset));
  }
}

const noHint: Hint = {};

/** In what is left of a list its items are null, unless they were given again. */
function hasItems(skeleton: unknown): boolean {
  return typeof skeleton === 'object' && skeleton !== null && ['items', 'Items'].some((key) => Array.isArray((skeleton as Record<string, unknown>)[key]));
}
