import { Module } from '@nestjs/common';
import { ClusterCorefileController } from './cluster-corefile.controller.js';
import { ClusterDnsController } from './cluster-dns.controller.js';
import { CorefileController } from './corefile.controller.js';

@Module({ controllers: [ClusterDnsController, ClusterCorefileController, CorefileController] })
export class DnsModule {}
