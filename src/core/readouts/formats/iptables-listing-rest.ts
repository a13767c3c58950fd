import { readMarkValue } from './iptables-match-read.js';
import type { Operand, RuleMatch, RuleTarget } from './iptables-rule.js';

/** What stands behind the destination in a row of a listing. */
export interface ListedRest {
  readonly matches: readonly RuleMatch[];
  /** What the target does, where that is told; the name of the target stands elsewhere in the row. */
  readonly target?: RuleTarget;
}

/**
 * Reads the matches and the options of the target as `iptables -L` words them; what is not known stays as words of a match without a name.
 *
 * Source: iptables 1.8.11 `extensions/libxt_*.c`: what each prints to show.
 */
export function readListedRest(text: string): ListedRest {
  const reader = new RestReader(text);
  return reader.read();
}

const markOps: Readonly<Record<string, 'or' | 'xor' | 'and' | 'set' | 'set-xmark'>> = { or: 'or', xor: 'xor', and: 'and', set: 'set', xset: 'set-xmark' };

class RestReader {
  #at = 0;
  readonly #matches: RuleMatch[] = [];
  readonly #unknown: string[] = [];
  #target: RuleTarget | undefined;

  constructor(readonly text: string) {}

  read(): ListedRest {
    for (let word = this.#peek(); word !== undefined; word = this.#peek()) this.#readPart(word);
    if (this.#unknown.length > 0) this.#matches.push({ module: 'other', name: '', words: this.#unknown });
    return { matches: this.#matches, ...(this.#target !== undefined && { target: this.#target }) };
  }

  #readPart(word: string): void {
    const start = this.#at;
    if (word === '/*') {
      const end = this.text.indexOf('*/', this.#at);
      this.#matches.push({ module: 'comment', comment: this.text.slice(this.text.indexOf('/*', this.#at) + 2, end < 0 ? undefined : end).trim() });
      this.#at = end < 0 ? this.text.length : end + 2;
      return;
    }
    this.#take();
    if (this.#readMatch(word) || this.#readTarget(word)) return;
    this.#at = start;
    this.#unknown.push(this.#take() ?? '');
  }

  #readMatch(word: string): boolean {
    if (word === 'tcp' || word === 'udp' || word === 'sctp') return this.#readPorts(word);
    if (word === 'ADDRTYPE' && this.#takeIf('match')) return this.#readAddrtype();
    const negated = word === '!';
    const name = negated ? this.#take() : word;
    if (name === 'ctstate') return this.#push({ module: 'conntrack', states: (this.#take() ?? '').split(','), negated });
    if (negated) return false;
    if (name === 'mark' && this.#takeIf('match')) return this.#readMark();
    if (name === 'statistic' && this.#takeIf('mode') && this.#takeIf('random') && this.#takeIf('probability')) return this.#push({ module: 'statistic', probability: this.#take() ?? '' });
    if (name === 'nfacct-name') return this.#push({ module: 'nfacct', name: this.#take() ?? '' });
    return name === 'recent:' && this.#readRecent();
  }

  #readPorts(module: 'tcp' | 'udp' | 'sctp'): boolean {
    const ports: { sourcePort?: Operand; destinationPort?: Operand } = {};
    for (let word = this.#peek(); word !== undefined; word = this.#peek()) {
      const port = /^([ds])pts?:(!?)(\S+)$/.exec(word);
      if (port === null) break;
      this.#take();
      ports[port[1] === 'd' ? 'destinationPort' : 'sourcePort'] = { value: port[3]!, negated: port[2] === '!' };
    }
    return this.#push({ module, ...ports });
  }

  #readAddrtype(): boolean {
    const types: { sourceType?: Operand; destinationType?: Operand } = {};
    for (let word = this.#peek(); word === 'src-type' || word === 'dst-type'; word = this.#peek()) {
      this.#take();
      const value = this.#take() ?? '';
      types[word === 'src-type' ? 'sourceType' : 'destinationType'] = { value: value.replace(/^!/, ''), negated: value.startsWith('!') };
    }
    return this.#push({ module: 'addrtype', ...types });
  }

  #readMark(): boolean {
    const negated = this.#takeIf('!');
    const mark = readMarkValue(this.#take() ?? '');
    return mark !== undefined && this.#push({ module: 'mark', ...mark, negated });
  }

  #readRecent(): boolean {
    const action = this.#takeIf('SET') ? 'set' : this.#takeIf('CHECK') ? 'rcheck' : undefined;
    if (action === undefined) return false;
    const seconds = this.#takeIf('seconds:') ? Number(this.#take()) : undefined;
    const reap = this.#takeIf('reap');
    const list = this.#takeIf('name:') ? this.#take() : undefined;
    if (list === undefined || Number.isNaN(seconds)) return false;
    if (this.#takeIf('side:')) this.#take();
    if (this.#takeIf('mask:')) this.#take();
    return this.#push({ module: 'recent', list, action, ...(seconds !== undefined && { seconds }), ...(reap && { reap }) });
  }

  #readTarget(word: string): boolean {
    if (word.startsWith('to:') && word.length > 3) this.#target = { kind: 'dnat', to: word.slice(3) };
    else if (word === 'reject-with') this.#target = { kind: 'reject', with: this.#take() ?? '' };
    else if (word === 'random-fully') this.#target = { kind: 'masquerade', randomFully: true };
    else if (word !== 'MARK' || !this.#readMarkTarget()) return false;
    return true;
  }

  #readMarkTarget(): boolean {
    const op = markOps[this.#take() ?? ''];
    const mark = readMarkValue(this.#take() ?? '');
    if (op === undefined || mark === undefined) return false;
    this.#target = { kind: 'mark', op, ...mark };
    return true;
  }

  #push(match: RuleMatch): boolean {
    this.#matches.push(match);
    return true;
  }

  #peek(): string | undefined {
    const start = this.#skip();
    if (this.text.startsWith('/*', start)) return '/*';
    let end = start;
    while (end < this.text.length && !/\s/.test(this.text[end]!)) end += 1;
    return end === start ? undefined : this.text.slice(start, end);
  }

  #take(): string | undefined {
    const word = this.#peek();
    if (word !== undefined) this.#at = this.#skip() + word.length;
    return word;
  }

  #takeIf(word: string): boolean {
    if (this.#peek() !== word) return false;
    this.#take();
    return true;
  }

  #skip(): number {
    let at = this.#at;
    while (at < this.text.length && /\s/.test(this.text[at]!)) at += 1;
    return at;
  }
}
