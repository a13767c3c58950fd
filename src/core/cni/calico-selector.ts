/** Whether something with these labels is selected. */
export type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

/**
 * Reads a selector of Calico, as in `nodeSelector` of a BGPPeer: `all()`, `has(rack)`, `rack == 'a'`, `rack in {'a', 'b'}`, `!`, `&&`, `||` and parentheses. An empty one selects everything.
 *
 * @returns undefined for a text that is none
 * Source: calico libcalico-go/lib/selector/parser/parser.go and tokenizer/tokenizer.go v3.31
 */
export function parseCalicoSelector(text: string): LabelTest | undefined {
  if (text.length > longest) return undefined;
  const words = [...text.matchAll(word)].map(([found]) => found);
  if (words.join('').replaceAll(/[ \t]/g, '') !== text.replaceAll(/[ \t]/g, '')) return undefined;
  if (words.length === 0) return () => true;
  try {
    const reader = new Reader(words);
    const test = reader.any();
    return reader.isAtEnd ? test : undefined;
  } catch (error) {
    if (error instanceof NoSelector) return undefined;
    throw error;
  }
}

const longest = 10_000;
const deepest = 100;
const word = /\|\||&&|==|!=|[!(){},]|"[^"]*"|'[^']*'|[A-Za-z0-9_./-]+/g;

class NoSelector extends Error {}

class Reader {
  #next = 0;
  #depth = 0;

  constructor(private readonly words: readonly string[]) {}

  get isAtEnd(): boolean {
    return this.#next === this.words.length;
  }

  any(): LabelTest {
    const tests = [this.#all()];
    while (this.#takes('||')) tests.push(this.#all());
    return (labels) => tests.some((test) => test(labels));
  }

  #all(): LabelTest {
    const tests = [this.#one()];
    while (this.#takes('&&')) tests.push(this.#one());
    return (labels) => tests.every((test) => test(labels));
  }

  #one(): LabelTest {
    if (this.#depth > deepest) throw new NoSelector();
    this.#depth++;
    const test = this.#oneOf(this.#take());
    this.#depth--;
    return test;
  }

  #oneOf(first: string): LabelTest {
    if (first === '!') {
      const inner = this.#one();
      return (labels) => !inner(labels);
    }
    if (first === '(') {
      const inner = this.any();
      this.#expect(')');
      return inner;
    }
    if ((first === 'all' || first === 'global') && this.#takes('(')) {
      this.#expect(')');
      return () => first === 'all';
    }
    if (first === 'has' && this.#takes('(')) {
      const label = this.#label(this.#take());
      this.#expect(')');
      return (labels) => Object.hasOwn(labels, label);
    }
    return this.#comparison(this.#label(first), this.#take());
  }

  #comparison(label: string, operator: string): LabelTest {
    const valueOf = (labels: Readonly<Record<string, string>>) => (Object.hasOwn(labels, label) ? labels[label] : undefined);
    if (operator === 'in') return within(valueOf, this.#set());
    if (operator === 'notin' || (operator === 'not' && this.#takes('in'))) {
      const test = within(valueOf, this.#set());
      return (labels) => !test(labels);
    }
    if ((operator === 'starts' || operator === 'ends') && !this.#takes('with')) throw new NoSelector();
    const wanted = this.#text();
    switch (operator) {
      case '==':
        return (labels) => valueOf(labels) === wanted;
      case '!=':
        return (labels) => valueOf(labels) !== wanted;
      case 'contains':
        return (labels) => valueOf(labels)?.includes(wanted) === true;
      case 'starts':
        return (labels) => valueOf(labels)?.startsWith(wanted) === true;
      case 'ends':
        return (labels) => valueOf(labels)?.endsWith(wanted) === true;
      default:
        throw new NoSelector();
    }
  }

  #set(): readonly string[] {
    this.#expect('{');
    if (this.#takes('}')) return [];
    const values = [this.#text()];
    while (this.#takes(',')) values.push(this.#text());
    this.#expect('}');
    return values;
  }

  #text(): string {
    const found = this.#take();
    if (!/^["']/.test(found)) throw new NoSelector();
    return found.slice(1, -1);
  }

  #label(found: string): string {
    if (!/^[A-Za-z0-9_./-]+$/.test(found)) throw new NoSelector();
    return found;
  }

  #take(): string {
    const found = this.words[this.#next++];
    if (found === undefined) throw new NoSelector();
    return found;
  }

  #takes(wanted: string): boolean {
    if (this.words[this.#next] !== wanted) return false;
    this.#next++;
    return true;
  }

  #expect(wanted: string): void {
    if (!this.#takes(wanted)) throw new NoSelector();
  }
}

function within(valueOf: (labels: Readonly<Record<string, string>>) => string | undefined, values: readonly string[]): LabelTest {
  return (labels) => {
    const value = valueOf(labels);
    return value !== undefined && values.includes(value);
  };
}
