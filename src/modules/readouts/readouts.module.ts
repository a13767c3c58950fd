import { Module } from '@nestjs/common';
import { ParseController } from './parse.controller.js';
import { ReadoutsController } from './readouts.controller.js';

@Module({ controllers: [ReadoutsController, ParseController] })
export class ReadoutsModule {}
