import { Injectable } from '@nestjs/common';
import { LessThan, type EntityManager } from 'typeorm';
import { changedState, DigestTable, stateSteps, type ClusterState, type DraftAbout, type DraftDifference, type KindName, type KubeObject, type ObjectPair, type SnapshotDraft, type StateAbout } from '../../core/cluster/index.js';
import { InputError } from '../../core/errors.js';
import { inTurns } from '../in-turns.js';
import { findCluster, insertCluster, lockCluster } from './cluster-lookup.js';
import type { Retention } from './cluster-record.js';
import { Database } from './database.js';
import type { Question } from './engine.js';
import { ClusterEntity } from './entities/cluster.entity.js';
import { ReadoutEntity } from './entities/readout.entity.js';
import { SnapshotEntity } from './entities/snapshot.entity.js';
import { announceSnapshot, snapshotsToBeTold } from './news.store.js';
import { isAskable } from './object-rows.js';
import { pageOf, type Page, type PageRequest } from './page.js';
import { RecentDecoders } from './recent-decoders.js';
import { RowCache } from './row-cache.js';
import { findSnapshot, keyQuestion, type FoundKey, type SnapshotRef } from './snapshot-lookup.js';
import { removeSnapshots } from './snapshot-pruner.js';
import { readChanges, readChangesTo, readDigests, readObjects, readPage, readTimeline, type ObjectFilter, type ObjectVersion } from './snapshot-reader.js';
import { totalOf, type SnapshotRecord, type SnapshotSource } from './snapshot-record.js';
import { writeDifference } from './snapshot-writer.js';
import { StateCache } from './state-cache.js';

export interface SnapshotAbout {
  readonly takenAt: Date;
  /** The present, from which the cluster's retention counts back. */
  readonly now: Date;
  readonly label: string | null;
  readonly source: SnapshotSource;
  /** A UUID. A second `store` with the same one answers the snapshot of the first. */
  readonly operationId?: string;
  /** Whether an unknown cluster is made, with the source `import`, together with the snapshot; else it is not found. */
  readonly makesCluster?: boolean;
}

/** A draft of which only is there what differs from a stored snapshot. */
export interface ComparedDraft extends DraftAbout {
  /** The number of that snapshot. */
  readonly base: number;
  readonly difference: DraftDifference;
}

/** What a draft that is still to be read can be compared with. */
export interface Base {
  readonly number: number;
  /** As {@link readDigests} tells them. @throws InputError `not-found` where the snapshot goes meanwhile */
  readonly digests: AsyncIterable<readonly string[]>;
}

/** The snapshot that a draft was compared with is no longer the newest: the draft must be read anew. */
export class BaseOutdated extends Error {}

/** Of the objects of a state, the share of changes up to which it is made of another one. */
const mostDerived = 0.25;

/** How a snapshot differs from the kept one before it. `changed` counts replaced objects too. */
export interface SnapshotChange {
  readonly number: number;
  readonly takenAt: string;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** When a snapshot was taken, and how many objects it holds. Instants are RFC 3339, UTC. */
export interface SnapshotInstant {
  readonly number: number;
  readonly takenAt: string;
  /** Tells it from one of the same number in a cluster of the same name that was deleted. */
  readonly createdAt: string;
  readonly objects: number;
}

/** Older snapshots than so many before one are not told of. */
const mostInstants = 2_000;

/** A snapshot, and how many readouts were added to it. */
export interface FoundSnapshot {
  readonly record: SnapshotRecord;
  readonly readouts: number;
  /** See {@link SnapshotStore.identifier}. */
  readonly identity: string;
}

/** The numbered snapshots of each cluster. Every method throws `not-found` for a cluster or snapshot that does not exist, and tells which do. */
@Injectable()
export class SnapshotStore {
  private readonly records = new RowCache();
  private readonly decoders = new RecentDecoders();

  constructor(
    private readonly database: Database,
    private readonly cache: StateCache,
  ) {}

