import { chatAnswer } from '../answer.js';
import type { Command } from '../command.js';
import { read } from '../conversation.js';
import { placeWords } from '../grammar.js';
import { placeOf } from '../lookups/place.js';

interface SnapshotTold {
  readonly label: string | null;
  readonly kubernetesVersion: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly coverage: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

export const snapshotCommand: Command = {
  name: 'snapshot',
  aliases: ['status'],
  usage: 'snapshot [at SNAPSHOT]',
  tells: 'which snapshot is asked, how old it is and what it holds',
  examples: ['snapshot', 'snapshot at latest~1'],
  grammar: { most: 0, valued: placeWords, flags: [] },
  *answer(reading, setting) {
    const place = yield* placeOf(reading, setting);
    const { label, kubernetesVersion, counts, coverage, warnings } = yield* read<SnapshotTold>(place.path);
    const held = Object.entries(counts).sort(([, a], [, b]) => b - a);
    const lacking = Object.entries(coverage).filter(([, state]) => state === 'forbidden' || state === 'unreadable').map(([kind, state]) => `${kind} (${state})`);
    const total = held.reduce((sum, [, n]) => sum + n, 0);
    return chatAnswer({
      mark: 'told',
      verdict: `Snapshot ${place.number} of ${place.cluster}, taken at ${place.takenAt}, holds ${total} objects.`,
      why: [
        ...(label === null && kubernetesVersion === null ? [] : [`${kubernetesVersion ?? 'version unknown'}${label === null ? '' : `, “${label}”`}`]),
        held.slice(0, 8).map(([kind, n]) => `${n} ${kind}`).join(', '),
        ...(lacking.length === 0 ? [] : [`not held: ${lacking.slice(0, 6).join(', ')}`]),
      ],
      notes: warnings,
      snapshot: { cluster: place.cluster, number: place.number, takenAt: place.takenAt },
      link: place.path,
    });
  },
};
