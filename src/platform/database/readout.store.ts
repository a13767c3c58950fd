import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InputError } from '../../core/errors.js';
import { findCluster, lockCluster } from './cluster-lookup.js';
import { Database } from './database.js';
import type { ClusterEntity } from './entities/cluster.entity.js';
import { ReadoutEntity } from './entities/readout.entity.js';
import { findSnapshot } from './snapshot-lookup.js';

/** A text copied off a node, kept beside a snapshot until that is deleted. */
export interface ReadoutRecord {
  readonly cluster: string;
  readonly snapshot: number;
  /** 1, 2, 3 … in the order in which they were added to the snapshot. */
  readonly position: number;
  readonly node: string;
  readonly format: string;
  readonly text: string;
  readonly createdBy: string | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

export type NewReadout = Pick<ReadoutRecord, 'node' | 'format' | 'text' | 'createdBy'>;

@Injectable()
export class ReadoutStore {
  constructor(private readonly database: Database) {}

  /** @throws InputError `not-found` where the cluster or the snapshot does not exist, `invalid-request` for a text with a NUL character */
  async add(cluster: string, snapshot: number, readout: NewReadout): Promise<ReadoutRecord> {
    if (readout.text.includes('\0')) throw new InputError('invalid-request', 'a readout is plain text, and has no NUL characters', [{ pointer: '/text', detail: 'has a NUL character' }]);
    const found = await findCluster(this.database.manager, cluster);
    return this.database.transaction(async (tx) => {
      const owner = await lockCluster(tx, found);
      const { clusterId, number } = await findSnapshot(tx, owner, { number: snapshot });
      const position = (await tx.countBy(ReadoutEntity, { clusterId, number })) + 1;
      const { node, format, text, createdBy } = readout;
      await tx.insert(ReadoutEntity, { clusterId, number, position, node, format, text, createdBy });
      return recordOf(owner, await tx.findOneByOrFail(ReadoutEntity, { clusterId, number, position }));
    });
  }

  /** Of each node and format the readout that was added last, by node; of many the first 500, and none that is longer than 256 KiB. Empty where the cluster or the snapshot does not exist. */
  async newest(cluster: string, snapshot: number, formats: readonly string[]): Promise<Pick<ReadoutRecord, 'node' | 'format' | 'text'>[]> {
    if (formats.length === 0) return [];
    return this.database.manager.query<Pick<ReadoutRecord, 'node' | 'format' | 'text'>[]>(
      `SELECT node, format, text FROM (
         SELECT DISTINCT ON (readout.node, readout.format) readout.node, readout.format, readout.text FROM readout JOIN cluster ON cluster.id = readout.cluster_id
         WHERE cluster.name = $1 AND readout.number = $2 AND readout.format = ANY ($3) AND octet_length(readout.text) <= $4
         ORDER BY readout.node, readout.format, readout.position DESC
       ) AS newest ORDER BY node, format LIMIT $5`,
      [cluster, snapshot, formats, longestNewest, mostNewest],
    );
  }

  /** In the order in which they were added. @throws InputError `not-found` where the cluster or the snapshot does not exist */
  async list(cluster: string, snapshot: number, filter: { readonly node?: string; readonly format?: string } = {}): Promise<ReadoutRecord[]> {
    const manager: EntityManager = this.database.manager;
    const owner = await findCluster(manager, cluster);
    const { clusterId, number } = await findSnapshot(manager, owner, { number: snapshot });
    const readouts = await manager.find(ReadoutEntity, { where: { clusterId, number, ...filter }, order: { position: 'ASC' } });
    return readouts.map((readout) => recordOf(owner, readout));
  }
}

/** What one read of the newest readouts holds at most: a configuration is short, and what is longer is none. */
const mostNewest = 500;
const longestNewest = 262_144;

function recordOf(owner: ClusterEntity, { number, position, node, format, text, createdBy, createdAt }: ReadoutEntity): ReadoutRecord {
  return { cluster: owner.name, snapshot: number, position, node, format, text, createdBy, createdAt: createdAt.toISOString() };
}
