import { formatRef, nearest, type Inline } from '../../analysis/index.js';
import { rules, severities, type Finding, type FindingsAnswer } from '../../findings/index.js';
import { analysed } from '../analysed.js';
import { chatAnswer } from '../answer.js';
import type { Command } from '../command.js';
import { pathOf, read } from '../conversation.js';
import { placeWords, valueOf } from '../grammar.js';
import { placeOf } from '../lookups/place.js';
import { Unclear } from '../unclear.js';

export const findingsCommand: Command = {
  name: 'findings',
  aliases: ['problems', 'wrong', 'check'],
  usage: 'findings [critical | error | warning | info] [namespace NAME] [rule RULE]',
  tells: 'what is wrong in the cluster',
  examples: ['findings', 'findings critical error namespace shop', 'findings rule selector-matches-nothing at latest~1'],
  grammar: { most: 0, valued: ['rule', ...placeWords], flags: severities },
  *answer(reading, setting) {
    const place = yield* placeOf(reading, setting);
    const rule = valueOf(reading, 'rule')?.text;
    if (rule !== undefined && !rules.some(({ id }) => id === rule)) throw noRule(rule);
    const namespace = valueOf(reading, 'namespace')?.text ?? setting.defaults.namespace ?? undefined;
    const link = pathOf(`${place.path}/findings`, [['severity', [...reading.flags]], ['namespace', namespace], ['rule', rule]]);
    const found = yield* read<FindingsAnswer>(link);
    const [first] = found.items;
    return chatAnswer({
      ...analysed(found, place, link),
      mark: 'told',
      verdict: found.summary,
      items: found.items.slice(0, 12).map(findingLine),
      listed: { noun: 'finding', total: found.items.length },
      fix: first === undefined ? [] : [first.fix],
      notes: [...(namespace === undefined ? [] : [`Only those of namespace ${namespace}.`]), ...(found.skipped.length === 0 ? [] : [`${found.skipped.length} rules could not decide, as the snapshot lacks what they read.`])],
    });
  },
};

/** A finding in a line of chat. */
export function findingLine({ severity, subject, title, detail }: Finding): Inline[] {
  return [{ strong: severity }, ' ', { code: formatRef(subject) }, ` ${title}. ${detail}`];
}

function noRule(rule: string): Unclear {
  const [near] = nearest(rule, rules.map(({ id }) => id), 1);
  return new Unclear(`There is no rule “${rule}”${near === undefined ? '' : `; near: ${near}`}.`, near === undefined ? { example: 'findings' } : { replace: { wrong: rule, right: near } });
}
