import { renderMarkdown, renderText, sectionsOf, type Item, type Sheet } from '../../analysis/index.js';
import { tellHost } from './hostname.js';
import type { GatewaysAnswer, ToldGateway } from './status.js';

export function renderGatewaysMarkdown(answer: GatewaysAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderGatewaysText(answer: GatewaysAnswer): string {
  return renderText(sheetOf(answer));
}

function sheetOf(answer: GatewaysAnswer): Sheet {
  return {
    verdict: answer.summary,
    sections: [...sectionsOf(answer), { title: 'Gateways', noun: 'Gateway', items: answer.gateways.map(itemOf) }],
    rest: 'The JSON rendering holds all of them.',
  };
}

function itemOf({ name, implementation, listeners, routes }: ToldGateway): Item {
  return {
    text: [{ code: name }, `, by ${implementation}: ${listeners.map((each) => `${each.protocol} ${each.port} ${tellHost(each.hostname)}`).join(', ')}`],
    notes: routes.map((route) => [{ code: `${route.kind} ${route.name}` }, route.hosts.length === 0 ? ' not attached' : ` on ${route.hosts.map(tellHost).join(', ')}`]),
  };
}
