import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { ClusterSource, Retention } from '../cluster-record.js';

@Entity('cluster')
@Unique('cluster_name_key', ['name'])
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

  /** The highest snapshot number ever given. It outlives the snapshot, so that no number is given twice. */
  @Column('integer', { name: 'last_number', default: 0 })
  lastNumber: number;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
