import { Module } from '@nestjs/common';
import { ClusterDnsController } from './cluster-dns.controller.js';

@Module({ controllers: [ClusterDnsController] })
export class DnsModule {}