  /** Stores the draft as the cluster's next snapshot, whole or not at all, then applies the cluster's retention. @throws BaseOutdated */
  async store(cluster: string, draft: SnapshotDraft | ComparedDraft, about: SnapshotAbout): Promise<SnapshotRecord> {
    const { now, operationId = null, makesCluster = false, ...told } = about;
    if (!isAskable(told.label ?? '')) throw new InputError('invalid-request', 'a label has no NUL characters');
    const { snapshot, retention, written } = await this.database.transaction(async (tx) => {
      if (makesCluster) await insertCluster(tx, { name: cluster, source: { type: 'import' } });
      const owner = await lockCluster(tx, await findCluster(tx, cluster));
      const earlier = operationId === null ? null : await tx.findOneBy(SnapshotEntity, { clusterId: owner.id, operationId });
      if (earlier !== null) return { snapshot: earlier, retention: owner.retention, written: 0 };
      const number = owner.lastNumber + 1;
      const newest = await newestNumber(tx, owner);
      const difference = await differenceOf(tx, owner, newest, draft);
      await writeDifference(this.database, tx, owner.id, number, difference);
      await tx.update(ClusterEntity, { id: owner.id }, { lastNumber: number });
      const { kubernetesVersion, coverage, ignored, resourceVersions, warnings } = draft;
      const [added, removed, changed] = [difference.added.length, difference.removed.length, difference.changed.length];
      await tx.insert(SnapshotEntity, {
        ...{ clusterId: owner.id, number, ...told, operationId },
        ...{ kubernetesVersion, coverage, ignored, resourceVersions, warnings },
        ...{ counts: difference.counts, added, removed, changed },
      });
      await announceSnapshot(tx, owner.id, number, newest);
      const snapshot = await tx.findOneByOrFail(SnapshotEntity, { clusterId: owner.id, number });
      return { snapshot, retention: owner.retention, written: added + removed + changed };
    });
    await this.database.settle(written);
    await this.applyRetention(cluster, retention, now);
    return recordOf(cluster, snapshot);
  }

  /** The newest snapshot of the cluster; undefined where there is none, or no such cluster. */
  async base(cluster: string): Promise<Base | undefined> {
    const { manager } = this.database;
    const owner = await manager.findOneBy(ClusterEntity, { name: cluster });
    const number = owner === null ? undefined : await newestNumber(manager, owner);
    if (owner === null || number === undefined) return undefined;
    return { number, digests: this.digestsOf(owner, number) };
  }

  private async *digestsOf({ id, name }: ClusterEntity, number: number): AsyncGenerator<readonly string[]> {
    yield* readDigests(this.database.manager, id, number);
    await this.requireKept({ id, name }, [number]);
  }

  async find(cluster: string, ref: SnapshotRef): Promise<SnapshotRecord> {
    return (await this.findWithReadouts(cluster, ref)).record;
  }

  /** {@link find}, and how many readouts it has. */
  async findWithReadouts(cluster: string, ref: SnapshotRef): Promise<FoundSnapshot> {
    const { snapshot, readouts } = await this.findRow(cluster, ref);
    return { record: recordOf(cluster, snapshot), readouts, identity: identityOf({ ...snapshot, readouts }) };
  }

  /** The row of a snapshot, from memory where it was asked for before and is still there. */
  private async findRow(cluster: string, ref: SnapshotRef): Promise<{ readonly snapshot: SnapshotEntity; readonly readouts: number }> {
    const { manager } = this.database;
    const found = await this.findKey(keyQuestion(cluster, ref));
    if (found !== undefined) {
      const key = { clusterId: found.clusterId, number: found.number };
      const known = await this.records.get(key, () => manager.findOneBy(SnapshotEntity, key));
      if (known !== null) return { snapshot: known, readouts: found.readouts };
    }
    const snapshot = await findSnapshot(manager, await findCluster(manager, cluster), ref);
    return { snapshot, readouts: await manager.countBy(ReadoutEntity, { clusterId: snapshot.clusterId, number: snapshot.number }) };
  }

