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

/** @param order the plugins of the release, as it runs them */
export function describeServer({ keys, directives }: ServerBlock, order: readonly string[]): DescribedServer {
  const places = new Map(directives.map(({ name }) => [name, order.indexOf(name)]));
  const sorted = [...directives].sort((a, b) => (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0));
  return { keys: keys.map(({ text }) => text), zones: zonesOf(keys), plugins: sorted.map(describePlugin) };
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
  const [head = [], ...lines] = linesOf(tokens);
  const options: DescribedOption[] = [];
  let depth = head.at(-1) === '{' ? 1 : 0;
  for (const line of lines) {
    const [first = '', ...args] = line.filter((word) => word !== '{' && word !== '}');
    if (depth === 1 && first !== '') options.push({ name: first, args });
    for (const word of line) depth += word === '{' ? 1 : word === '}' ? -1 : 0;
  }
  return { name, args: head.slice(1).filter((word) => word !== '{' && word !== '}'), options, line: tokens[0]?.line ?? 0 };
}

function linesOf(tokens: readonly Token[]): string[][] {
  const lines: string[][] = [];
  for (const [i, { text }] of tokens.entries()) {
    if (i > 0 && onSameLine(tokens, i - 1)) lines.at(-1)?.push(text);
    else lines.push([text]);
  }
  return lines;
}
