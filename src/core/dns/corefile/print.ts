import { onSameLine } from './dispenser.js';
import type { Directive, ServerBlock } from './parser.js';

/**
 * A Corefile that is read as the same blocks: what was imported and what came out of the environment stands in its place. One line for each line, four blanks for each brace.
 * The lines of the text are not kept, nor are its comments.
 */
export function printCorefile(blocks: readonly ServerBlock[]): string {
  return blocks.reduce((printed, block) => {
    if (printed === '') return printBlock(block);
    // A key `import` is one only where it does not begin a line.
    return block.keys[0]?.text === 'import' ? `${printed.slice(0, -1)} ${printBlock(block)}` : `${printed}\n${printBlock(block)}`;
  }, '');
}

function printBlock({ keys, directives }: ServerBlock): string {
  // Behind a comma a key is a key, whatever it is.
  const head = keys.map(({ text }, i) => quoteToken(i === keys.length - 1 ? text : `${text},`)).join(' ');
  const [only = { text: '' }] = keys;
  // With braces it would be a snippet; without, as it can stand only at the end, it is a block.
  if (directives.length === 0 && keys.length === 1 && /^\(.*\)$/s.test(only.text)) return `${head}\n`;
  return `${head} {${directives.map(printDirective).join('')}\n}\n`;
}

function printDirective({ tokens }: Directive): string {
  let depth = 1;
  let indentation = indentationAt(depth);
  let printed = '';
  for (let i = 0; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (text === '}') indentation = indentationAt(--depth);
    // Tokens of one line stand on one line; a file that is imported begins one.
    printed += i > 0 && onSameLine(tokens, i - 1) ? ' ' : indentation;
    printed += quoteToken(text);
    if (text === '{') indentation = indentationAt(++depth);
  }
  return printed;
}

function indentationAt(depth: number): string {
  return `\n${'    '.repeat(Math.max(depth, 1))}`;
}

/** A word as it must be written to be read as it is. Within quotation marks only these need a backslash, and a backslash stays. */
export function quoteToken(text: string): string {
  if (text !== '' && !/[\s\u0085#]/.test(text) && !text.startsWith('"')) return text;
  return `"${text.replaceAll('"', '\\"')}"`;
}
