import { formatRef, type Inline } from '../../analysis/index.js';
import type { FindingsDiff, ObjectChange, ObjectsDiff } from '../../diff/index.js';
import { chatAnswer, type ChatAnswer } from '../answer.js';
import type { Command } from '../command.js';
import { pathOf, read, segment, tryToRead } from '../conversation.js';
import { clusterOf, snapshotRef } from '../lookups/place.js';
import { Unclear } from '../unclear.js';
import { findingLine } from './findings.js';

interface Ends {
  readonly from: { readonly number: number; readonly takenAt: string };
  readonly to: { readonly number: number; readonly takenAt: string };
}

export const diffCommand: Command = {
  name: 'diff',
  aliases: ['changes', 'changed'],
  usage: 'diff [SNAPSHOT] [SNAPSHOT] [findings]',
  tells: 'what changed between two snapshots: in objects, or in findings',
  examples: ['diff latest~1 latest', 'diff findings', 'diff 1 2 in demo'],
  grammar: { most: 2, valued: ['from', 'to', 'in'], flags: ['findings', 'objects'] },
  *answer(reading, setting) {
    const cluster = yield* clusterOf(reading, setting);
    const [first = reading.values.get('from')?.[0], second = reading.values.get('to')?.[0]] = reading.about;
    const [from, to] = [snapshotRef(first?.text ?? 'latest~1'), snapshotRef(second?.text ?? 'latest')];
    const isOfFindings = reading.flags.has('findings');
    const view = isOfFindings ? 'findings' : 'objects';
    const path = `/v1/clusters/${segment(cluster)}/diff`;
    const ends = yield* tryToRead<Ends>(pathOf(path, [['from', from], ['to', to], ['view', view]]));
    if (ends === undefined) throw new Unclear(`Cluster ${cluster} has not both of ${from} and ${to}.`, { example: `diff latest~1 latest in ${cluster}` });
    const link = pathOf(path, [['from', ends.from.number], ['to', ends.to.number], ['view', view]]);
    const told = isOfFindings ? ofFindings(yield* read<FindingsDiff>(link)) : ofObjects(yield* read<ObjectsDiff>(link));
    return chatAnswer({
      ...told,
      notes: [`From snapshot ${ends.from.number} of ${ends.from.takenAt}.`, ...told.notes],
      snapshot: { cluster, ...ends.to },
      link,
      repeat: `diff ${ends.from.number} ${ends.to.number} ${view} in ${cluster}`,
    });
  },
};

type Told = Pick<ChatAnswer, 'mark' | 'verdict' | 'items' | 'listed' | 'fix' | 'notes'>;

function ofFindings({ summary, introduced, fixed, warnings }: FindingsDiff): Told {
  return {
    mark: 'told',
    verdict: summary,
    items: [...introduced.map((finding): Inline[] => ['new: ', ...findingLine(finding)]), ...fixed.map((finding): Inline[] => ['mended: ', ...findingLine(finding)])].slice(0, 12),
    listed: { noun: 'finding', total: introduced.length + fixed.length },
    fix: introduced[0] === undefined ? [] : [introduced[0].fix],
    notes: warnings,
  };
}

function ofObjects({ summary, changes, warnings }: ObjectsDiff): Told {
  const weighty = [...changes].sort((a, b) => weight(a) - weight(b));
  return { mark: 'told', verdict: summary, items: weighty.slice(0, 12).map(changeLine), listed: { noun: 'change', total: changes.length }, fix: [], notes: warnings };
}

/** What somebody wrote comes before what controllers made of it. */
function weight({ kind, change }: ObjectChange): number {
  const written = ['Service', 'Ingress', 'HTTPRoute', 'NetworkPolicy', 'ConfigMap', 'Node', 'Deployment', 'StatefulSet', 'DaemonSet'].includes(kind);
  return (written ? 0 : 2) + (change === 'changed' ? 0 : 1);
}

function changeLine({ fields, change, ...object }: ObjectChange): Inline[] {
  const shown = fields.slice(0, 3).map(({ field }) => field);
  return [{ code: formatRef(object) }, ` ${change}${shown.length === 0 ? '' : `: ${shown.join(', ')}${fields.length > 3 ? ` and ${fields.length - 3} more fields` : ''}`}`];
}
