import { Module } from '@nestjs/common';
import { IngressController } from './ingress.controller.js';
import { MigrationController } from './migration.controller.js';

@Module({ controllers: [IngressController, MigrationController] })
export class IngressModule {}
