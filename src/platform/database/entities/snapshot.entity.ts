import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Coverage, KindName, SnapshotWarning } from '../../../core/cluster/index.js';
import type { SnapshotSource } from '../snapshot-record.js';
import { ClusterEntity } from './cluster.entity.js';

@Entity('snapshot')
@Index('snapshot_taken_at_idx', ['clusterId', 'takenAt'])
@Unique('snapshot_operation_id_key', ['operationId'])
export class SnapshotEntity {
  @PrimaryColumn('integer', { name: 'cluster_id', primaryKeyConstraintName: 'snapshot_pkey' })
  @ForeignKey(() => ClusterEntity, { name: 'snapshot_cluster_id_fkey', onDelete: 'CASCADE' })
  clusterId: number;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'snapshot_pkey' })
  number: number;

  @Column('timestamp with time zone', { name: 'taken_at', precision: 3 })
  takenAt: Date;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column('json')
  source: SnapshotSource;

  @Column('text', { nullable: true })
  label: string | null;

  @Column('text', { name: 'kubernetes_version', nullable: true })
  kubernetesVersion: string | null;

  @Column('json')
  counts: Readonly<Record<string, number>>;

  @Column('json')
  ignored: Readonly<Record<string, number>>;

  @Column('json')
  coverage: Coverage;

  @Column('json', { name: 'resource_versions' })
  resourceVersions: Readonly<Partial<Record<KindName, string>>>;

  @Column('json')
  warnings: readonly SnapshotWarning[];

  /** Objects that differ from the kept snapshot before this one; written anew when that one is deleted. */
  @Column('integer')
  added: number;

  @Column('integer')
  removed: number;

  @Column('integer')
  changed: number;

  /** The operation that stored it, so that an operation that starts again after a crash stores once. */
  @Column('uuid', { name: 'operation_id', nullable: true })
  operationId: string | null;
}
