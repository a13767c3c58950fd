import { Pruner, Scissors, prunePlan, type Prunable } from './pruner.js';
import { Window } from './window.js';

/** What a {@link JsonSplitter} tells, in the order of the text. Buffers are good for the length of the call; offsets count bytes from 0. */
export interface JsonListener {
  /** A value that is no list: a document of its own, or an item of the innermost open list. */
  value(text: Buffer, offset: number): void;
  /** The `items` of an object begin, or an array. `head` is the object's text up to the array, '' for a bare array. */
  openList(head: string, offset: number): void;
  /** The innermost open list ends. `skeleton` is the object's text with each `items` array written as null, '' for a bare array. */
  closeList(skeleton: string, offset: number): void;
  /** A line between documents that is no JSON, or a line of a container's log. */
  textLine(): void;
  /** Here the text stops being JSON. Open lists will not be closed; reading goes on at the next line that begins with a bracket. */
  broken(offset: number): void;
  /** Nesting that was not met before. */
  deeper(depth: number): void;
  /** Bytes held because their value is not whole yet, with what is held of the lists around it; called once a chunk. */
  holding(bytes: number): void;
}

interface OpenList {
  /** Text of the object around the array, up to and with the array as null; null for a bare array. */
  readonly skeleton: string | null;
  /** Characters of this skeleton and of those around it. */
  readonly held: number;
}

type State = 'between' | 'line' | 'log' | 'element' | 'after' | 'inside' | 'scalar';

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const colon = 0x3a;
const newline = 0x0a;
const space = 0x20;
const tab = 0x09;

const logStart = /^==== START (logs for container .+ of pod .+) ====$/;

/** A name is at most 253 characters long, and three of them stand in the line that begins a log. Longer ones are not worth looking at, as they may take long. */
const logStartLength = 1024;

/**
 * Splits a stream of JSON texts into its values, and a list into its items, without holding more than one of them.
 * Documents may stand one after another with or without line breaks; lines of other text between them are passed over, and so are the
 * logs that `kubectl cluster-info dump` writes between `==== START logs …` and `==== END logs …`, whatever they look like.
 * It looks only at brackets and strings: whether a value is JSON is for `JSON.parse` to say.
 *
 * What a list is: an object with an array under `items`, as unstructured.IsList in k8s.io/apimachinery has it; `Items` in the internal form
 * that kubectl before 1.14 wrote; a bare array. Lists may hold lists; an object has one at most, the first.
 * Source of the log lines: kubectl v1.30 pkg/cmd/clusterinfo/clusterinfo_dump.go.
 */
export class JsonSplitter {
  readonly #window = new Window();
  readonly #lists: OpenList[] = [];
  #state: State = 'between';
  /** Position of the next byte to look at. */
  #at = 0;
  /** Position from which bytes are held. */
  #from = 0;
  #deepest = 0;
  /** Counts the brackets of the present value. */
  readonly #pruner: Pruner;
  readonly #scissors = new Scissors();
  #inString = false;
  /** The present string began as a key of the outermost object, at this position. */
  #keyFrom = -1;
  #expectsKey = false;
  #isItems = false;
  /** Text of the present object up to `#from`, once a list has been found in it. */
  #skeleton: string | null = null;
  #recovering = false;
  #logEnd = '';

  /** @param unread of values what the listener is told empty, should it be large */
  constructor(
    readonly listener: JsonListener,
    unread?: Prunable,
  ) {
    this.#pruner = new Pruner(unread && prunePlan(unread));
  }

