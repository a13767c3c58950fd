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

  /** In the order in which they were added. @throws InputError `not-found` where the cluster or the snapshot does not exist */
  async list(cluster: string, snapshot: number, filter: { readonly node?: string; readonly format?: string } = {}): Promise<ReadoutRecord[]> {
    const manager: EntityManager = this.database.manager;
    const owner = await findCluster(manager, cluster);
    const { clusterId, number } = await findSnapshot(manager, owner, { number: snapshot });
    const readouts = await manager.find(ReadoutEntity, { where: { clusterId, number, ...filter }, order: { position: 'ASC' } });
    return readouts.map((readout) => recordOf(owner, readout));
  }
}

function recordOf(owner: ClusterEntity, { number, position, node, format, text, createdBy, createdAt }: ReadoutEntity): ReadoutRecord {
  return { cluster: owner.name, snapshot: number, position, node, format, text, createdBy, createdAt: createdAt.toISOString() };
}
