import type { Directive, ServerBlock } from './parser.js';
import { onSameLine } from './dispenser.js';
import { CorefileError, type Token } from './token.js';
import { zonesOfKey, type ZoneAddress } from './zone-address.js';

/** A line of words: an option of a plugin. */
export interface DescribedOption {
  readonly name: string;
  readonly args: readonly string[];
}

export interface DescribedPlugin {
  readonly name: string;
  readonly args: readonly string[];
  /** The lines of its block. What stands within further braces is left out. */
  readonly options: readonly DescribedOption[];
  /** From 1; of the Corefile, or of the file that was imported. */
  readonly line: number;
}

/** A server block as people read it. */
export interface DescribedServer {
  readonly keys: readonly string[];
  /** What the keys stand for; [] where one of them is wrong. */
  readonly zones: readonly ZoneAddress[];
  /** In the order in which they run; several of one plugin in the order of the file. */
  readonly plugins: readonly DescribedPlugin[];
}

/**
 * @param places of the plugins of the release, in the order in which it runs them
 * @param zones what the keys stand for, where that is known
 */
export function describeServer({ keys, directives }: ServerBlock, places: ReadonlyMap<string, number>, zones: readonly ZoneAddress[] = zonesOf(keys)): DescribedServer {
  const sorted = directives.toSorted((a, b) => (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0));
  return { keys: keys.map(({ text }) => text), zones, plugins: sorted.map(describePlugin) };
}

function zonesOf(keys: ServerBlock['keys']): ZoneAddress[] {
  try {
    return keys.flatMap(({ text }) => zonesOfKey(text));
  } catch (error) {
    if (error instanceof CorefileError) return [];
    throw error;
  }
}

function describePlugin({ name, tokens }: Directive): DescribedPlugin {
  const options: DescribedOption[] = [];
  const headEnd = endOfLine(tokens, 0);
  let depth = tokens[headEnd - 1]?.text === '{' ? 1 : 0;
  for (let start = headEnd, end; start < tokens.length; start = end) {
    end = endOfLine(tokens, start);
    const words = depth === 1 ? wordsBetween(tokens, start, end) : [];
    const first = words.shift() ?? '';
    if (first !== '') options.push({ name: first, args: words });
    for (let i = start; i < end; i++) depth += tokens[i]?.text === '{' ? 1 : tokens[i]?.text === '}' ? -1 : 0;
  }
  return { name, args: wordsBetween(tokens, 1, headEnd), options, line: tokens[0]?.line ?? 0 };
}

/** Behind the last token of the line on which that at `start` stands. */
function endOfLine(tokens: readonly Token[], start: number): number {
  let end = start + 1;
  while (end < tokens.length && onSameLine(tokens, end - 1)) end++;
  return end;
}

function wordsBetween(tokens: readonly Token[], start: number, end: number): string[] {
  const words: string[] = [];
  for (let i = start; i < end; i++) {
    const { text = '' } = tokens[i] ?? {};
    if (text !== '{' && text !== '}') words.push(text);
  }
  return words;
}
