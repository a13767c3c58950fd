import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { OperationEntity } from './operation.entity.js';
import { SnapshotEntity } from './snapshot.entity.js';

/** What happened and is still to be told: a snapshot that was stored, or an operation that failed. */
@Entity('news')
@Unique('news_snapshot_key', ['clusterId', 'number'])
@ForeignKey(() => SnapshotEntity, ['clusterId', 'number'], ['clusterId', 'number'], { name: 'news_snapshot_fkey', onDelete: 'CASCADE' })
export class NewsEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS', primaryKeyConstraintName: 'news_pkey' })
  id: string;

  @Column('integer', { name: 'cluster_id', nullable: true })
  clusterId: number | null;

  @Column('integer', { nullable: true })
  number: number | null;

  /** The newest snapshot when it was stored, which is kept until it has been told what changed. */
  @Column('integer', { nullable: true })
  base: number | null;

  @Column('uuid', { name: 'operation_id', nullable: true })
  @ForeignKey(() => OperationEntity, { name: 'news_operation_id_fkey', onDelete: 'CASCADE' })
  operationId: string | null;

  /** How often somebody began to tell it. */
  @Column('integer', { default: 0 })
  tries: number;

  @Column('text', { nullable: true })
  owner: string | null;

  @Column('timestamp with time zone', { name: 'leased_until', precision: 3, nullable: true })
  leasedUntil: Date | null;
}