  write(chunk: Buffer): void {
    this.#window.append(chunk, this.#isHolding() ? this.#from : this.#at);
    const end = this.#window.end;
    while (this.#at < end) this.#step(end);
    const around = this.#lists.at(-1)?.held ?? 0;
    const open = this.#isHolding() ? end - this.#from + (this.#skeleton?.length ?? 0) : 0;
    if (around + open > 0) this.listener.holding(around + open);
  }

  /** The offset of the value that the end of the text cuts short, if it does; of the end where a list was about to go on. */
  end(): number | undefined {
    if (this.#state === 'line' || this.#state === 'log') this.#endLine(this.#window.end);
    if (this.#state === 'scalar' && this.#lists.length === 0) this.#finishScalar();
    return this.#state === 'between' || this.#state === 'log' ? undefined : this.#isHolding() ? this.#from : this.#at;
  }

  #isHolding(): boolean {
    return this.#state !== 'between' && this.#state !== 'element' && this.#state !== 'after';
  }

  #step(end: number): void {
    switch (this.#state) {
      case 'inside':
        return this.#inside(end);
      case 'line':
      case 'log':
        return this.#untilLineEnd(end);
      case 'scalar':
        return this.#scalar(end);
      default:
        return this.#outside();
    }
  }

  /** One byte between values. */
  #outside(): void {
    const byte = this.#window.bytes[this.#at - this.#window.first] ?? 0;
    if (this.#state === 'between' && this.#recovering && (byte === space || byte === tab)) return this.#hold('line');
    if (byte <= space) {
      this.#at += 1;
    } else if (this.#state === 'after') {
      if (byte === comma) this.#pass('element');
      else if (byte === closeBracket) this.#closeArray();
      else this.#break();
    } else if (byte === openBrace) {
      this.#recovering = false;
      this.#hold('inside');
      this.#skeleton = null;
      this.#pruner.depth = 0;
      this.#expectsKey = false;
      this.#isItems = false;
    } else if (byte === openBracket) {
      this.#recovering = false;
      this.listener.openList('', this.#at);
      this.#openArray(null);
    } else if (this.#state === 'between') {
      this.#hold('line');
    } else if (byte === closeBracket) {
      this.#closeArray();
    } else if (byte === comma || byte === colon || byte === closeBrace) {
      this.#break();
    } else {
      this.#hold('scalar');
      this.#inString = byte === quote;
      this.#at += this.#inString ? 1 : 0;
    }
  }

  #hold(state: State): void {
    this.#state = state;
    this.#from = this.#at;
  }

  #pass(state: State): void {
    this.#state = state;
    this.#at += 1;
  }

