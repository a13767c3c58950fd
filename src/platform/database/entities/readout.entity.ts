import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { SnapshotEntity } from './snapshot.entity.js';

@Entity('readout')
@ForeignKey(() => SnapshotEntity, ['clusterId', 'number'], ['clusterId', 'number'], { name: 'readout_snapshot_fkey', onDelete: 'CASCADE' })
export class ReadoutEntity {
  @PrimaryColumn('integer', { name: 'cluster_id', primaryKeyConstraintName: 'readout_pkey' })
  clusterId: number;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'readout_pkey' })
  number: number;

  /** 1, 2, 3 … in the order in which they were added to the snapshot. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'readout_pkey' })
  position: number;

  @Column('text')
  node: string;

  @Column('text')
  format: string;

  @Column('text')
  text: string;

  @Column('text', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
