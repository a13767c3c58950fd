import { Injectable } from '@nestjs/common';
import { viewOf, type ClusterView } from '../../core/cluster/index.js';
import { ipamOverTime, ipamSteps, serviceUses, usageAt } from '../../core/cni/index.js';
import { diffSteps } from '../../core/diff/index.js';
import { InputError } from '../../core/errors.js';
import { readoutFormatsOfRules, type RuleRun } from '../../core/findings/index.js';
import { asksFor, emptyLedger, failedEvent, ledgerOf, rangeStates, snapshotEvents, type Ledger, type NotificationEvent, type RangeState, type Subscription, type ToldSnapshot } from '../../core/notifications/index.js';
import { NewsStore, OperationStore, ReadoutStore, SnapshotStore, totalOf, type News, type SnapshotRecord } from '../database/index.js';
import { inTurns } from '../in-turns.js';
import { runRulesInTurns } from '../rules-in-turns.js';
import { UsageHistory } from './usage-history.js';

/** What happened, and what has been told of the cluster then; null where that stays as it is. */
export interface FoundNews {
  readonly events: readonly NotificationEvent[];
  readonly told: Ledger | null;
}

/** Works out what happened: from the snapshots that are kept and from what was told before. */
@Injectable()
export class NewsFinder {
  constructor(
    private readonly news: NewsStore,
    private readonly operations: OperationStore,
    private readonly snapshots: SnapshotStore,
    private readonly readouts: ReadoutStore,
    private readonly history: UsageHistory,
  ) {}

  /** @throws InputError `not-found` where the snapshot was deleted meanwhile */
  async find({ snapshot, operationId }: News, subscriptions: readonly Subscription[]): Promise<FoundNews> {
    if (snapshot !== null) return this.#ofSnapshot(snapshot, subscriptions);
    return { events: operationId === null ? [] : await this.#ofOperation(operationId), told: null };
  }

  async #ofSnapshot({ clusterId, cluster, number, base }: NonNullable<News['snapshot']>, subscriptions: readonly Subscription[]): Promise<FoundNews> {
    const record = await this.snapshots.find(cluster, { number });
    const before = base === null ? undefined : await this.#findKept(cluster, base);
    const view = viewOf(await this.snapshots.state(cluster, number));
    const run = await this.#run(record, view);
    return snapshotEvents({
      snapshot: { cluster, number, takenAt: record.takenAt, createdAt: record.createdAt, source: record.source.type, label: record.label, objects: totalOf(record.counts) },
      run,
      told: await this.#toldBefore(clusterId, base !== null, before, run, { number, takenAt: record.takenAt }),
      since: before === undefined ? null : { from: { number: before.number, takenAt: before.takenAt }, diff: await inTurns(diffSteps(await this.snapshots.changes(cluster, before.number, number), { before: before.coverage, after: record.coverage })) },
      ranges: asksFor(subscriptions, 'range.filling', cluster) ? await this.#ranges(record, view) : null,
    });
  }

  /** Where nobody was told of the snapshot before, all that was wrong in it is taken for known; where it is no more, all that is wrong now. */
  async #toldBefore(clusterId: number, hadBefore: boolean, before: SnapshotRecord | undefined, now: RuleRun, snapshot: ToldSnapshot): Promise<Ledger> {
    const ledger = await this.news.told(clusterId);
    if (ledger !== undefined && ledger.number >= (before?.number ?? 0)) return ledger.told;
    if (!hadBefore) return emptyLedger;
    const known = before === undefined ? ledgerOf(now, snapshot) : ledgerOf(await this.#run(before, viewOf(await this.snapshots.state(before.cluster, before.number))), { number: before.number, takenAt: before.takenAt });
    return { ...known, ranges: ledger?.told.ranges ?? {} };
  }

  async #findKept(cluster: string, number: number): Promise<SnapshotRecord | undefined> {
    try {
      return await this.snapshots.find(cluster, { number });
    } catch (error) {
      if (error instanceof InputError && error.code === 'not-found') return undefined;
      throw error;
    }
  }

  async #run({ cluster, number }: SnapshotRecord, view: ClusterView): Promise<RuleRun> {
    return runRulesInTurns(view, await this.readouts.newest(cluster, number, readoutFormatsOfRules));
  }

  async #ranges(record: SnapshotRecord, view: ClusterView): Promise<RangeState[]> {
    const answer = await inTurns(ipamSteps(view));
    const { trend } = ipamOverTime(view, record.number, answer, await this.history.before(record));
    return rangeStates(usageAt(record.number, view, answer, serviceUses(view)).ranges, trend.ranges);
  }

  async #ofOperation(id: string): Promise<NotificationEvent[]> {
    const operation = await this.operations.find(id);
    if (operation?.status !== 'failed' || operation.cluster === null) return [];
    const { code = '', title = '', detail = '' } = operation.problem as { readonly code?: string; readonly title?: string; readonly detail?: string };
    return [failedEvent({ cluster: operation.cluster, failedAt: operation.updatedAt, operation: { id, kind: operation.kind }, problem: { code, title, detail } })];
  }
}
