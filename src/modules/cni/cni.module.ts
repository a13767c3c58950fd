import { Module } from '@nestjs/common';
import { ClusterCniController } from './cluster-cni.controller.js';
import { ConfigsController } from './configs.controller.js';

@Module({ controllers: [ClusterCniController, ConfigsController] })
export class CniModule {}
