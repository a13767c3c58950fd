import { count, renderMarkdown, renderText, sectionsOf, type Item, type Sheet } from '../../analysis/index.js';
import type { ControllerMigration, MigrationAnswer } from './migration.js';

export function renderMigrationMarkdown(answer: MigrationAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderMigrationText(answer: MigrationAnswer): string {
  return renderText(sheetOf(answer));
}

function sheetOf(answer: MigrationAnswer): Sheet {
  const { controllers, summary } = answer;
  return {
    verdict: summary,
    sections: [
      { title: 'Answered differently', noun: 'request', items: controllers.flatMap(differences), omitted: controllers.reduce((sum, { proof }) => sum + proof.omitted, 0) },
      { title: 'What does not carry over', noun: 'feature', items: controllers.flatMap(losses) },
      { title: 'Objects', noun: 'object', items: controllers.flatMap(({ objects }) => objects.map(({ kind, metadata }): Item => ({ text: [{ code: `${kind} ${metadata.namespace}/${metadata.name}` }] }))) },
      ...sectionsOf({ ...answer, steps: [] }),
    ],
    rest: 'The JSON rendering holds all of them, and the objects as YAML.',
  };
}

function differences({ proof }: ControllerMigration): Item[] {
  return proof.differences.map(({ request, tries, before, after }): Item => ({ text: [{ code: request.url }, `, ${tries}: `, { strong: before }, ' becomes ', { strong: after }] }));
}

/** One line a feature and reason, with the Ingresses that have it. */
function losses({ ingresses }: ControllerMigration): Item[] {
  const grouped = new Map<string, { readonly feature: string; readonly detail: string; readonly names: string[] }>();
  for (const { name, features } of ingresses) {
    for (const { feature, carries, detail } of features) {
      if (carries === 'yes') continue;
      const key = `${feature}\0${detail}`;
      const group = grouped.get(key) ?? { feature, detail, names: [] };
      grouped.set(key, group);
      group.names.push(name);
    }
  }
  return [...grouped.values()].map(({ feature, detail, names }): Item => ({ text: [{ code: feature }, ` of ${names.length === 1 ? (names[0] ?? '') : count(names.length, 'Ingress', 'Ingresses')}: ${detail}`] }));
}
