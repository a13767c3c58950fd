import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ClusterStore } from './cluster.store.js';
import { DatabaseProbe } from './database.probe.js';
import { IdempotencyStore } from './idempotency.store.js';
import { OperationStore } from './operation.store.js';
import { ReadoutStore } from './readout.store.js';
import { SettingStore } from './setting.store.js';
import { SnapshotStore } from './snapshot.store.js';

export interface DatabaseOptions {
  /** A Postgres server. Absent: the embedded one, in `dataDir`. */
  readonly databaseUrl?: string;
  /** The folder of the embedded database, or `memory` for one that is gone with the process. */
  readonly dataDir: string;
}

const stores = [ClusterStore, SnapshotStore, ReadoutStore, OperationStore, IdempotencyStore, SettingStore, DatabaseProbe];

@Global()
@Module({})
export class DatabaseModule {
  static forRoot(_options: DatabaseOptions): DynamicModule {
    return { module: DatabaseModule, providers: stores, exports: stores };
  }
}
