/** A stretch of YAML, and the line of the file on which it begins (from 1). */
export interface YamlText {
  readonly text: string;
  readonly line: number;
}

/** What a {@link YamlSplitter} finds, in the order of the text. */
export type YamlPart =
  | { readonly part: 'document' | 'item'; readonly yaml: YamlText }
  /** The `items` of a list begin; `yaml` is what stands above them. */
  | { readonly part: 'list-head'; readonly yaml: YamlText }
  /** The document of the innermost list ends; `yaml` is all of it but the items, which are null. */
  | { readonly part: 'list-end'; readonly yaml: YamlText };

type ListState = 'none' | 'expected' | 'open' | 'over';

const itemsKey = /^["']?items["']?\s*:\s*(?:#.*)?$/;
const entry = /^( *)-(?=\s|$)/;
const fence = /^(\s*)(`{3,}|~{3,})\s*([\w-]*)/;
const fencedLanguages = new Set(['yaml', 'yml', 'json']);

/**
 * Splits YAML into its documents, and a List under a top-level `items` into its items, so that neither is held whole and that
 * one broken item does not spoil the others.
 *
 * A document ends at `---` or `...` at the first column, wherever that stands (YAML 1.2.2 §9.1.3: not even a block scalar may hold it).
 * Lines of the items are all those that are indented at least as far as the first dash: nothing inside an item may stand further left
 * (§8.2.1, §6.1). Aliases do not reach from one item into another.
 */
export class YamlSplitter {
  readonly #isMarkdown: boolean;
  #fence: { readonly mark: string; readonly indent: number; readonly isYaml: boolean } | null = null;
  #line = 0;
  #list: ListState = 'none';
  #indent = 0;
  #frame = new Lines();
  #item = new Lines();

  constructor(isMarkdown: boolean) {
    this.#isMarkdown = isMarkdown;
  }

  /** Characters held because their document or item is not whole yet. */
  get held(): number {
    return this.#frame.length + this.#item.length;
  }

  /** @param line without its line break */
  *add(line: string): Generator<YamlPart> {
    this.#line += 1;
    if (this.#isMarkdown) yield* this.#addMarkdown(line);
    else yield* this.#addYaml(line);
  }

  *end(): Generator<YamlPart> {
    yield* this.#endDocument();
  }

  *#addMarkdown(line: string): Generator<YamlPart> {
    const [, indent = '', mark = '', language = ''] = fence.exec(line) ?? [];
    if (this.#fence === null) {
      if (mark !== '') this.#fence = { mark, indent: indent.length, isYaml: fencedLanguages.has(language.toLowerCase()) };
    } else if (mark.startsWith(this.#fence.mark) && language === '') {
      this.#fence = null;
      yield* this.#endDocument();
    } else if (this.#fence.isYaml) {
      const margin = line.slice(0, this.#fence.indent).trim() === '' ? this.#fence.indent : 0;
      yield* this.#addYaml(line.slice(margin));
    }
  }

  *#addYaml(line: string): Generator<YamlPart> {
    if (/^---(?:\s|$)/.test(line)) {
      if (this.#frame.isPreface) this.#frame.take();
      yield* this.#endDocument();
      this.#frame.add(`   ${line.slice(3)}`, this.#line);
    } else if (/^[.]{3}(?:\s|$)/.test(line)) {
      yield* this.#endDocument();
    } else if (this.#list === 'none' || this.#list === 'over') {
      this.#frame.add(line, this.#line);
      if (this.#list === 'none' && itemsKey.test(line)) this.#list = 'expected';
    } else {
      yield* this.#addToList(line);
    }
  }

  *#addToList(line: string): Generator<YamlPart> {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return this.#current().add(line, this.#line);
    const indent = line.length - line.trimStart().length;
    const isEntry = entry.test(line);
    if (this.#list === 'expected') {
      if (!isEntry) {
        this.#list = 'none';
        return this.#frame.add(line, this.#line);
      }
      this.#list = 'open';
      this.#indent = indent;
      yield { part: 'list-head', yaml: this.#frame.peek() };
    }
    if (indent === this.#indent && isEntry) {
      yield* this.#endItem();
      this.#item.add(line.replace('-', ' '), this.#line);
    } else if (indent > this.#indent) {
      this.#item.add(line, this.#line);
    } else {
      yield* this.#endItem();
      this.#list = 'over';
      this.#frame.add(line, this.#line);
    }
  }

  #current(): Lines {
    return this.#item.length > 0 ? this.#item : this.#frame;
  }

  *#endItem(): Generator<YamlPart> {
    if (this.#item.length > 0) yield { part: 'item', yaml: this.#item.take() };
  }

  *#endDocument(): Generator<YamlPart> {
    const isList = this.#list === 'open' || this.#list === 'over';
    this.#list = 'none';
    yield* this.#endItem();
    if (this.#frame.length > 0) yield { part: isList ? 'list-end' : 'document', yaml: this.#frame.take() };
  }
}

/** Lines gathered, which need not follow one another; the first tells where they are. */
class Lines {
  #lines: string[] = [];
  #first = 0;
  length = 0;
  /** Nothing but directives, comments and empty lines (YAML 1.2.2 §9.1.1). */
  isPreface = true;

  add(line: string, number: number): void {
    if (this.#lines.length === 0) this.#first = number;
    this.#lines.push(line);
    this.isPreface &&= /^(?:%|\s*(?:#|$))/.test(line);
    this.length += line.length + 1;
  }

  peek(): YamlText {
    return { text: `${this.#lines.join('\n')}\n`, line: this.#first };
  }

  take(): YamlText {
    const text = this.peek();
    this.#lines = [];
    this.length = 0;
    this.isPreface = true;
    return text;
  }
}
