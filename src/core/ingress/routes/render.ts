import { renderMarkdownTables, renderTextTables, type TableSheet } from '../../analysis/index.js';
import type { Route } from '../answer.js';
import type { RoutesAnswer, RoutingTable } from './routes.js';

/** A table for each controller. */
export function renderRoutesMarkdown(answer: RoutesAnswer): string {
  return renderMarkdownTables(sheetOf(answer));
}

export function renderRoutesText(answer: RoutesAnswer): string {
  return renderTextTables(sheetOf(answer));
}

function sheetOf({ summary, tables, warnings }: RoutesAnswer): TableSheet {
  return {
    verdict: summary,
    tables: tables.filter(({ outcome }) => outcome === 'told').map(({ controller, routes }) => ({ title: controller, noun: 'route', columns: ['#', 'host', 'path', 'type', 'goes to', 'rule', 'remarks'], rows: routes.map(rowOf) })),
    remarks: [...tables.flatMap(remarksOf), ...warnings],
    rest: 'Ask for one host, or for JSON, which holds all of them.',
  };
}

function rowOf({ order, host, path, pathType, backend, kind, name, notes, dead }: Route): string[] {
  const remarks = [...(dead === undefined ? [] : [`dead: ${dead.reason}`]), ...notes];
  return [`${order}`, host === '' ? '*' : host, path, pathType, backend === null ? '-' : `${backend.service}:${backend.port}`, name === '' ? '-' : kind === 'Ingress' ? name : `${kind} ${name}`, remarks.join('; ')];
}

function remarksOf({ controller, outcome, dropped, kind }: RoutingTable): string[] {
  if (outcome === 'insufficient-information') return [`${controller}: how ${kind} routes is not modelled.`];
  return dropped.map((each) => `${controller} leaves out ${each.kind} ${each.name}: ${each.reason}.`);
}