  /**
   * What finds, each time that it is called, what tells a snapshot with the readouts that it has now from all that there were and will be; undefined where there is none.
   * One small statement, which those who ask at the same time share.
   */
  identifier(cluster: string, ref: SnapshotRef): () => Promise<string | undefined> {
    const question = keyQuestion(cluster, ref);
    return async () => {
      const found = await this.findKey(question);
      return found === undefined ? undefined : identityOf(found);
    };
  }

  private async findKey(question: Question | undefined): Promise<FoundKey | undefined> {
    return question === undefined ? undefined : (await this.database.ask<FoundKey>(question))[0];
  }

  /** The kept snapshot that an operation has stored, if there is one. */
  async findMadeBy(cluster: string, operationId: string): Promise<SnapshotRecord | undefined> {
    const { id } = await findCluster(this.database.manager, cluster);
    const snapshot = await this.database.manager.findOneBy(SnapshotEntity, { clusterId: id, operationId });
    return snapshot === null ? undefined : recordOf(cluster, snapshot);
  }

  /** Newest first. */
  async list(cluster: string, page: PageRequest): Promise<Page<SnapshotRecord>> {
    const { items, next } = await this.page(cluster, page);
    return { items: items.map((snapshot) => recordOf(cluster, snapshot)), next };
  }

  /** How each snapshot differs from the kept one before it, newest first. */
  async history(cluster: string, page: PageRequest): Promise<Page<SnapshotChange>> {
    const { items, next } = await this.page(cluster, page);
    return { items: items.map(({ number, takenAt, added, removed, changed }) => ({ number, takenAt: takenAt.toISOString(), added, removed, changed })), next };
  }

  /** The kept snapshots that were taken before an instant, newest first; of very many, the newest 2,000. */
  async takenBefore(cluster: string, instant: Date): Promise<SnapshotInstant[]> {
    const { id } = await findCluster(this.database.manager, cluster);
    const kept = await this.database.manager.find(SnapshotEntity, {
      select: { number: true, takenAt: true, createdAt: true, counts: true },
      where: { clusterId: id, takenAt: LessThan(instant) },
      order: { takenAt: 'DESC', number: 'DESC' },
      take: mostInstants,
    });
    return kept.map((each) => ({ number: each.number, takenAt: each.takenAt.toISOString(), createdAt: each.createdAt.toISOString(), objects: totalOf(each.counts) }));
  }

  async delete(cluster: string, number: number): Promise<void> {
    const found = await findCluster(this.database.manager, cluster);
    const removed = await this.database.transaction(async (tx) => {
      const owner = await lockCluster(tx, found);
      await findSnapshot(tx, owner, { number });
      return removeSnapshots(tx, owner.id, [number]);
    });
    this.cache.delete(cacheKey(found.id, number));
    await this.database.settle(removed);
  }

  /** Deletes what the bounds do not hold: see {@link Retention}; what is still to be told of is kept until then. Returns the deleted numbers. */
  async applyRetention(cluster: string, retention: Retention, now: Date): Promise<number[]> {
    if (retention.keepLast === undefined && retention.keepDays === undefined) return [];
    const found = await findCluster(this.database.manager, cluster);
    const { numbers, removed } = await this.database.transaction(async (tx) => {
      const { id } = await lockCluster(tx, found);
      const kept = await tx.find(SnapshotEntity, { select: { number: true, takenAt: true }, where: { clusterId: id }, order: { number: 'DESC' } });
      const wanted = await snapshotsToBeTold(tx, id);
      const numbers = kept.filter((snapshot, age) => !isHeld(snapshot, age, retention, now) && !wanted.has(snapshot.number)).map(({ number }) => number);
      return { numbers, removed: await removeSnapshots(tx, id, numbers) };
    });
    for (const number of numbers) this.cache.delete(cacheKey(found.id, number));
    if (numbers.length > 0) await this.database.settle(removed);
    return numbers;
  }

