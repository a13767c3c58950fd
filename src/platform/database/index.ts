export { ClusterStore, type ClusterRecord, type ClusterSource, type Retention } from './cluster.store.js';
export { isDatabaseUnavailable } from './database-errors.js';
export { DatabaseModule, type DatabaseOptions } from './database.module.js';
export { DatabaseProbe } from './database.probe.js';
export { IdempotencyStore, type IdempotencyKey, type IdempotencyState, type StoredResponse } from './idempotency.store.js';
export { OperationStore, type NewOperation, type OperationProgress, type OperationRecord, type OperationStatus } from './operation.store.js';
export type { Page, PageRequest } from './page.js';
export { ReadoutStore, type NewReadout, type ReadoutRecord } from './readout.store.js';
export { SettingStore } from './setting.store.js';
export {
  SnapshotStore,
  type ObjectFilter,
  type ObjectPair,
  type ObjectVersion,
  type SnapshotAbout,
  type SnapshotChange,
  type SnapshotRecord,
  type SnapshotRef,
  type SnapshotSource,
} from './snapshot.store.js';
