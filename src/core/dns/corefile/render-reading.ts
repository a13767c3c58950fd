import { renderMarkdown, renderText, sectionsOf, type Item, type Section, type Sheet } from '../../analysis/index.js';
import type { DescribedServer } from './describe.js';
import type { CorefileReading } from './parse-answer.js';

export function renderCorefileMarkdown(answer: CorefileReading): string {
  return renderMarkdown(layOut(answer));
}

export function renderCorefileText(answer: CorefileReading): string {
  return renderText(layOut(answer));
}

function layOut(answer: CorefileReading): Sheet {
  return { verdict: answer.summary, sections: [...answer.servers.map(serverSection), ...sectionsOf(answer)], rest: 'The JSON rendering holds all of it.' };
}

/** Its plugins in the order in which they run. */
export function serverSection({ keys, plugins }: DescribedServer): Section {
  const items: Item[] = plugins.map(({ name, args, options }) => ({
    text: [{ code: [name, ...args].join(' ') }],
    notes: options.map((option) => [{ code: [option.name, ...option.args].join(' ') }]),
  }));
  return { title: `Server block ${keys.join(' ')}`, noun: 'plugin', items };
}
