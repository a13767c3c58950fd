import { renderMarkdown, renderText, sectionsOf, type Item, type Sheet } from '../../analysis/index.js';
import type { ClassesAnswer, ListedClass, ListedController } from './classes.js';

export function renderClassesMarkdown(answer: ClassesAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderClassesText(answer: ClassesAnswer): string {
  return renderText(sheetOf(answer));
}

function sheetOf(answer: ClassesAnswer): Sheet {
  const { classes, controllers, unowned, contested, summary } = answer;
  const [, unknown] = sectionsOf(answer);
  return {
    verdict: summary,
    sections: [
      { title: 'Of nobody', noun: 'Ingress', items: unowned.slice(0, 8).map(({ ingress, reason }) => ({ text: [{ code: ingress }, ` ${reason}`] })), omitted: Math.max(0, unowned.length - 8) },
      { title: 'Of several', noun: 'Ingress', items: contested.slice(0, 4).map((each) => ({ text: [{ code: each.ingress }, ` ${each.controllers.join(', ')}`] })), omitted: Math.max(0, contested.length - 4) },
      { title: 'Controllers', noun: 'controller', items: controllers.map(controllerItem) },
      { title: 'Classes', noun: 'class', items: classes.map(classItem) },
      ...(unknown === undefined ? [] : [unknown]),
    ],
    rest: 'The JSON rendering holds all of them.',
  };
}

function controllerItem({ name, title, workload, owns, isModelled }: ListedController): Item {
  const version = workload?.version === null || workload === null ? '' : ` ${workload.version}`;
  const dropped = owns.filter(({ served }) => !served);
  return {
    text: [{ strong: name }, ` ${title}${version}: ${owns.length - dropped.length} served${isModelled ? '' : '; how it routes is not modelled'}`],
    notes: [...owns.slice(0, 3).map(({ ingress, reason }) => [{ code: ingress }, ` ${reason}`]), ...(owns.length > 3 ? [[`and ${owns.length - 3} more`]] : [])],
  };
}

function classItem({ name, controller, isDefault, ingresses, servedBy }: ListedClass): Item {
  return { text: [{ code: name }, ` of ${controller ?? 'no controller'}${isDefault ? ', the default' : ''}: named by ${ingresses}, ${servedBy.length === 0 ? 'served by none that is known' : `served by ${servedBy.join(', ')}`}`] };
}
