import { Module } from '@nestjs/common';
import { RulesController } from './rules.controller.js';
import { ServiceNetworkingController } from './service-networking.controller.js';

@Module({ controllers: [RulesController, ServiceNetworkingController] })
export class ServiceNetworkingModule {}
