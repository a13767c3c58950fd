import { Module } from '@nestjs/common';
import { IpController } from './ip.controller.js';

@Module({ controllers: [IpController] })
export class IpModule {}
