import { Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { ClusterSource, Retention } from '../cluster-record.js';

@Entity('cluster')
@Unique('cluster_name_key', ['name'])
@Index('cluster_next_capture_at_idx', ['nextCaptureAt'], { where: '(next_capture_at IS NOT NULL)' })
export class ClusterEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS', primaryKeyConstraintName: 'cluster_pkey' })
  id: number;

  @Column({ type: 'text', collation: 'C' })
  name: string;

  @Column('json')
  source: ClusterSource;

  @Column('json')
  labels: Readonly<Record<string, string>>;

  @Column('json')
  retention: Retention;

  @Column('text', { nullable: true })
  schedule: string | null;

  @Column('timestamp with time zone', { name: 'next_capture_at', precision: 3, nullable: true })
  nextCaptureAt: Date | null;

  /** The highest snapshot number ever given. It outlives the snapshot, so that no number is given twice. */
  @Column('integer', { name: 'last_number', default: 0 })
  lastNumber: number;

  /** The highest number ever given to a template. It outlives the template, as {@link lastNumber} does the snapshot. */
  @Column('integer', { name: 'last_template', default: 0 })
  lastTemplate: number;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
