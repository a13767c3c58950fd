import { InputError } from '../../errors.js';
import { replaceEnvironment, type Environment } from './environment.js';
import { cleanPath, glob, resolvePath, type Files } from './files.js';
import { lex } from './lexer.js';
import { TokenStream } from './token-stream.js';
import { CorefileError, lineBreaks, type Token } from './token.js';

/** A line of a server block with the block that it opens. */
export interface Directive {
  readonly name: string;
  /** The name itself first; environment variables are put in, and imports. */
  readonly tokens: readonly Token[];
}

export interface ServerBlock {
  /** As they are written, with environment variables put in, without commas; where each stands. */
  readonly keys: readonly { readonly text: string; readonly line: number }[];
  /** In the order of the file. */
  readonly directives: readonly Directive[];
}

export interface ParseOptions {
  readonly files: Files;
  readonly environment: Environment;
  /** Names of plugins; others are errors. */
  readonly plugins: ReadonlySet<string>;
  /** Told of each import that found nothing though its pattern allows that. */
  readonly onEmptyImport?: (pattern: string) => void;
}

/** How many times snippets, and files, are put in at most. Source: caddyfile/parse.go maxSnippetExpansions, maxFileExpansions. */
const [mostSnippets, mostFiles] = [10_000, 100_000];
/** What imports may put in altogether; CoreDNS has no such bound. */
const mostTokens = 1_000_000;

/**
 * The server blocks of a Corefile, in their order, with imports and environment variables put in.
 *
 * @throws CorefileError in CoreDNS's words, where it would not start; InputError where imports multiply beyond a million words
 * Source: coredns/caddy v1.1.4 (15135a999495), caddyfile/parse.go
 */
export function parseServerBlocks(text: string, options: ParseOptions): ServerBlock[] {
  return new Parser(text, options).parseAll();
}

class Parser {
  readonly #stream: TokenStream;
  readonly #snippets = new Map<string, readonly Token[]>();
  #keys: { text: string; line: number }[] = [];
  #directives: Directive[] = [];
  #ended = false;
  #snippetsUsed = 0;
  #filesUsed = 0;
  #tokensPutIn = 0;

  constructor(
    text: string,
    private readonly options: ParseOptions,
  ) {
    this.#stream = new TokenStream(options.files.corefile, lex(text));
  }

