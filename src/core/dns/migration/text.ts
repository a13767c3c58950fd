import { InputError } from '../../errors.js';
import { Dispenser } from '../corefile/dispenser.js';
import { lex } from '../corefile/lexer.js';
import type { MigratedOption, MigratedPlugin, MigratedServer } from './model.js';

/**
 * Reads a Corefile as the tool does: by the depth of braces. Snippets are blocks to it, and imports plugins.
 *
 * @throws InputError where the tool would break down: a brace before any block, or before any plugin
 * Source: coredns/corefile-migration (2026-03), migration/corefile/corefile.go New
 */
export function readByDepth(text: string): MigratedServer[] {
  const servers: { keys: string[]; plugins: { name: string; args: string[]; options: MigratedOption[] }[] }[] = [];
  const words = new Dispenser('migration', lex(text));
  let depth = 0;
  while (words.next()) {
    const name = words.val();
    if (name === '{' || name === '}') {
      depth += name === '{' ? 1 : -1;
      continue;
    }
    const line = words.line();
    const args = words.remainingArgs();
    if (depth === 0) servers.push({ keys: [name, ...args], plugins: [] });
    else if (depth === 1) withinOf(servers.at(-1), line).plugins.push({ name, args, options: [] });
    else if (depth === 2) withinOf(servers.at(-1)?.plugins.at(-1), line).options.push({ name, args });
  }
  return servers;
}

function withinOf<T>(owner: T | undefined, line: number): T {
  if (owner === undefined) throw new InputError('invalid-request', `line ${line} stands within braces that nothing opens: the text is no Corefile`, [{ pointer: '/text', detail: `line ${line}: a brace opens a block that has no name` }]);
  return owner;
}

/** Source: migration/corefile/corefile.go ToString. */
export function printByDepth(servers: readonly MigratedServer[]): string {
  return servers.map(printServer).join('\n');
}

function printServer({ keys, plugins }: MigratedServer): string {
  const head = keys.map(escapeArg).join(' ');
  return plugins.length === 0 ? head : `${head} {\n${plugins.map((plugin) => `    ${printPlugin(plugin)}`).join('\n')}\n}\n`;
}

function printPlugin({ name, args, options }: MigratedPlugin): string {
  const head = printLine({ name, args });
  return options.length === 0 ? head : `${head} {\n${options.map((option) => `        ${printLine(option)}`).join('\n')}\n    }`;
}

function printLine({ name, args }: MigratedOption): string {
  return [name, ...args.map(escapeArg)].join(' ');
}

/** Only what holds a blank between words is put within quotation marks. */
function escapeArg(arg: string): string {
  return arg.split(/[\s\u0085]+/).filter((word) => word !== '').length > 1 ? `"${arg.replaceAll('"', '\\"')}"` : arg;
}
