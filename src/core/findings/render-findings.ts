import { formatRef, renderMarkdown, renderText, sectionsOf, type Inline, type Item, type Section, type Sheet } from '../analysis/index.js';
import type { FindingsAnswer } from './answer.js';
import { severities, type Finding } from './rule.js';

export function renderFindingsMarkdown(answer: FindingsAnswer): string {
  return renderMarkdown(layOut(answer));
}

export function renderFindingsText(answer: FindingsAnswer): string {
  return renderText(layOut(answer));
}

function layOut(answer: FindingsAnswer): Sheet {
  const sections = severities.map(
    (severity): Section => ({ title: severity, noun: 'finding', items: answer.items.filter((item) => item.severity === severity).map(findingItem) }),
  );
  return { verdict: answer.summary, sections: [...sections, ...sectionsOf(answer)], rest: 'The JSON rendering holds all of them.' };
}

/** A finding as an item of a sheet. */
export function findingItem({ subject, title, detail, fix, rule }: Finding): Item {
  return { text: [{ code: formatRef(subject) }, `: ${title}. ${detail}`], notes: [['Fix: ', ...markCode(fix), ' (', { code: rule }, ')']] };
}

/** What stands between backticks in the words of a rule is code. */
function markCode(text: string): Inline[] {
  return text.split('`').map((part, i) => (i % 2 === 0 ? part : { code: part }));
}
