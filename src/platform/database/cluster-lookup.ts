import type { EntityManager } from 'typeorm';
import { nearest } from '../../core/analysis/index.js';
import { InputError } from '../../core/errors.js';
import type { NewCluster } from './cluster-record.js';
import { ClusterEntity } from './entities/cluster.entity.js';

/** A cluster's name is a DNS label, as in RFC 1123. */
export const clusterNamePattern = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** @throws InputError `not-found`, with near names */
export async function findCluster(manager: EntityManager, name: string): Promise<ClusterEntity> {
  const cluster = clusterNamePattern.test(name) ? await manager.findOneBy(ClusterEntity, { name }) : null;
  return cluster ?? (await refuseCluster(manager, name));
}

async function refuseCluster(manager: EntityManager, name: string): Promise<never> {
  const names = (await manager.find(ClusterEntity, { select: { name: true } })).map((cluster) => cluster.name);
  const near = nearest(name, names);
  const advice =
    near.length > 0 ? `near names: ${near.join(', ')}` : names.length > 0 ? 'GET /v1/clusters lists them' : 'there are no clusters yet: import a snapshot to make one';
  throw new InputError('not-found', `there is no cluster ${JSON.stringify(name)}; ${advice}`);
}

/** Makes a cluster; false where the name is taken. @throws InputError `invalid-request` for a name that is no DNS label */
export async function insertCluster(manager: EntityManager, { name, source, labels = {} }: NewCluster): Promise<boolean> {
  if (!clusterNamePattern.test(name)) {
    throw new InputError('invalid-request', `${JSON.stringify(name)} cannot name a cluster: 1 to 63 lower-case letters, digits and hyphens, no hyphen at either end`);
  }
  const inserted = await manager.query<unknown[]>(
    'INSERT INTO cluster (name, source, labels, retention) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING RETURNING id',
    [name, source, labels, {}],
  );
  return inserted.length > 0;
}

/** One key of the two-part advisory locks, so that they meet no other user's. */
const lockSpace = 0x466f72;

/** Makes this transaction the only writer of the cluster until it ends, and reads the cluster as it then is. */
export async function lockCluster(tx: EntityManager, { id, name }: ClusterEntity): Promise<ClusterEntity> {
  await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [lockSpace, id]);
  return (await tx.findOneBy(ClusterEntity, { id })) ?? (await refuseCluster(tx, name));
}
