import { renderMarkdown, renderText, sectionsOf, type Item, type Sheet } from '../../analysis/index.js';
import type { AttachmentSimulation } from './simulate.js';

export function renderSimulationMarkdown(answer: AttachmentSimulation): string {
  return renderMarkdown(layOut(answer));
}

export function renderSimulationText(answer: AttachmentSimulation): string {
  return renderText(layOut(answer));
}

function layOut(answer: AttachmentSimulation): Sheet {
  const result: Item[] = answer.result === null ? [] : [{ text: ['the result of ADD'], block: { text: JSON.stringify(answer.result, null, 1), language: 'json' } }];
  const cnm: Item[] = (answer.cnm?.sequence ?? []).map((step) => ({ text: [{ strong: step.cnm }], notes: [[step.cni]] }));
  return {
    verdict: answer.summary,
    sections: [
      ...sectionsOf({ ...answer, warnings: [] }),
      { title: 'Result', noun: 'result', items: result },
      { title: 'Drawn at random', noun: 'placeholder', items: answer.unpredictable.map(({ placeholder, meaning }) => ({ text: [{ code: placeholder }, `: ${meaning}`] })) },
      { title: 'Not known', noun: 'warning', items: [...answer.missing, ...answer.warnings].map((each) => ({ text: [each] })) },
      { title: 'In the words of CNM', noun: 'step', items: cnm },
    ],
    rest: 'The JSON rendering holds all of it, with the environment and stdin of each plugin.',
  };
}
