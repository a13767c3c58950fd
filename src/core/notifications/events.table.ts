import type { Finding, RuleRun, Severity } from '../findings/index.js';
import { diffObjects } from '../diff/index.js';
import type { Coverage, KubeObject } from '../cluster/index.js';
import { emptyLedger, type Ledger } from './ledger.js';
import type { RangeState } from './ranges.js';
import type { SnapshotNews } from './snapshot-events.js';

/** A name that tries all that a chat could make of it. */
export const hostile = 'web`<!channel>` @everyone *b* [x](https://evil.example) | ~town :smile: <@U1>\n# \u202e\u001b[31m';

export function finding(name: string, { severity = 'error', namespace = 'shop', rule = 'selector-matches-nothing', ...more }: Partial<Finding> & { readonly namespace?: string } = {}): Finding {
  const subject = { kind: 'Service', namespace, name };
  return {
    rule,
    severity,
    title: 'The selector matches no pod',
    detail: `No pod of namespace ${namespace} has app=${name}.`,
    subject,
    evidence: [{ ...subject, field: 'spec.selector', value: { app: name } }],
    fix: 'Make the selector and the labels of the pod template the same, letter by letter.',
    docs: `/v1/rules/${rule}`,
    ...more,
  };
}

const severitiesInOrder: readonly Severity[] = ['critical', 'error', 'warning', 'info'];

export function runOf(findings: readonly Finding[], skipped: RuleRun['skipped'] = []): RuleRun {
  return { findings: [...findings].sort((a, b) => severitiesInOrder.indexOf(a.severity) - severitiesInOrder.indexOf(b.severity)), skipped };
}

/** Services that came, by name. */
export function diffOf(...names: readonly string[]) {
  const collected = new Proxy({}, { get: () => ({ state: 'collected' }) }) as Coverage;
  const pairs = names.map((name) => ({ kind: 'Service' as const, namespace: 'shop', name, only: 'after' as const, object: { kind: 'Service', metadata: { namespace: 'shop', name } } as unknown as KubeObject }));
  return diffObjects(pairs, { before: collected, after: collected });
}

export const range: RangeState = { kind: 'pods', cidr: '10.244.0.0/16', allocated: 60_000, free: 5_534, fullAt: '2026-03-09', perDay: 790 };

export function newsOf(number: number, run: RuleRun, told: Ledger = emptyLedger, more: Partial<SnapshotNews> = {}): SnapshotNews {
  return {
    snapshot: { cluster: 'prod', number, takenAt: `2026-03-02T14:${10 + number}:00.000Z`, createdAt: `2026-03-02T14:${10 + number}:05.000Z`, source: 'capture', label: null, objects: 1_204 },
    run,
    told,
    since: null,
    ranges: null,
    ...more,
  };
}
