import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { WebhookStore, type PageRequest, type WebhookRecord } from '../../platform/database/index.js';
import { Caller, Idempotent, PageQuery, RequiresRole, created, type Principal } from '../../platform/http/index.js';
import { newSecret } from '../../platform/outbound/index.js';
import { SubscriptionCheck } from './subscription-check.js';
import { NewWebhookDto, WebhookChangeDto, WebhookDto, WebhookPageDto, WebhookWithSecretDto } from './webhooks.dto.js';

const webhook = { name: 'webhook', description: 'The id of a webhook.', type: String, example: '0b4c7c1e-6d0b-4a4b-9d8e-2f1c3a5b7d9f' } as const;

@ApiTags('webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhookStore,
    private readonly check: SubscriptionCheck,
  ) {}

  @Get()
  @RequiresRole('viewer')
  @ApiOperation({ operationId: 'listWebhooks', summary: 'List the webhooks', description: 'Who is told of what, oldest first. Secrets are not told.' })
  @ApiOkResponse({ type: WebhookPageDto, description: 'The webhooks.' })
  async list(@PageQuery() page: PageRequest, @Caller() caller: Principal | undefined): Promise<WebhookPageDto> {
    const { items, next } = await this.webhooks.list(page);
    return { items: items.map((each) => shownTo(caller, each)), next };
  }

  @Post()
  @RequiresRole('operator')
  @Idempotent()
  @ApiOperation({
    operationId: 'createWebhook',
    summary: 'Tell somebody of what happens',
    description:
      'From now on the events are sent to the URL, each at least once, signed as Standard Webhooks has it: `webhook-id` (the same at every try), `webhook-timestamp`, `webhook-signature`. Ten tries over about three days; a receiver that answers 410 is told nothing more. ' +
      '`secret` is shown this once. What was wrong before the next snapshot is taken for known.',
  })
  @ApiCreatedResponse({ type: WebhookWithSecretDto, description: 'The new webhook with its secret; `Location` is its address.' })
  async create(@Body() { name = '', url, preset = 'cloudevents', events, clusters = [], namespaces = [], severities = [], enabled = true }: NewWebhookDto, @Caller() caller: Principal | undefined) {
    const asked = { name, url, preset, events, clusters, namespaces, severities, enabled };
    this.check.check(asked);
    const secret = newSecret();
    const made: WebhookWithSecretDto = { ...(await this.webhooks.create({ ...asked, secret, createdBy: caller?.name ?? null })), secret };
    return created(`/v1/webhooks/${made.id}`, made);
  }

  @Get(':webhook')
  @RequiresRole('viewer')
  @ApiOperation({ operationId: 'getWebhook', summary: 'Read a webhook', description: 'Who is told of what. The secret is not told.' })
  @ApiParam(webhook)
  @ApiOkResponse({ type: WebhookDto, description: 'The webhook.' })
  async get(@Param('webhook') id: string, @Caller() caller: Principal | undefined): Promise<WebhookDto> {
    return shownTo(caller, await this.webhooks.get(id));
  }

  @Patch(':webhook')
  @RequiresRole('operator')
  @ApiOperation({ operationId: 'updateWebhook', summary: 'Change a webhook', description: 'Also enables one that was disabled, by somebody or by a receiver that answered 410. Deliveries that wait go to the new URL.' })
  @ApiParam(webhook)
  @ApiOkResponse({ type: WebhookDto, description: 'The webhook as it is now.' })
  async update(@Param('webhook') id: string, @Body() change: WebhookChangeDto): Promise<WebhookDto> {
    const { url, preset, events } = await this.webhooks.get(id);
    this.check.check({ url, preset, events, ...change }, { isUrlNew: change.url !== undefined });
    return this.webhooks.update(id, change);
  }

  @Delete(':webhook')
  @HttpCode(204)
  @RequiresRole('operator')
  @ApiOperation({ operationId: 'deleteWebhook', summary: 'Delete a webhook', description: 'Deletes it with its deliveries; what waited is not sent any more.' })
  @ApiParam(webhook)
  @ApiNoContentResponse({ description: 'It is gone.' })
  delete(@Param('webhook') id: string): Promise<void> {
    return this.webhooks.delete(id);
  }

  @Post(':webhook/rotate')
  @HttpCode(200)
  @RequiresRole('operator')
  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    summary: 'Give a webhook a new secret',
    description: 'The new secret signs from now on; the one before signs too for 24 hours, so that the receiver has time to take the new one. `secret` is shown this once.',
  })
  @ApiParam(webhook)
  @ApiOkResponse({ type: WebhookWithSecretDto, description: 'The webhook with its new secret.' })
  async rotate(@Param('webhook') id: string): Promise<WebhookWithSecretDto> {
    const secret = newSecret();
    return { ...(await this.webhooks.rotate(id, secret)), secret };
  }
}

/** The URLs of chats are secrets: who knows one may write there. */
function shownTo(caller: Principal | undefined, webhook: WebhookRecord): WebhookDto {
  return caller === undefined || caller.role === 'viewer' ? { ...webhook, url: `${new URL(webhook.url).origin}/...` } : webhook;
}