  /** The whole state, from memory where it was asked for before. */
  async state(cluster: string, number: number): Promise<ClusterState> {
    const { snapshot } = await this.findRow(cluster, { number });
    const owner = { id: snapshot.clusterId, name: cluster };
    return this.cache.get(cacheKey(owner.id, number), totalOf(snapshot.counts), async () => (await this.derive(owner, snapshot)) ?? this.load(owner, snapshot));
  }

  private async load(owner: Owner, snapshot: SnapshotEntity): Promise<ClusterState> {
    const objects = await this.readWhole(owner, [snapshot.number], () => readObjects(this.database.manager, owner.id, snapshot.number));
    return inTurns(stateSteps(stateAbout(snapshot), objects));
  }

  /** The state, made of one in memory that differs from it by little; undefined where there is none. */
  private async derive(owner: Owner, snapshot: SnapshotEntity): Promise<ClusterState | undefined> {
    // Taken hold of before anything is awaited: the cache may let go of it to make room for this one.
    const near = nearest(snapshot.number, this.cachedStates(owner.id));
    if (near === undefined) return undefined;
    try {
      const [from, to] = [Math.min(near.number, snapshot.number), Math.max(near.number, snapshot.number)];
      const [{ changes }] = await this.database.manager.query<[{ changes: number }]>(
        'SELECT coalesce(sum(added + removed + changed), 0)::integer AS changes FROM snapshot WHERE cluster_id = $1 AND number > $2 AND number <= $3',
        [owner.id, from, to],
      );
      if (changes > totalOf(snapshot.counts) * mostDerived) return undefined;
      const changed = await this.readWhole(owner, [near.number, snapshot.number], () => readChangesTo(this.database.manager, owner.id, near.number, snapshot.number));
      return changedState(await near.state, stateAbout(snapshot), changed);
    } catch (error) {
      // The other one was deleted meanwhile, and with it perhaps what parts the two.
      if (error instanceof InputError && error.code === 'not-found') return undefined;
      throw error;
    }
  }

  private cachedStates(clusterId: number): CachedState[] {
    const prefix = cacheKey(clusterId, '');
    return [...this.cache.known].flatMap(([key, { state }]) => (key.startsWith(prefix) ? [{ number: Number(key.slice(prefix.length)), state }] : []));
  }

  /** The objects that pass the filter, by kind (catalogue order), namespace and name. @throws InputError `invalid-request` for a label selector that cannot be read */
  async objects(cluster: string, number: number, filter: ObjectFilter, page: PageRequest): Promise<Page<KubeObject>> {
    const { clusterId: id, counts } = (await this.findRow(cluster, { number })).snapshot;
    return this.readWhole({ id, name: cluster }, [number], () => readPage(this.database.manager, id, number, new Set(Object.keys(counts)), filter, page));
  }

  /** The objects that differ between two snapshots, in either direction, by kind (alphabetically), namespace and name. Its cost follows the change. */
  async changes(cluster: string, from: number, to: number): Promise<ObjectPair[]> {
    const { clusterId: id } = (await this.findRow(cluster, { number: from })).snapshot;
    await this.findRow(cluster, { number: to });
    return this.readWhole({ id, name: cluster }, [from, to], () => readChanges(this.database.manager, this.decoders, id, from, to));
  }

  /** Every version of one object, oldest first; empty where no kept snapshot has it. A recreated object differs by `uid`. */
  async timeline(cluster: string, kind: KindName, namespace: string, name: string): Promise<ObjectVersion[]> {
    const { manager } = this.database;
    const { id } = await findCluster(manager, cluster);
    const kept = await manager.find(SnapshotEntity, { select: { number: true, takenAt: true }, where: { clusterId: id }, order: { number: 'ASC' } });
    return readTimeline(manager, id, { kind, namespace, name }, kept);
  }

