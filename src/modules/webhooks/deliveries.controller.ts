import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { testEvent } from '../../core/notifications/index.js';
import { Clock } from '../../platform/clock.js';
import type { Config } from '../../platform/config.js';
import { DeliveryStore, WebhookStore, type PageRequest } from '../../platform/database/index.js';
import { CONFIG, PageQuery, Problems, RequiresRole } from '../../platform/http/index.js';
import { DeliveryWorker } from '../../platform/jobs/index.js';
import { DeliveriesQueryDto, DeliveryDto, DeliveryInFullDto, DeliveryPageDto, deliveryInFull, deliveryOf } from './deliveries.dto.js';

const webhook = { name: 'webhook', description: 'The id of a webhook.', type: String, example: '0b4c7c1e-6d0b-4a4b-9d8e-2f1c3a5b7d9f' } as const;
const delivery = { name: 'delivery', description: 'The id of a delivery.', type: String, example: '5f0c2b1a-9a7e-4c3d-8b6f-1e2d3c4b5a69' } as const;

@ApiTags('webhooks')
@Controller('v1/webhooks/:webhook')
export class DeliveriesController {
  constructor(
    private readonly webhooks: WebhookStore,
    private readonly deliveries: DeliveryStore,
    private readonly worker: DeliveryWorker,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('test')
  @HttpCode(200)
  @RequiresRole('operator')
  @ApiOperation({ operationId: 'testWebhook', summary: 'Try a webhook', description: 'Sends an event `webhook.test` at once, and tells how the receiver answered. It is tried this once, whether the webhook is enabled or not.' })
  @ApiParam(webhook)
  @ApiOkResponse({ type: DeliveryInFullDto, description: 'The delivery, `delivered` or `dead`.' })
  async test(@Param('webhook') id: string): Promise<DeliveryInFullDto> {
    const { preset } = await this.webhooks.get(id);
    const event = testEvent(id, randomUUID(), this.clock.now().toISOString());
    return deliveryInFull(await this.worker.deliverNow({ webhookId: id, event }), preset, this.config.chat.publicUrl);
  }

  @Get('deliveries')
  @RequiresRole('viewer')
  @ApiOperation({ operationId: 'listDeliveries', summary: 'List what was sent to a webhook', description: 'Newest first. What was delivered is kept for 7 days, what failed for good for 30.' })
  @ApiParam(webhook)
  @ApiOkResponse({ type: DeliveryPageDto, description: 'The deliveries.' })
  async list(@Param('webhook') id: string, @Query() filter: DeliveriesQueryDto, @PageQuery() page: PageRequest): Promise<DeliveryPageDto> {
    await this.webhooks.get(id);
    const { items, next } = await this.deliveries.list(id, filter, page);
    return { items: items.map(deliveryOf), next };
  }

  @Get('deliveries/:delivery')
  @RequiresRole('viewer')
  @ApiOperation({ operationId: 'getDelivery', summary: 'Look at a delivery', description: 'Its tries, the event, and the body that is sent.' })
  @ApiParam(webhook)
  @ApiParam(delivery)
  @ApiOkResponse({ type: DeliveryInFullDto, description: 'The delivery.' })
  async get(@Param('webhook') id: string, @Param('delivery') deliveryId: string): Promise<DeliveryInFullDto> {
    const { preset } = await this.webhooks.get(id);
    return deliveryInFull(await this.deliveries.get(id, deliveryId), preset, this.config.chat.publicUrl);
  }

  @Post('deliveries/:delivery/replay')
  @HttpCode(200)
  @RequiresRole('operator')
  @ApiOperation({ operationId: 'replayDelivery', summary: 'Send a delivery again', description: 'It is tried anew, ten times at most, with the same `webhook-id`. One that is pending is tried by itself; one of a disabled webhook waits until that is enabled.' })
  @ApiParam(webhook)
  @ApiParam(delivery)
  @ApiOkResponse({ type: DeliveryDto, description: 'The delivery, `pending`.' })
  @Problems('conflict')
  async replay(@Param('webhook') id: string, @Param('delivery') deliveryId: string): Promise<DeliveryDto> {
    await this.webhooks.get(id);
    const replayed = await this.deliveries.replay(id, deliveryId);
    this.worker.wake();
    return deliveryOf(replayed);
  }
}
