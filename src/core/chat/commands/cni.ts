import type { CniAnswer } from '../../cni/index.js';
import { analysed } from '../analysed.js';
import { chatAnswer } from '../answer.js';
import type { Command } from '../command.js';
import { read } from '../conversation.js';
import { placeWords } from '../grammar.js';
import { placeOf } from '../lookups/place.js';

export const cniCommand: Command = {
  name: 'cni',
  aliases: ['plugin', 'plugins'],
  usage: 'cni',
  tells: 'which CNI plugin the cluster has',
  examples: ['cni'],
  grammar: { most: 0, valued: placeWords, flags: [] },
  *answer(reading, setting) {
    const place = yield* placeOf(reading, setting);
    const link = `${place.path}/cni`;
    const cni = yield* read<CniAnswer>(link);
    return chatAnswer({
      ...analysed(cni, place, link),
      mark: cni.plugins.length === 0 ? 'unknown' : 'told',
      verdict: cni.summary,
      why: cni.steps.map(({ component, action, detail }) => `${component} ${action}: ${detail}`),
      fix: cni.missing[0] === undefined ? [] : [`To know more, collect ${cni.missing[0]}.`],
    });
  },
};