  /** Reads in several statements, without a transaction, which would hold the one session of the embedded database. */
  private async readWhole<T>(owner: Owner, numbers: readonly number[], read: () => Promise<T>): Promise<T> {
    const result = await read();
    await this.requireKept(owner, numbers);
    return result;
  }

  /** What a snapshot holds goes only with the snapshot: where it is still there after it was read, what was read is whole. */
  private async requireKept({ id, name }: Owner, numbers: readonly number[]): Promise<void> {
    for (const number of numbers) {
      const { snapshot } = await this.findRow(name, { number });
      if (snapshot.clusterId !== id) throw new InputError('not-found', `cluster ${name} was deleted and made anew while its snapshot ${number} was read`);
    }
  }

  private async page(cluster: string, { limit, after }: PageRequest): Promise<Page<SnapshotEntity>> {
    const { id } = await findCluster(this.database.manager, cluster);
    const rows = await this.database.manager.find(SnapshotEntity, {
      where: { clusterId: id, ...(after !== undefined && { number: LessThan(Number(after)) }) },
      order: { number: 'DESC' },
      take: limit + 1,
    });
    return pageOf(rows, limit, ({ number }) => String(number));
  }
}

function recordOf(cluster: string, snapshot: SnapshotEntity): SnapshotRecord {
  const { number, takenAt, createdAt, source, label, kubernetesVersion, counts, ignored, coverage, resourceVersions, warnings } = snapshot;
  return {
    cluster,
    number,
    takenAt: takenAt.toISOString(),
    createdAt: createdAt.toISOString(),
    source,
    label,
    kubernetesVersion,
    counts,
    ignored,
    coverage,
    resourceVersions,
    warnings,
  };
}

function stateAbout({ kubernetesVersion, coverage, source, resourceVersions, takenAt }: SnapshotEntity): StateAbout {
  const about = { kubernetesVersion, coverage, takenAt: takenAt.toISOString() };
  return { ...about, ...(source.type === 'capture' && { resourceVersions }) };
}

interface CachedState {
  readonly number: number;
  readonly state: Promise<ClusterState>;
}

type Owner = Pick<ClusterEntity, 'id' | 'name'>;

/** The one whose number is closest to another; undefined where there is no other. */
function nearest(number: number, states: readonly CachedState[]): CachedState | undefined {
  return states.filter((each) => each.number !== number).sort((a, b) => Math.abs(a.number - number) - Math.abs(b.number - number))[0];
}

function identityOf({ clusterId, number, readouts }: FoundKey): string {
  return `${clusterId}/${number}/${readouts}`;
}

function cacheKey(clusterId: number, number: number | ''): string {
  return `${clusterId}/${number}`;
}

async function newestNumber(manager: EntityManager, { id }: ClusterEntity): Promise<number | undefined> {
  const [newest] = await manager.find(SnapshotEntity, { select: { number: true }, where: { clusterId: id }, order: { number: 'DESC' }, take: 1 });
  return newest?.number;
}

/** How the draft differs from the newest snapshot, of which the versions are that are open. The transaction `tx` must hold the cluster's lock. */
async function differenceOf(tx: EntityManager, owner: ClusterEntity, newest: number | undefined, draft: SnapshotDraft | ComparedDraft): Promise<DraftDifference> {
  if ('difference' in draft) {
    if (draft.base !== newest) throw new BaseOutdated(`snapshot ${draft.base} is not the newest of ${owner.name}`);
    return draft.difference;
  }
  const table = new DigestTable();
  if (newest !== undefined) for await (const rows of readDigests(tx, owner.id, newest)) table.add(rows);
  return inTurns(table.differenceSteps(draft.objects));
}

function isHeld({ takenAt }: { readonly takenAt: Date }, age: number, { keepLast, keepDays }: Retention, now: Date): boolean {
  if (age === 0 || (keepLast !== undefined && age < keepLast)) return true;
  return keepDays !== undefined && now.getTime() - takenAt.getTime() < keepDays * 86_400_000;
}
