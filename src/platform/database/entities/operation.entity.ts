import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { OperationProgress, OperationStatus } from '../operation-record.js';

@Entity('operation')
@Index('operation_open_idx', ['heartbeatAt'], { where: "(status = ANY (ARRAY['pending'::text, 'running'::text]))" })
export class OperationEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'operation_pkey' })
  id: string;

  @Column('text')
  kind: string;

  /** By name: an operation may be older than its cluster. */
  @Column('text', { nullable: true })
  cluster: string | null;

  @Column('text')
  status: OperationStatus;

  @Column('json', { nullable: true })
  progress: OperationProgress | null;

  @Column('json', { nullable: true })
  result: unknown;

  @Column('json', { nullable: true })
  problem: unknown;

  @Column('json', { nullable: true })
  input: unknown;

  /** The process that works on it. */
  @Column('text', { nullable: true })
  owner: string | null;

  /** The last sign of life of `owner`. */
  @Column('timestamp with time zone', { name: 'heartbeat_at', precision: 3, default: () => 'now()' })
  heartbeatAt: Date;

  /** How often `owner` died at it. */
  @Column('integer', { default: 0 })
  interruptions: number;

  @Column('text', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column('timestamp with time zone', { name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
