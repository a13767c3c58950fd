import { renderMarkdown, renderText, sectionsOf, type Inline, type Item, type Section, type Sheet } from '../../analysis/index.js';
import type { DifferentRule, DriftAnswer, DriftedRule, DriftedService } from './answer.js';

export function renderDriftMarkdown(answer: DriftAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderDriftText(answer: DriftAnswer): string {
  return renderText(sheetOf(answer));
}

const shown = 8;

function sheetOf(answer: DriftAnswer): Sheet {
  const { services, missing, extra, different, stale, counts } = answer;
  const [why, unknown] = sectionsOf(answer);
  const felt = [...services].sort((a, b) => b.noticed.length - a.noticed.length);
  return {
    verdict: answer.summary,
    sections: [
      capped('What callers notice', 'Service', felt.filter(({ noticed }) => noticed.length > 0).map(serviceItem)),
      capped('Missing', 'missing rule', missing.map(ruleItem), counts.missing),
      capped('Too many', 'rule too many', extra.map(ruleItem), counts.extra),
      capped('Different', 'different rule', different.map(differentItem), counts.different),
      capped('Left over, harmless', 'chain', stale.map(({ table, chain }): Item => ({ text: [{ code: `${table} ${chain}` }] })), counts.stale),
      ...(unknown === undefined ? [] : [unknown]),
      ...(why === undefined ? [] : [why]),
    ],
    rest: 'The JSON rendering has them.',
  };
}

function capped(title: string, noun: string, items: readonly Item[], total = items.length): Section {
  return { title, noun, items: items.slice(0, shown), omitted: Math.max(0, total - shown) };
}

function serviceItem({ servicePort, noticed }: DriftedService): Item {
  return { text: [{ strong: servicePort }], notes: noticed.slice(0, 3).map((words): readonly Inline[] => [words]) };
}

function ruleItem({ table, rule, line }: DriftedRule): Item {
  return { text: [{ code: `${table}: ${rule}` }, ...(line === null ? [] : [` line ${line}`])] };
}

function differentItem({ table, expected, found, line }: DifferentRule): Item {
  return { text: [{ code: `${table}: ${found}` }, ...(line === null ? [] : [` line ${line}`])], notes: [['should be ', { code: expected }]] };
}
