import type { RulesAnswer, RulesOutcome } from '../../service-networking/index.js';
import { analysed } from '../analysed.js';
import { chatAnswer, type Mark } from '../answer.js';
import type { Command } from '../command.js';
import { pathOf, read } from '../conversation.js';
import { placeWords, valueOf } from '../grammar.js';
import { findNode } from '../lookups/node.js';
import { placeOf } from '../lookups/place.js';
import { findService } from '../lookups/service.js';
import { Unclear } from '../unclear.js';

const marks: Readonly<Record<RulesOutcome, Mark>> = { programmed: 'told', replaced: 'told', 'no-kube-proxy': 'no', 'unsupported-mode': 'unknown' };

export const rulesCommand: Command = {
  name: 'rules',
  aliases: ['iptables', 'nft'],
  usage: 'rules NAMESPACE/NAME on NODE [ipv6]',
  tells: 'which rules kube-proxy has for a Service on a node',
  examples: ['rules shop/cart on demo-worker-1'],
  grammar: { most: 1, valued: ['on', ...placeWords], flags: ['ipv4', 'ipv6'] },
  *answer(reading, setting) {
    const [about] = reading.about;
    const on = valueOf(reading, 'on');
    if (about === undefined || on === undefined) throw new Unclear(about === undefined ? 'The rules of which Service?' : 'On which node?', { example: this.examples[0] });
    const place = yield* placeOf(reading, setting);
    const { namespace, name } = yield* findService(place, about.text, setting, valueOf(reading, 'namespace')?.text ?? null);
    const node = yield* findNode(place, on.text);
    const family = reading.flags.has('ipv6') ? 'IPv6' : reading.flags.has('ipv4') ? 'IPv4' : undefined;
    const link = pathOf(`${place.path}/service-networking/rules`, [['node', node], ['service', `${namespace}/${name}`], ['ipFamily', family]]);
    const answer = yield* read<RulesAnswer>(link);
    const rules = answer.tables.flatMap(({ table, rules: written }) => written.map(({ text }) => ({ table, text })));
    return chatAnswer({
      ...analysed(answer, place, link),
      mark: marks[answer.outcome],
      verdict: answer.summary,
      block: rules.map(({ text }) => text),
      listed: { noun: 'rule', total: rules.length },
    });
  },
};
