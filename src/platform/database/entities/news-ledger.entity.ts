import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Ledger } from '../../../core/notifications/index.js';
import { ClusterEntity } from './cluster.entity.js';

/** What was told of a cluster, and is still so. */
@Entity('news_ledger')
export class NewsLedgerEntity {
  @PrimaryColumn('integer', { name: 'cluster_id', primaryKeyConstraintName: 'news_ledger_pkey' })
  @ForeignKey(() => ClusterEntity, { name: 'news_ledger_cluster_id_fkey', onDelete: 'CASCADE' })
  clusterId: number;

  /** The last snapshot that was told. */
  @Column('integer')
  number: number;

  @Column('json')
  told: Ledger;
}
