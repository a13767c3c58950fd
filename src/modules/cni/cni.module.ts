import { Module } from '@nestjs/common';
import { ClusterCniController } from './cluster-cni.controller.js';
import { ConfigsController } from './configs.controller.js';
import { PeerLookup } from './peer-lookup.js';

@Module({ providers: [PeerLookup], controllers: [ClusterCniController, ConfigsController] })
export class CniModule {}
