import { nearest, type Inline } from '../../analysis/index.js';
import { chatAnswer, type ChatAnswer } from '../answer.js';
import type { Command } from '../command.js';

/** Where a question is asked, as {@link helpFor} tells it of each command that takes it. */
const placeHelp = 'also: in CLUSTER, at SNAPSHOT (latest~1, 412, 2026-01-31), namespace NAME';

/** The command that tells of `commands`, and of itself. */
export function helpFor(commands: readonly Command[]): Command {
  const help: Command = {
    name: 'help',
    aliases: ['?', 'hi', 'hello', 'man'],
    usage: 'help [COMMAND]',
    tells: 'what can be asked',
    examples: ['help', 'help resolve'],
    grammar: { most: 2, valued: [], flags: [] },
    *answer(reading, { prefix }) {
      const asked = reading.about.map(({ text }) => text.toLowerCase()).join(' ');
      const all = [...commands, help];
      if (asked === '') return overview(all, prefix);
      const found = all.find(({ name, aliases }) => name === asked || aliases.includes(asked));
      const [near] = nearest(asked, all.map(({ name }) => name), 1);
      const meant = found ?? all.find(({ name }) => name === near);
      return meant === undefined ? overview(all, prefix) : detail(meant, prefix);
    },
  };
  return help;
}

function overview(commands: readonly Command[], prefix: string): ChatAnswer {
  return chatAnswer({
    mark: 'told',
    verdict: 'Ask about a cluster in one line; the answer tells why, and where it is from.',
    items: commands.map(({ examples }): Inline[] => [{ code: `${prefix}${examples[0]}` }]),
    listed: { noun: 'command', total: commands.length },
    notes: [`More on one of them: ${prefix}help resolve`],
  });
}

function detail({ usage, tells, examples, grammar }: Command, prefix: string): ChatAnswer {
  return chatAnswer({
    mark: 'told',
    verdict: `${usage}: ${tells}.`,
    items: examples.map((example): Inline[] => [{ code: `${prefix}${example}` }]),
    listed: { noun: 'example', total: examples.length },
    notes: grammar.valued.includes('at') ? [placeHelp] : [],
  });
}
