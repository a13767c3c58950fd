import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { NotificationEvent } from '../../../core/notifications/index.js';
import type { DeliveryAttempt, DeliveryStatus } from '../webhook-record.js';
import { WebhookEntity } from './webhook.entity.js';

@Entity('webhook_delivery')
@Unique('webhook_delivery_id_key', ['id'])
@Unique('webhook_delivery_event_key', ['webhookId', 'eventId'])
@Index('webhook_delivery_due_idx', ['dueAt'], { where: "(status = 'pending'::text)" })
@Index('webhook_delivery_position_idx', ['webhookId', 'position'])
@Index('webhook_delivery_thread_idx', ['webhookId', 'thread', 'position'], { where: '(thread IS NOT NULL)' })
export class WebhookDeliveryEntity {
  /** In the order in which they were made. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS', primaryKeyConstraintName: 'webhook_delivery_pkey' })
  position: string;

  @Column('uuid')
  id: string;

  @Column('uuid', { name: 'webhook_id' })
  @ForeignKey(() => WebhookEntity, { name: 'webhook_delivery_webhook_id_fkey', onDelete: 'CASCADE' })
  webhookId: string;

  @Column('text', { name: 'event_id' })
  eventId: string;

  @Column('text')
  type: NotificationEvent['type'];

  @Column('json')
  event: NotificationEvent;

  /** Those of one thread are delivered one after the other. */
  @Column('text', { nullable: true })
  thread: string | null;

  @Column('text', { default: 'pending' })
  status: DeliveryStatus;

  /** Since it was made, or replayed. */
  @Column('integer', { default: 0 })
  tries: number;

  /** The last of them. */
  @Column('json', { default: '[]' })
  attempts: readonly DeliveryAttempt[];

  @Column('timestamp with time zone', { name: 'due_at', precision: 3, default: () => 'now()' })
  dueAt: Date;

  /** The process that tries just now, until `leasedUntil`. */
  @Column('text', { nullable: true })
  owner: string | null;

  @Column('timestamp with time zone', { name: 'leased_until', precision: 3, nullable: true })
  leasedUntil: Date | null;

  /** By what the platform knows the message that told it. */
  @Column('text', { nullable: true })
  message: string | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column('timestamp with time zone', { name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
