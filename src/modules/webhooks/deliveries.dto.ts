import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { eventTypes, presets, type EventType, type NotificationEvent, type PresetName } from '../../core/notifications/index.js';
import { deliveryStatuses, type DeliveryAttempt, type DeliveryRecord, type DeliveryStatus, type Page } from '../../platform/database/index.js';
import { MayBeAbsent } from '../../platform/http/index.js';

const status = { enum: deliveryStatuses, description: '`pending`: it waits for its next try. `delivered`: the receiver answered 2xx. `dead`: all tries failed, or the receiver answered 410; it can be replayed.', example: 'delivered' } as const;

export class DeliveriesQueryDto {
  @ApiPropertyOptional({ ...status, description: 'Only deliveries of this status.' })
  @MayBeAbsent()
  @IsIn(deliveryStatuses, { message: `must be one of ${deliveryStatuses.join(', ')}` })
  readonly status?: DeliveryStatus;

  @ApiPropertyOptional({ enum: eventTypes, description: 'Only deliveries of events of this type.', example: 'finding.opened' })
  @MayBeAbsent()
  @IsIn(eventTypes, { message: `must be one of ${eventTypes.join(', ')}` })
  readonly event?: EventType;
}

@ApiSchema({ name: 'DeliveryAttempt', description: 'One try.' })
class DeliveryAttemptDto implements DeliveryAttempt {
  @ApiProperty({ format: 'date-time', description: 'When it began.', example: '2026-03-02T14:31:08.000Z' })
  readonly at: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The status that the receiver answered; null where it did not.', example: 200 })
  readonly status: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why there was no answer; null where there was.', example: null })
  readonly error: string | null;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'How long it took.', example: 87 })
  readonly milliseconds: number;
}

@ApiSchema({ name: 'Delivery', description: 'One event on its way to one receiver.' })
export class DeliveryDto {
  @ApiProperty({ format: 'uuid', description: 'Its id.', example: '5f0c2b1a-9a7e-4c3d-8b6f-1e2d3c4b5a69' })
  readonly id: string;

  @ApiProperty({ description: 'The id of the event, which `webhook-id` holds at every try.', example: 'evt_5b0c1f2e3d4a59687766554433221100' })
  readonly eventId: string;

  @ApiProperty({ enum: [...eventTypes, 'webhook.test'], description: 'The type of the event.', example: 'finding.opened' })
  readonly type: NotificationEvent['type'];

  @ApiProperty({ type: String, nullable: true, description: 'The cluster that it is about; null where it is about none.', example: 'demo' })
  readonly cluster: string | null;

  @ApiProperty({ description: 'The event in a sentence.', example: 'demo, error: Service shop/cart: A named target port is not a port of the pods.' })
  readonly summary: string;

  @ApiProperty(status)
  readonly status: DeliveryStatus;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'How often it was tried since it was made, or replayed.', example: 1 })
  readonly tries: number;

  @ApiProperty({ type: [DeliveryAttemptDto], description: 'The last 20 tries, oldest first.' })
  readonly attempts: readonly DeliveryAttemptDto[];

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it is tried next; null where it is not.', example: null })
  readonly dueAt: string | null;

  @ApiProperty({ format: 'date-time', description: 'When it was made.', example: '2026-03-02T14:31:07.000Z' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time', description: 'When something last happened to it.', example: '2026-03-02T14:31:08.000Z' })
  readonly updatedAt: string;
}

@ApiSchema({ name: 'DeliveryInFull', description: 'A delivery, and what is sent with it.' })
export class DeliveryInFullDto extends DeliveryDto {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The event as CloudEvents 1.0 JSON, whatever the form of what is sent.', example: { specversion: '1.0', type: 'webhook.test' } })
  readonly event: object;

  @ApiProperty({ description: 'The body that is sent, in the form of the webhook. A message that is changed where it stands may differ from it.', example: '{"specversion":"1.0"}' })
  readonly body: string;
}

@ApiSchema({ name: 'DeliveryPage', description: 'Deliveries, newest first.' })
export class DeliveryPageDto implements Page<DeliveryDto> {
  @ApiProperty({ type: [DeliveryDto], description: 'At most `limit` of them.' })
  readonly items: DeliveryDto[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page; null at the end.', example: null })
  readonly next: string | null;
}

export function deliveryOf({ id, event, status: at, tries, attempts, dueAt, createdAt, updatedAt }: DeliveryRecord): DeliveryDto {
  return { id, eventId: event.id, type: event.type, cluster: event.cluster === '' ? null : event.cluster, summary: event.summary, status: at, tries, attempts, dueAt, createdAt, updatedAt };
}

export function deliveryInFull(delivery: DeliveryRecord, preset: PresetName, baseUrl: string): DeliveryInFullDto {
  const surroundings = { baseUrl, earlier: null };
  return {
    ...deliveryOf(delivery),
    event: JSON.parse(presets.cloudevents.write(delivery.event, surroundings).body) as object,
    body: presets[preset].write(delivery.event, surroundings).body,
  };
}
