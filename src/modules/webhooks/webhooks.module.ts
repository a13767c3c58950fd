import { Module } from '@nestjs/common';
import { DeliveriesController } from './deliveries.controller.js';
import { SubscriptionCheck } from './subscription-check.js';
import { WebhooksController } from './webhooks.controller.js';

@Module({ controllers: [WebhooksController, DeliveriesController], providers: [SubscriptionCheck] })
export class WebhooksModule {}
