import { Module } from '@nestjs/common';
import { FindingsController } from './findings.controller.js';
import { RulesController } from './rules.controller.js';

@Module({ controllers: [FindingsController, RulesController] })
export class FindingsModule {}
