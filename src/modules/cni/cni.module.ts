import { Module } from '@nestjs/common';
import { ClusterCniController } from './cluster-cni.controller.js';

@Module({ controllers: [ClusterCniController] })
export class CniModule {}
