import { renderMarkdown, renderText, sectionsOf, type Item, type Section, type Sheet } from '../../analysis/index.js';
import type { ConsideredRule, RouteAnswer, RouteMatch, RuleRef } from '../answer.js';
import type { MatchAnswer } from './match.js';

export function renderMatchMarkdown(answer: MatchAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderMatchText(answer: MatchAnswer): string {
  return renderText(sheetOf(answer));
}

function sheetOf(answer: MatchAnswer): Sheet {
  const { considered, matches, summary } = answer;
  const others = matches.filter(({ controller }) => controller !== answer.controller);
  return {
    verdict: summary,
    sections: [
      { title: 'What happens', noun: 'fact', items: factsOf(answer) },
      ...sectionsOf(answer).slice(0, 1),
      { title: 'Rules that lost', noun: 'rule', items: considered.slice(0, 8).map(consideredItem), omitted: Math.max(0, considered.length - 8) },
      { title: 'Other controllers', noun: 'controller', items: others.slice(0, 4).map(otherItem), omitted: Math.max(0, others.length - 4) },
      ...sectionsOf(answer).slice(1),
    ] satisfies Section[],
    rest: 'The JSON rendering holds all of them.',
  };
}

function factsOf({ matched, backend, tls, status, location, upstreamPath, alternatives }: RouteMatch): Item[] {
  return [
    ...(matched === null ? [] : [{ text: ['rule ', { code: tellRule(matched) }] }]),
    ...(status === undefined ? [] : [{ text: [`status ${status}${location === undefined ? '' : ', Location '}`, ...(location === undefined ? [] : [{ code: location }])] }]),
    ...(backend === null ? [] : [{ text: ['backend ', { code: `${backend.service}:${backend.port}` }, upstreamPath === undefined ? '' : ' as ', ...(upstreamPath === undefined ? [] : [{ code: upstreamPath }])], notes: backend.endpoints.slice(0, 4).map(({ ip, port, pod }) => [{ code: `${ip}:${port}` }, pod === undefined ? '' : ` ${pod}`]) }]),
    ...(alternatives ?? []).map((each) => ({ text: [`${Math.round(each.share * 1000) / 10} % `, { code: `${each.backend.service}:${each.backend.port}` }] })),
    ...(tls === null ? [] : [{ text: [`certificate: ${tls.certificate}`, ...(tls.secret === null ? [] : [' ', { code: tls.secret }])] }]),
  ];
}

function consideredItem(rule: ConsideredRule): Item {
  return { text: [{ code: tellRule(rule) }, ` ${rule.reason}`] };
}

function otherItem({ controller, summary }: RouteAnswer): Item {
  return { text: [{ strong: controller ?? '' }, ` ${summary}`] };
}

function tellRule({ kind, name, host, path, pathType }: RuleRef): string {
  return `${kind} ${name}: ${host === '' ? '*' : host}${path} ${pathType}`.trimEnd();
}
