import type { Line } from '../lines.js';
import { Unreadable } from '../words.js';

/** A word of a command line or of a dump. */
export interface Token {
  readonly text: string;
  /** From 1, where it begins. */
  readonly column: number;
  /** It stood in quotes, so that it is no option whatever it looks like. */
  readonly quoted: boolean;
}

/** Some words of one line that belong together. */
export interface Statement {
  readonly line: Line;
  readonly tokens: readonly Token[];
}

/**
 * The words of a line as `iptables-restore` parts them: at blanks; `"` begins a word that ends at the next `"`, and a backslash in it takes the next character as it is.
 * A word may also stand in `'`, as it is typed in a shell.
 *
 * @throws Unreadable where a quotation does not end
 * Source: iptables 1.8.11 `iptables/xshared.c` `add_param_to_argv`.
 */
export function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < line.length) {
    const first = line[at];
    if (first === ' ' || first === '\t') at += 1;
    else if (first === '"' || first === "'") at = readQuoted(line, at, tokens);
    else at = readBare(line, at, tokens);
  }
  return tokens;
}

function readBare(line: string, from: number, tokens: Token[]): number {
  let end = from;
  while (end < line.length && line[end] !== ' ' && line[end] !== '\t') end += 1;
  tokens.push({ text: line.slice(from, end), column: from + 1, quoted: false });
  return end;
}

function readQuoted(line: string, from: number, tokens: Token[]): number {
  const quote = line[from];
  let text = '';
  for (let at = from + 1; at < line.length; at += 1) {
    if (line[at] === quote) {
      tokens.push({ text, column: from + 1, quoted: true });
      return at + 1;
    }
    if (line[at] === '\\' && quote === '"' && at + 1 < line.length) at += 1;
    text += line[at];
  }
  throw new Unreadable(from + 1, 'the quotation that begins here does not end: the line is cut');
}

/**
 * The statements of a line: one as a rule; several where line ends became blanks, as some chats and forms make them.
 */
export function statementsOf(line: Line): readonly Statement[] {
  const tokens = tokensOf(line.text);
  const starts = tokens.flatMap((_, i) => (i === 0 || beginsStatement(tokens, i) ? [i] : []));
  return starts.map((start, i) => ({ line, tokens: tokens.slice(start, starts[i + 1]) }));
}

/** Whether the word can stand only where a statement begins. */
function beginsStatement(tokens: readonly Token[], i: number): boolean {
  const { text, quoted } = tokens[i]!;
  const first = tokens[0]!.text;
  // Only a dump is ever flattened; a prompt or a sentence that speaks of -A is left alone.
  if (quoted || !/^(?:#|\*|:|-[APN]$|\[\d+:\d+\]$|COMMIT$)/.test(first)) return false;
  const [before, after] = [tokens[i - 1]?.text ?? '', tokens[i + 1]?.text ?? ''];
  if (text === 'COMMIT' || text === '#') return text === 'COMMIT' || /^(?:Generated|Completed|Warning:|Table)$/.test(after);
  if (first === '#' && !/^(?:Generated|Completed)$/.test(tokens[1]?.text ?? '')) return false;
  if (text === '-A') return !isCounters(before);
  if (isCounters(text)) return after === '-A';
  return /^\*[a-z]+$/.test(text) || (/^:\S/.test(text) && isCounters(tokens[i + 2]?.text ?? ''));
}

/** `[packets:bytes]` */
export function isCounters(text: string): boolean {
  return /^\[\d+:\d+\]$/.test(text);
}
