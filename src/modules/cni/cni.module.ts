import { Module } from '@nestjs/common';
import { ClusterCniController } from './cluster-cni.controller.js';
import { ConfigsController } from './configs.controller.js';
import { PeerLookup } from './peer-lookup.js';
import { UsageHistory } from './usage-history.js';

@Module({ providers: [PeerLookup, UsageHistory], controllers: [ClusterCniController, ConfigsController] })
export class CniModule {}
