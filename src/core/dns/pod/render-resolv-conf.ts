import { formatRef, renderMarkdown, renderText, sectionsOf, type Section, type Sheet } from '../../analysis/index.js';
import type { ResolvConfAnswer } from './resolv-conf-answer.js';

export function renderResolvConfMarkdown(answer: ResolvConfAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderResolvConfText(answer: ResolvConfAnswer): string {
  return renderText(sheetOf(answer));
}

function sheetOf(answer: ResolvConfAnswer): Sheet {
  const file: Section = { title: '/etc/resolv.conf', noun: 'file', items: answer.text === '' ? [] : [{ text: [answer.outcome === 'known' ? 'the whole file' : 'as far as it is known'], block: { text: answer.text.trimEnd(), language: 'text' } }] };
  const settings: Section = {
    title: 'Settings of the kubelet',
    noun: 'setting',
    items: answer.settings.map(({ setting, value, source, isDeduced, evidence: [first] }) => ({
      text: [{ strong: setting }, ' ', { code: value === '' ? '""' : value }, ` ${isDeduced ? 'deduced from' : 'from'} ${first === undefined ? source : formatRef(first)}`],
    })),
  };
  return { verdict: answer.summary, sections: [file, settings, ...sectionsOf(answer)], rest: 'The JSON rendering holds all of them.' };
}
