import { Module } from '@nestjs/common';
import { ConnectionsController } from './connections.controller.js';
import { RulesController } from './rules.controller.js';
import { ServiceNetworkingController } from './service-networking.controller.js';

@Module({ controllers: [ConnectionsController, RulesController, ServiceNetworkingController] })
export class ServiceNetworkingModule {}
