import { renderMarkdown, renderText, sectionsOf, type Sheet } from '../../analysis/index.js';
import type { ConfigChoice } from './choose.js';
import type { ConfigSeverity } from './problem.js';
import type { ConfigValidation } from './validate.js';

export function renderConfigValidationMarkdown(answer: ConfigValidation): string {
  return renderMarkdown(layOut(answer));
}

export function renderConfigValidationText(answer: ConfigValidation): string {
  return renderText(layOut(answer));
}

function layOut(answer: ConfigValidation): Sheet {
  const section = (severity: ConfigSeverity, title: string) => ({
    title,
    noun: severity,
    items: answer.problems.filter((problem) => problem.severity === severity).map(({ pointer, detail }) => ({ text: [{ code: pointer === '' ? '(all of it)' : pointer }, `: ${detail}`] })),
  });
  return { verdict: answer.summary, sections: [section('error', 'Errors'), section('warning', 'Warnings'), ...sectionsOf(answer)], rest: 'The JSON rendering holds all of it.' };
}

export function renderConfigChoiceMarkdown(answer: ConfigChoice): string {
  return renderMarkdown(layOutChoice(answer));
}

export function renderConfigChoiceText(answer: ConfigChoice): string {
  return renderText(layOutChoice(answer));
}

function layOutChoice({ summary, candidates, warnings }: ConfigChoice): Sheet {
  const items = candidates.map(({ name, verdict, reason }) => ({ text: [{ code: name }, `: ${verdict}: ${reason}`] }));
  return { verdict: summary, sections: [{ title: 'Files, in order', noun: 'file', items }, ...sectionsOf({ summary, steps: [], warnings })], rest: 'The JSON rendering holds all of it.' };
}
