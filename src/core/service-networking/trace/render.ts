import { renderMarkdown, renderText, sectionsOf, type Item, type Sheet } from '../../analysis/index.js';
import type { TraceAnswer, TracedEndpoint, TraceSuggestion } from './answer.js';

export function renderTraceMarkdown(answer: TraceAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderTraceText(answer: TraceAnswer): string {
  return renderText(sheetOf(answer));
}

function sheetOf(answer: TraceAnswer): Sheet {
  const { endpoints, suggestions, missing, chains } = answer;
  return {
    verdict: answer.summary,
    sections: [
      { title: 'Endpoints', noun: 'endpoint', items: endpoints.slice(0, 10).map(endpointItem), omitted: Math.max(0, endpoints.length - 10) },
      { title: 'Perhaps meant', noun: 'suggestion', items: suggestions.map(suggestionItem) },
      { title: 'To collect', noun: 'piece', items: missing.map((piece) => ({ text: [piece] })) },
      ...sectionsOf(answer),
      { title: `Rules${answer.node === null ? '' : ` on ${answer.node}`}`, noun: 'rule', items: chains.slice(0, 12).map(({ table, rule }): Item => ({ text: [{ code: `${table}: ${rule}` }] })), omitted: Math.max(0, chains.length - 12) },
    ],
    rest: 'The JSON rendering has them all.',
  };
}

function endpointItem({ ip, port, probability, pod, node, masquerade, hairpin }: TracedEndpoint): Item {
  const at = ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
  const who = [pod === undefined ? '' : pod, node === undefined ? '' : `on ${node}`].filter((word) => word !== '').join(' ');
  const notes = [`${Math.round(probability * 1000) / 10} %`, ...(who === '' ? [] : [who]), ...(hairpin ? ['the caller itself'] : []), ...(masquerade ? ['source masqueraded'] : [])];
  return { text: [{ code: at }, ` ${notes.join(', ')}`] };
}

function suggestionItem({ service, ip, port, protocol, detail }: TraceSuggestion): Item {
  return { text: [{ code: `${ip.includes(':') ? `[${ip}]` : ip}:${port}/${protocol}` }, ` ${service}: ${detail}`] };
}
