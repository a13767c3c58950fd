import { LessThanOrEqual, type EntityManager } from 'typeorm';
import { InputError } from '../../core/errors.js';
import { clusterNamePattern } from './cluster-lookup.js';
import type { ClusterEntity } from './entities/cluster.entity.js';
import { SnapshotEntity } from './entities/snapshot.entity.js';
import { Question } from './engine.js';

/** How a caller names a snapshot. `latest: 0` is the newest, `latest: N` the one N before it; `at` the newest one taken at or before that instant. */
export type SnapshotRef = { readonly number: number } | { readonly latest: number } | { readonly at: Date };

/** @throws InputError `not-found`, with what there is */
export async function findSnapshot(manager: EntityManager, cluster: ClusterEntity, ref: SnapshotRef): Promise<SnapshotEntity> {
  return (await lookUp(manager, cluster.id, ref)) ?? (await refuseSnapshot(manager, cluster, ref));
}

async function lookUp(manager: EntityManager, clusterId: number, ref: SnapshotRef): Promise<SnapshotEntity | null> {
  if ('number' in ref) return isAskable(ref.number) ? manager.findOneBy(SnapshotEntity, { clusterId, number: ref.number }) : null;
  if ('at' in ref) {
    return manager.findOne(SnapshotEntity, { where: { clusterId, takenAt: LessThanOrEqual(ref.at) }, order: { takenAt: 'DESC', number: 'DESC' } });
  }
  if (!isAskable(ref.latest)) return null;
  const [found] = await manager.find(SnapshotEntity, { where: { clusterId }, order: { number: 'DESC' }, skip: ref.latest, take: 1 });
  return found ?? null;
}

/** What an integer column can hold, and a query so ask for. */
function isAskable(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number < 2 ** 31;
}

/** What a snapshot is known by in the database, never used again after a deletion. */
export interface SnapshotKey {
  readonly clusterId: number;
  readonly number: number;
}

/** A snapshot that is there. */
export interface FoundKey extends SnapshotKey {
  /** How many readouts were added to it. As none is ever taken away, they are the same as long as there are as many. */
  readonly readouts: number;
}

/** Every request that names a snapshot begins with this: as little as tells which one it is, in one statement that finds one {@link FoundKey} or none. Undefined where there can be none. */
export function keyQuestion(cluster: string, ref: SnapshotRef): Question | undefined {
  const asked = conditionOf(ref);
  if (asked === undefined || !clusterNamePattern.test(cluster)) return undefined;
  return new Question(
    `SELECT cluster.id AS "clusterId", snapshot.number, (SELECT count(*)::integer FROM readout WHERE readout.cluster_id = snapshot.cluster_id AND readout.number = snapshot.number) AS readouts
      FROM cluster JOIN snapshot ON snapshot.cluster_id = cluster.id WHERE cluster.name = $1 ${asked.condition}`,
    [cluster, asked.value],
  );
}

function conditionOf(ref: SnapshotRef): { readonly condition: string; readonly value: number | Date } | undefined {
  if ('number' in ref) return isAskable(ref.number) ? { condition: 'AND snapshot.number = $2', value: ref.number } : undefined;
  if ('at' in ref) return { condition: 'AND snapshot.taken_at <= $2 ORDER BY snapshot.taken_at DESC, snapshot.number DESC LIMIT 1', value: ref.at };
  return isAskable(ref.latest) ? { condition: 'ORDER BY snapshot.number DESC OFFSET $2 LIMIT 1', value: ref.latest } : undefined;
}

interface Extent {
  readonly count: number;
  readonly oldest: number | null;
  readonly newest: number | null;
  readonly earliest: Date | null;
}

async function refuseSnapshot(manager: EntityManager, { id, name }: ClusterEntity, ref: SnapshotRef): Promise<never> {
  const [extent] = await manager.query<[Extent]>(
    'SELECT count(*)::integer AS count, min(number) AS oldest, max(number) AS newest, min(taken_at) AS earliest FROM snapshot WHERE cluster_id = $1',
    [id],
  );
  throw new InputError('not-found', `${describeRef(ref, name)}; ${describeExtent(extent, ref)}`);
}

function describeRef(ref: SnapshotRef, cluster: string): string {
  if ('number' in ref) return `cluster ${cluster} has no snapshot ${ref.number}`;
  if ('at' in ref) return `no snapshot of cluster ${cluster} was taken at or before ${ref.at.toISOString()}`;
  return ref.latest === 0 ? `cluster ${cluster} has no latest snapshot` : `cluster ${cluster} has no snapshot ${ref.latest} before the latest`;
}

function describeExtent({ count, oldest, newest, earliest }: Extent, ref: SnapshotRef): string {
  if (count === 0 || earliest === null) return 'it has none yet: import one first';
  if ('at' in ref) return `the earliest was taken at ${earliest.toISOString()}`;
  if (count === 1) return `there is one, number ${oldest}`;
  return `there are ${count}, numbered from ${oldest} to ${newest}`;
}