  parseAll(): ServerBlock[] {
    const blocks: ServerBlock[] = [];
    while (this.#stream.next()) {
      this.#keys = [];
      this.#directives = [];
      this.#begin();
      if (this.#keys.length > 0) blocks.push({ keys: this.#keys, directives: this.#directives });
    }
    return blocks;
  }

  #begin(): void {
    this.#addresses();
    if (this.#ended) return;
    const snippet = this.#snippetName();
    if (snippet === undefined) this.#blockContents();
    else this.#defineSnippet(snippet);
  }

  #addresses(): void {
    let another = false;
    for (;;) {
      let key = this.#replace(this.#stream.val());
      const line = this.#stream.line();
      if (key === 'import' && this.#stream.beginsLine()) {
        this.#import();
        continue;
      }
      if (key === '{') {
        if (another) throw this.#stream.err(`Expected another address but had '${key}' - check for extra comma`);
        return;
      }
      if (key !== '') {
        another = key.endsWith(',');
        if (another) key = key.slice(0, -1);
        this.#keys.push({ text: key, line });
      }
      const hasNext = this.#stream.next();
      if (another && !hasNext) throw this.#stream.err('Unexpected EOF');
      if (!hasNext) {
        this.#ended = true;
        return;
      }
      if (!another && this.#stream.beginsLine()) return;
    }
  }

  #snippetName(): string | undefined {
    const [only, second] = this.#keys;
    return only !== undefined && second === undefined && only.text.startsWith('(') && only.text.endsWith(')') ? only.text.slice(1).replace(/\)$/, '') : undefined;
  }

  #defineSnippet(name: string): void {
    if (this.#snippets.has(name)) throw this.#stream.err(`redeclaration of previously declared snippet ${name}`);
    const tokens = this.#snippetTokens();
    for (const [i, token] of tokens.entries()) {
      const [before, after] = [tokens[i - 1], tokens[i + 1]];
      if (token.text !== 'import' || after === undefined) continue;
      const atLineStart = before === undefined || before.file !== token.file || before.line !== token.line;
      if (atLineStart && this.#replace(after.text) === name) throw this.#stream.err(`maximum snippet import depth (${mostSnippets}) exceeded`);
    }
    this.#snippets.set(name, tokens);
    this.#keys = [];
  }

  #snippetTokens(): Token[] {
    if (this.#stream.val() !== '{') throw this.#stream.syntaxErr('{');
    const tokens: Token[] = [];
    let open = 1;
    while (this.#stream.next()) {
      const token = this.#stream.current();
      if (token === undefined) break;
      if (token.text === '}' && --open === 0) break;
      if (token.text === '{') open++;
      tokens.push(token);
    }
    if (open !== 0) throw this.#stream.syntaxErr('}');
    return tokens;
  }

  #blockContents(): void {
    const braces = this.#stream.val() === '{';
    if (!braces) this.#stream.back();
    while (this.#stream.next()) {
      const word = this.#stream.val();
      if (word === '}') break;
      if (word === 'import') {
        this.#import();
        this.#stream.back();
      } else this.#directive();
    }
    if (braces && this.#stream.val() !== '}') throw this.#stream.syntaxErr('}');
  }

  #directive(): void {
    const first = this.#stream.current();
    if (first === undefined) return;
    const name = this.#replace(first.text);
    if (!this.options.plugins.has(name)) throw this.#stream.err(`Unknown directive '${name}'`);
    const tokens = [first];
    let nesting = 0;
    while (this.#stream.next()) {
      const token = this.#stream.current();
      if (token === undefined) break;
      if (token.text === '{') nesting++;
      else if (nesting === 0 && this.#stream.beginsLine()) {
        this.#stream.back();
        break;
      } else if (token.text === '}') {
        if (nesting === 0) throw this.#stream.err("Unexpected '}' because no matching opening brace");
        nesting--;
      } else if (token.text === 'import' && this.#stream.beginsLine()) {
        this.#import();
        this.#stream.back();
        continue;
      }
      const text = this.#replace(token.text);
      tokens.push(text === token.text ? token : { ...token, text, lastLine: token.line + lineBreaks(text) });
    }
    if (nesting > 0) throw this.#stream.err('Unexpected EOF');
    this.#directives.push({ name, tokens });
  }

  #import(): void {
    const stream = this.#stream;
    if (!stream.nextArg()) throw stream.argErr();
    const pattern = this.#replace(stream.val());
    if (pattern === '') throw stream.err('Import requires a non-empty filepath');
    if (stream.nextArg()) throw stream.err('Import takes only one argument (glob pattern or file)');
    const tokens = this.#snippets.get(pattern) === undefined ? this.#fileTokens(pattern) : this.#useSnippet(pattern);
    this.#tokensPutIn += tokens.length;
    if (this.#tokensPutIn > mostTokens) throw new InputError('too-large', `the imports of the Corefile put in more than ${mostTokens} words`);
    stream.replaceTwo(tokens);
  }

  #useSnippet(name: string): readonly Token[] {
    if (this.#snippetsUsed >= mostSnippets) throw this.#stream.err(`maximum snippet import depth (${mostSnippets}) exceeded`);
    this.#snippetsUsed++;
    return this.#snippets.get(name) ?? [];
  }

  #fileTokens(pattern: string): Token[] {
    const { files, onEmptyImport } = this.options;
    if (this.#filesUsed >= mostFiles) throw this.#stream.err(`maximum file import depth (${mostSnippets}) exceeded`);
    this.#filesUsed++;
    const path = resolvePath(cleanPath(this.#stream.file()), pattern);
    if (occurrences(path, '*') > 1 || occurrences(path, '?') > 1 || (path.includes('[') && path.includes(']'))) {
      throw this.#stream.err(`Glob pattern may only contain one wildcard (*), but has others: ${path}`);
    }
    const matches = glob(path, files.texts.keys());
    if (matches === undefined) throw this.#stream.err(`Failed to use import pattern ${pattern}: syntax error in pattern`);
    if (matches.length === 0) {
      if (!/[*?[\]]/.test(path)) throw this.#stream.err(`File to import not found: ${pattern}`);
      onEmptyImport?.(pattern);
    }
    return matches.flatMap((match) => lex(files.texts.get(match) ?? '', match));
  }

  #replace(text: string): string {
    return replaceEnvironment(text, this.options.environment);
  }
}

function occurrences(text: string, c: string): number {
  return text.split(c).length - 1;
}

/** Whether an error says that CoreDNS would not start, rather than that something is wrong with us. */
export function isCorefileError(error: unknown): error is CorefileError {
  return error instanceof CorefileError;
}
