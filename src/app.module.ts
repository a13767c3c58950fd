import { Module, type DynamicModule } from '@nestjs/common';
import { ChatModule } from './modules/chat/chat.module.js';
import { ClustersModule } from './modules/clusters/clusters.module.js';
import { CniModule } from './modules/cni/cni.module.js';
import { DiffModule } from './modules/diff/diff.module.js';
import { DnsModule } from './modules/dns/dns.module.js';
import { FindingsModule } from './modules/findings/findings.module.js';
import { IngressModule } from './modules/ingress/ingress.module.js';
import { IpModule } from './modules/ip/ip.module.js';
import { McpModule } from './modules/mcp/mcp.module.js';
import { OperationsModule } from './modules/operations/operations.module.js';
import { ReadoutsModule } from './modules/readouts/readouts.module.js';
import { ServiceNetworkingModule } from './modules/service-networking/service-networking.module.js';
import { SnapshotsModule } from './modules/snapshots/snapshots.module.js';
import { WebhooksModule } from './modules/webhooks/webhooks.module.js';
import type { Config } from './platform/config.js';
import { DatabaseModule, type DatabaseOptions } from './platform/database/index.js';
import { HttpModule } from './platform/http/http.module.js';
import { JobsModule } from './platform/jobs/index.js';

const subjects = [ClustersModule, SnapshotsModule, FindingsModule, DiffModule, ReadoutsModule, IpModule, CniModule, ServiceNetworkingModule, DnsModule, IngressModule, OperationsModule, ChatModule, McpModule, WebhooksModule];

/** What the service is made of. */
@Module({})
class AppModule {}

export function appModule(config: Config, database: DatabaseOptions = config.database): DynamicModule {
  return { module: AppModule, imports: [DatabaseModule.forRoot(database), HttpModule.forRoot(config), JobsModule, ...subjects] };
}
