import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { ChatStore } from './chat.store.js';
import { ClusterStore } from './cluster.store.js';
import { Database, type DatabaseOptions } from './database.js';
import { DatabaseProbe } from './database.probe.js';
import { DeliveryStore } from './delivery.store.js';
import { IdempotencyStore } from './idempotency.store.js';
import { NewsStore } from './news.store.js';
import { OperationStore } from './operation.store.js';
import { ReadoutStore } from './readout.store.js';
import { ScheduleStore } from './schedule.store.js';
import { SettingStore } from './setting.store.js';
import { SnapshotStore } from './snapshot.store.js';
import { StateCache } from './state-cache.js';
import { WebhookStore } from './webhook.store.js';

const stores = [ClusterStore, SnapshotStore, ReadoutStore, OperationStore, IdempotencyStore, ScheduleStore, SettingStore, ChatStore, WebhookStore, DeliveryStore, NewsStore, DatabaseProbe];

@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  /** The stores, on a database that is opened and migrated while the application starts, and closed when it ends. */
  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: Database, useFactory: () => Database.open(options) },
        { provide: StateCache, useFactory: () => new StateCache(options.cachedObjects) },
        ...stores,
      ],
      exports: stores,
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
