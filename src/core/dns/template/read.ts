import { foreignFunctions, functions, NotUnderstood, TemplateFault, type Expression, type Node } from './syntax.js';

interface Piece {
  readonly kind: 'text' | 'action';
  readonly text: string;
}

/** How deep expressions and conditions may stand within one another. */
const deepest = 50;

/**
 * Reads a template of Go's text/template: text, fields, variables, calls, pipes, conditions and comments.
 *
 * @param known functions that it may call
 * @throws TemplateFault where Go would not compile it; NotUnderstood for what is not among these
 * Source: Go 1.26 text/template/parse
 */
export function readTemplate(source: string, known: ReadonlySet<string> = functions): readonly Node[] {
  const reader = new BlockReader(cut(source), known);
  const nodes = reader.block(0);
  if (reader.ended !== undefined) throw new TemplateFault(`unexpected {{${reader.ended}}}`);
  return nodes;
}

/** Text and actions by turns; `{{-` and `-}}` take the blanks beside them away. */
function cut(source: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trim = false;
  for (let open = source.indexOf('{{'); ; open = source.indexOf('{{', at)) {
    let text = source.slice(at, open === -1 ? undefined : open);
    if (trim) text = text.trimStart();
    if (open !== -1 && /^\{\{-\s/.test(source.slice(open, open + 4))) text = text.trimEnd();
    if (text !== '') pieces.push({ kind: 'text', text });
    if (open === -1) return pieces;
    const close = endOfAction(source, open + 2);
    let action = source.slice(open + 2, close);
    if (/^-\s/.test(action)) action = action.slice(1);
    trim = /\s-$/.test(action);
    if (trim) action = action.slice(0, -1);
    pieces.push({ kind: 'action', text: action.trim() });
    at = close + 2;
  }
}

/** Where `}}` stands outside of strings and comments. */
function endOfAction(source: string, from: number): number {
  const isComment = /^-?\s*\/\*/.test(source.slice(from, from + 200));
  if (isComment) {
    const end = source.indexOf('*/', from);
    const close = end === -1 ? -1 : source.indexOf('}}', end);
    if (close === -1) throw new TemplateFault('unclosed comment');
    return close;
  }
  for (let i = from; i < source.length; i++) {
    const c = source[i];
    if (c === '"' || c === '`') {
      for (i++; i < source.length && source[i] !== c; i++) if (c === '"' && source[i] === '\\') i++;
    } else if (source.startsWith('}}', i)) return i;
  }
  throw new TemplateFault('unclosed action');
}

class BlockReader {
  #at = 0;
  /** The action at which the last block ended: `end`, `else` or `else …`. */
  ended: string | undefined;

  constructor(
    private readonly pieces: readonly Piece[],
    private readonly known: ReadonlySet<string>,
  ) {}

  block(depth: number): Node[] {
    if (depth > deepest) throw new NotUnderstood('conditions within conditions');
    const nodes: Node[] = [];
    this.ended = undefined;
    for (let piece = this.pieces[this.#at]; piece !== undefined; piece = this.pieces[this.#at]) {
      this.#at++;
      if (piece.kind === 'text') nodes.push(piece as Node);
      else if (/^\/\*/.test(piece.text)) continue;
      else if (/^(end|else(\s.*)?)$/s.test(piece.text)) {
        this.ended = piece.text;
        return nodes;
      } else nodes.push(this.#action(piece.text, depth));
    }
    this.ended = undefined;
    return nodes;
  }

  #action(text: string, depth: number): Node {
    const [, word = '', rest = ''] = /^([a-z]+)?\s*(.*)$/s.exec(text) ?? [];
    if (word === 'if') return this.#condition(rest, depth);
    if (['range', 'with', 'block', 'define', 'template', 'break', 'continue'].includes(word)) throw new NotUnderstood(`{{${word}}}`);
    const [, name, value] = /^\$(\w+)\s*:?=\s*(.+)$/s.exec(text) ?? [];
    if (name !== undefined && value !== undefined) return { kind: 'set', name, value: readExpression(value, this.known) };
    return { kind: 'print', value: readExpression(text, this.known) };
  }

  #condition(text: string, depth: number): Node {
    const condition = readExpression(text, this.known);
    const then = this.block(depth + 1);
    const [, chained] = /^else\s+if\s+(.+)$/s.exec(this.ended ?? '') ?? [];
    if (chained !== undefined) return { kind: 'if', condition, then, otherwise: [this.#condition(chained, depth + 1)] };
    const otherwise = this.ended === 'else' ? this.block(depth + 1) : [];
    if (this.ended !== 'end') throw new TemplateFault('unexpected EOF');
    return { kind: 'if', condition, then, otherwise };
  }
}

function readExpression(text: string, known: ReadonlySet<string>): Expression {
  const reader = new ExpressionReader(tokensOf(text), known);
  const value = reader.pipeline(0);
  if (!reader.done()) throw new NotUnderstood(text);
  return value;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const pattern = /\s+|"(?:\\.|[^"\\])*"|`[^`]*`|-?\d\w*|\$\w*(?:\.\w+)*|(?:\.\w+)+|\.|\w+|[()|,]/suy;
  while (pattern.lastIndex < text.length) {
    const { lastIndex } = pattern;
    const [token] = pattern.exec(text) ?? [];
    if (token === undefined) throw new NotUnderstood(`${text.slice(lastIndex, lastIndex + 20)}`);
    if (token.trim() !== '') tokens.push(token);
  }
  return tokens;
}

class ExpressionReader {
  #at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly known: ReadonlySet<string>,
  ) {}

  done(): boolean {
    return this.#at >= this.tokens.length;
  }

  /** `a | f b`: what stands before is the last argument of what follows. */
  pipeline(depth: number): Expression {
    if (depth > deepest) throw new NotUnderstood('expressions within expressions');
    let value = this.#command(depth, []);
    while (this.tokens[this.#at] === '|') {
      this.#at++;
      value = this.#command(depth, [value]);
    }
    return value;
  }

  #command(depth: number, piped: readonly Expression[]): Expression {
    const head = this.tokens[this.#at];
    if (head === undefined) throw new TemplateFault('missing value for command');
    if (/^[a-z_]\w*$/i.test(head) && !['true', 'false', 'nil'].includes(head)) {
      this.#at++;
      if (foreignFunctions.has(head)) throw new NotUnderstood(`the function ${head}`);
      if (!this.known.has(head)) throw new TemplateFault(`function "${head}" not defined`);
      return { kind: 'call', name: head, args: [...this.#operands(depth), ...piped] };
    }
    const value = this.#operand(depth);
    const args = this.#operands(depth);
    if (args.length + piped.length > 0) throw new NotUnderstood('methods with arguments');
    return value;
  }

  #operands(depth: number): Expression[] {
    const operands: Expression[] = [];
    for (let token = this.tokens[this.#at]; token !== undefined && token !== ')' && token !== '|'; token = this.tokens[this.#at]) operands.push(this.#operand(depth));
    return operands;
  }

  #operand(depth: number): Expression {
    const token = this.tokens[this.#at++] ?? '';
    if (token === '(') {
      const value = this.pipeline(depth + 1);
      if (this.tokens[this.#at++] !== ')') throw new TemplateFault('unclosed left paren');
      return value;
    }
    if (token.startsWith('"')) return { kind: 'literal', value: unquote(token) };
    if (token.startsWith('`')) return { kind: 'literal', value: token.slice(1, -1) };
    if (/^-?\d+$/.test(token)) return { kind: 'literal', value: BigInt(token) };
    if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' };
    const digit = /\.\d\w*/.exec(token)?.[0];
    if (digit !== undefined && !token.startsWith('"')) throw new TemplateFault(`unexpected "${digit}" in operand`);
    if (token.startsWith('.')) return { kind: 'field', base: undefined, path: token.split('.').filter((part) => part !== '') };
    if (token.startsWith('$')) {
      const [name = '', ...path] = token.slice(1).split('.');
      return name === '' ? { kind: 'field', base: undefined, path } : { kind: 'field', base: { kind: 'variable', name }, path };
    }
    if (this.known.has(token)) return { kind: 'call', name: token, args: [] };
    throw new NotUnderstood(token);
  }
}

function unquote(token: string): string {
  if (/\\[^"\\nt]/.test(token)) throw new NotUnderstood(token);
  return token.slice(1, -1).replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c));
}