  #openArray(skeleton: string | null): void {
    this.#lists.push({ skeleton, held: (this.#lists.at(-1)?.held ?? 0) + (skeleton?.length ?? 0) });
    this.#pass('element');
    this.#reach(0);
  }

  #closeArray(): void {
    const list = this.#lists.pop();
    this.#at += 1;
    if (list === undefined || list.skeleton === null) {
      this.listener.closeList('', this.#at);
      this.#finishValue();
      return;
    }
    this.#hold('inside');
    this.#skeleton = list.skeleton;
    this.#pruner.begin();
    this.#expectsKey = false;
    this.#isItems = false;
  }

  #finishValue(): void {
    this.#state = this.#lists.length === 0 ? 'between' : 'after';
  }

  #reach(depth: number): void {
    const around = this.#lists.reduce((sum, list) => sum + (list.skeleton === null ? 1 : 2), 0);
    if (around + depth <= this.#deepest) return;
    this.#deepest = around + depth;
    this.listener.deeper(this.#deepest);
  }

  #breakAt(at: number): void {
    this.#at = at;
    this.#break();
  }

  #break(): void {
    this.listener.broken(this.#at);
    this.#lists.length = 0;
    this.#recovering = true;
    this.#hold('line');
  }

  /** At the first level of an object its keys are looked at; what lies deeper is passed over. */
  #inside(end: number): void {
    const { bytes, first } = this.#window;
    const stop = end - first;
    let at = this.#at - first;
    if (this.#inString) at = this.#endString(bytes, at, stop);
    while (at < stop) {
      if (this.#pruner.depth > 1) {
        at = this.#passDeep(bytes, at, stop, first);
        continue;
      }
      const byte = bytes[at] ?? 0;
      if (byte === quote) {
        if (this.#expectsKey) this.#keyFrom = first + at + 1;
        at = this.#endString(bytes, at + 1, stop);
        continue;
      }
      if (byte === openBrace || byte === openBracket) {
        if (this.#isItems && byte === openBracket) return this.#openItems(first + at);
        if (this.#expectsKey) return this.#breakAt(first + at);
        this.#expectsKey = this.#pruner.depth === 0;
        if (this.#expectsKey) this.#pruner.begin();
        else this.#pruner.open(first + at + 1);
        this.#reach(this.#pruner.depth);
      } else if (byte === closeBrace || byte === closeBracket) {
        return this.#closeObject(first + at + 1);
      } else if (byte > space) {
        if (byte === comma) this.#expectsKey = true;
        else if (this.#expectsKey) return this.#breakAt(first + at);
        if (byte !== colon) this.#isItems = false;
      }
      at += 1;
    }
    this.#at = first + at;
  }

  #passDeep(bytes: Buffer, from: number, stop: number, first: number): number {
    const at = this.#pruner.pass(bytes, from, stop, 1, first);
    this.#inString = this.#pruner.inString;
    this.#reach(this.#pruner.deepest);
    return at;
  }

  /** The index after the end of the string in which `at` stands; where the bytes end first, the rest is left for the next chunk. */
  #endString(bytes: Buffer, from: number, stop: number): number {
    let at = from;
    while (at < stop) {
      const byte = bytes[at];
      if (byte === quote) {
        this.#inString = false;
        if (this.#keyFrom >= 0) this.#endKey(at);
        return at + 1;
      }
      at += byte === backslash ? 2 : 1;
    }
    this.#inString = true;
    return at;
  }

  #endKey(at: number): void {
    const { bytes, first } = this.#window;
    const from = this.#keyFrom - first;
    this.#isItems = this.#skeleton === null && at - from === 5 && /^[iI]tems$/.test(bytes.toString('latin1', from, at));
    this.#pruner.key(bytes, from, at);
    this.#keyFrom = -1;
    this.#expectsKey = false;
  }

  #openItems(at: number): void {
    const head = (this.#skeleton ?? '') + this.#window.slice(this.#from, at).toString('utf8');
    this.#at = at;
    this.listener.openList(head, this.#from);
    this.#openArray(`${head}null`);
  }

  #closeObject(end: number): void {
    const text = this.#window.slice(this.#from, end);
    this.#at = end;
    if (this.#skeleton === null) this.listener.value(this.#scissors.cut(text, this.#pruner.cuts, this.#from), this.#from);
    else this.listener.closeList(this.#skeleton + text.toString('utf8'), end);
    this.#finishValue();
  }

  #scalar(end: number): void {
    const { bytes, first } = this.#window;
    let at = this.#at - first;
    if (this.#inString) {
      at = this.#endString(bytes, at, end - first);
      this.#at = first + at;
      if (!this.#inString) this.#finishScalar();
      return;
    }
    const ends = (byte: number | undefined): boolean => byte === undefined || byte <= space || byte === comma || byte === closeBracket || byte === closeBrace;
    while (!ends(bytes[at])) at += 1;
    this.#at = first + at;
    if (this.#at < end) this.#finishScalar();
  }

  #finishScalar(): void {
    this.listener.value(this.#window.slice(this.#from, this.#at), this.#from);
    this.#finishValue();
  }

  #untilLineEnd(end: number): void {
    const at = this.#window.bytes.indexOf(newline, this.#at - this.#window.first);
    this.#at = at < 0 ? end : this.#window.first + at + 1;
    if (at >= 0) this.#endLine(this.#at);
  }

  #endLine(end: number): void {
    const line = this.#window.slice(this.#from, end).toString('latin1').trimEnd();
    this.listener.textLine();
    if (this.#state === 'log') {
      this.#state = line.endsWith(this.#logEnd) ? 'between' : 'log';
    } else {
      const log = line.length <= logStartLength ? logStart.exec(line)?.[1] : undefined;
      this.#state = log === undefined ? 'between' : 'log';
      this.#logEnd = `==== END ${log} ====`;
    }
    this.#from = end;
  }
}
