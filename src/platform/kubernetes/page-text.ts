import { unreadFields } from '../../core/cluster/index.js';
import { JsonSplitter, type JsonListener } from '../json/json-splitter.js';
import type { Prunable } from '../json/pruner.js';

/** What no analysis reads of an object. Of which version it is, the list says, not its managers. */
export const unreadOfItems: Prunable = { ...unreadFields, metadata: { managedFields: true } };

/** A page of a list whose items are text still. */
export interface PageText {
  /** What stands around the items. */
  readonly around: Readonly<Record<string, unknown>>;
  readonly items: readonly Buffer[];
}

/** Splits the body of an answer; undefined where it is no list, or none of which the brackets match. Whether each item is JSON is not looked at. */
export function splitPage(body: Buffer): PageText | undefined {
  const reader = new PageReader(body.length);
  const splitter = new JsonSplitter(reader, unreadOfItems);
  splitter.write(body);
  return splitter.end() === undefined ? reader.page : undefined;
}

class PageReader implements JsonListener {
  readonly #items: Buffer[] = [];
  readonly #room: Buffer;
  #length = 0;
  #lists = 0;
  #around: unknown;
  #isPage = true;

  constructor(size: number) {
    this.#room = Buffer.allocUnsafeSlow(size);
  }

  get page(): PageText | undefined {
    const around = this.#around;
    return this.#isPage && this.#lists === 1 && typeof around === 'object' && around !== null ? { around: around as PageText['around'], items: this.#items } : undefined;
  }

  value(text: Buffer): void {
    const from = this.#length;
    this.#length += text.copy(this.#room, from);
    this.#items.push(this.#room.subarray(from, this.#length));
  }

  openList(): void {
    this.#lists += 1;
    if (this.#items.length > 0) this.#isPage = false;
  }

  closeList(skeleton: string): void {
    try {
      this.#around = JSON.parse(skeleton);
    } catch {
      this.#isPage = false;
    }
  }

  textLine(): void {
    this.#isPage = false;
  }

  broken(): void {
    this.#isPage = false;
  }

  deeper(): void {
    // An API server is trusted not to nest without end.
  }

  holding(): void {
    // The body is here already.
  }
}
