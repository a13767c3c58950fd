import type { IpInfo } from '../../ip/index.js';
import { chatAnswer } from '../answer.js';
import type { Command } from '../command.js';
import { pathOf, read } from '../conversation.js';
import { Unclear } from '../unclear.js';

export const ipCommand: Command = {
  name: 'ip',
  aliases: ['address', 'cidr'],
  usage: 'ip ADDRESS[/LENGTH]',
  tells: 'what an address is',
  examples: ['ip 10.96.0.10/12', 'ip fd00::1/64'],
  grammar: { most: 1, valued: [], flags: [] },
  *answer(reading) {
    const [about] = reading.about;
    if (about === undefined) throw new Unclear('Which address?', { example: this.examples[0] });
    const link = pathOf('/v1/ip/info', [['address', about.text]]);
    const info = yield* read<IpInfo>(link);
    return chatAnswer({
      mark: 'told',
      verdict: info.summary,
      why: [`network ${info.network}, netmask ${info.netmask}${info.broadcast === null ? '' : `, broadcast ${info.broadcast}`}`, `hosts ${info.firstHost} to ${info.lastHost}, ${String(info.hostCount)} of them`, `PTR ${info.pointer}`],
      link,
    });
  },
};
