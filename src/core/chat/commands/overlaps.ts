import type { RangesAnswer } from '../../service-networking/index.js';
import { analysed } from '../analysed.js';
import { chatAnswer } from '../answer.js';
import type { Command } from '../command.js';
import { read } from '../conversation.js';
import { placeWords } from '../grammar.js';
import { placeOf } from '../lookups/place.js';

export const overlapsCommand: Command = {
  name: 'overlaps',
  aliases: ['ranges'],
  usage: 'overlaps',
  tells: 'the ranges of pods, Services and nodes, and which of them overlap',
  examples: ['overlaps'],
  grammar: { most: 0, valued: placeWords, flags: [] },
  *answer(reading, setting) {
    const place = yield* placeOf(reading, setting);
    const link = `${place.path}/service-networking/ranges`;
    const ranges = yield* read<RangesAnswer>(link);
    const bad = ranges.overlaps.items.filter(({ isByDesign }) => !isByDesign);
    const faults = ranges.nodeRangeFaults.items;
    const why = [...bad.map(({ a, b, common, consequence }) => `${a.kind} ${a.cidr} and ${b.kind} ${b.cidr} share ${common}: ${consequence}`), ...faults.map(({ detail }) => detail)];
    return chatAnswer({
      ...analysed(ranges, place, link),
      mark: ranges.outcome === 'told' ? 'told' : 'unknown',
      verdict: ranges.summary,
      why: why.length > 0 ? why : ranges.steps.map(({ detail }) => detail),
      fix: why.length > 0 ? ['Give one of the two another range; of Services that is a new ServiceCIDR, of nodes and pods a new cluster.'] : [],
    });
  },
};
