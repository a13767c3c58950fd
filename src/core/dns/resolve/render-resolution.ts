import { renderMarkdown, renderText, sectionsOf, type Item, type Section, type Sheet } from '../../analysis/index.js';
import type { SentQuery } from './look-up.js';
import type { Resolution } from './resolve.js';

export function renderResolutionMarkdown(answer: Resolution): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderResolutionText(answer: Resolution): string {
  return renderText(sheetOf(answer));
}

function sheetOf(answer: Resolution): Sheet {
  const records: Section = { title: 'Answer', noun: 'record', items: answer.answers.map(({ name, ttl, type, data }) => ({ text: [{ code: `${name} ${ttl} ${type} ${data}` }] })) };
  const queries: Section = { title: 'Queries, in the order in which they leave', noun: 'query', items: answer.queries.map(queryItem) };
  const cost: Section = { title: 'What it costs', noun: 'remark', items: costItems(answer) };
  const file: Section = { title: '/etc/resolv.conf', noun: 'file', items: answer.resolvConf === null || answer.resolvConf.text === '' ? [] : [{ text: [answer.resolvConf.outcome], block: { text: answer.resolvConf.text.trimEnd(), language: 'text' } }] };
  const [, unknown] = sectionsOf(answer);
  return { verdict: answer.summary, sections: [records, queries, cost, file, ...(unknown === undefined ? [] : [unknown])], rest: 'The JSON rendering holds all of them, with the reasons.' };
}

function queryItem({ name, type, server, transport, rcode, answers, fate }: SentQuery): Item {
  const came = fate === 'answered' ? `${rcode ?? ''}${answers > 0 ? `, ${answers} in the answer` : ''}` : fate === 'cut' ? 'too long for a datagram' : fate;
  return { text: [{ code: `${name} ${type}` }, ` ${server}${transport === 'tcp' ? ' over TCP' : ''}: ${came}`] };
}

function costItems({ cost }: Resolution): Item[] {
  if (cost === null || cost.queries === 0) return [];
  const { queries, wasted, byWholeName, withNdots } = cost;
  return [
    ...(wasted > 0 ? [{ text: [`${wasted} of ${queries} queries lead to nothing`] }] : []),
    ...(byWholeName !== null && byWholeName.queries < queries ? [{ text: ['by its whole name, ', { code: byWholeName.name }, `, it takes ${byWholeName.queries}`] }] : []),
    ...(withNdots !== null ? [{ text: ['with ', { code: `ndots:${withNdots.ndots}` }, ` it takes ${withNdots.queries}`] }] : []),
  ];
}
