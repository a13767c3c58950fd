import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { EventType, PresetName } from '../../../core/notifications/index.js';
import type { DisabledReason } from '../webhook-record.js';

@Entity('webhook')
@Index('webhook_created_at_idx', ['createdAt', 'id'])
export class WebhookEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_pkey' })
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  url: string;

  @Column('text')
  preset: PresetName;

  @Column('json')
  events: readonly EventType[];

  @Column('json')
  clusters: readonly string[];

  @Column('json')
  namespaces: readonly string[];

  @Column('json')
  severities: readonly string[];

  /** It signs, so that its hash would not do. */
  @Column('text')
  secret: string;

  /** The one before, which signs too until `previousUntil`. */
  @Column('text', { name: 'previous_secret', nullable: true })
  previousSecret: string | null;

  @Column('timestamp with time zone', { name: 'previous_until', precision: 3, nullable: true })
  previousUntil: Date | null;

  @Column('boolean')
  enabled: boolean;

  @Column('text', { name: 'disabled_reason', nullable: true })
  disabledReason: DisabledReason | null;

  @Column('text', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column('timestamp with time zone', { name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
