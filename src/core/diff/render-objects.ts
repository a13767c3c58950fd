import { maxLines, renderMarkdown, renderText, sectionsOf, type Item, type Section, type Sheet } from '../analysis/index.js';
import { nameChange, rankOf, type ChangeCounts, type ObjectChange, type ObjectsDiff } from './objects.js';
import { layOutFields } from './tell.js';

const marks = { added: '+', removed: '-', replaced: '!', changed: '~' } as const;

export function renderDiffMarkdown(diff: ObjectsDiff): string {
  return renderMarkdown(layOut(diff));
}

export function renderDiffText(diff: ObjectsDiff): string {
  return renderText(layOut(diff));
}

function layOut(diff: ObjectsDiff): Sheet {
  // Groups stand in the order of the changes, each beside the next.
  let start = 0;
  const placed = diff.groups.map((group) => {
    const total = group.added + group.removed + group.replaced + group.changed;
    const changes = diff.changes.slice(start, (start += total));
    return { group, changes: changes.slice(0, maxLines), omitted: Math.max(0, total - maxLines) };
  });
  const causesFirst = placed.sort((a, b) => rankOf(a.group.kind) - rankOf(b.group.kind));
  const sections = causesFirst.map(
    ({ group, changes, omitted }): Section => ({
      title: `${group.kind}${group.namespace === undefined ? '' : ` in ${group.namespace}`}: ${tellCounts(group)}`,
      noun: 'change',
      items: changes.map(itemOf),
      omitted,
    }),
  );
  return { verdict: diff.summary, sections: [...sections, ...sectionsOf(diff)], rest: 'The JSON rendering holds all changes.' };
}

function tellCounts(counts: ChangeCounts): string {
  return (['added', 'removed', 'replaced', 'changed'] as const)
    .filter((change) => counts[change] > 0)
    .map((change) => `${counts[change]} ${change}`)
    .join(', ');
}

function itemOf(change: ObjectChange): Item {
  return {
    text: [`${marks[change.change]} `, { code: change.together ? nameChange(change) : change.name }, ` ${change.change}`],
    ...layOutFields(change.fields),
  };
}
