import pg, { type Pool } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { InitialSchema1700000000000 } from '../../../migrations/1700000000000-initial-schema.js';
import { CaptureSchedule1763900000001 } from '../../../migrations/1763900000001-capture-schedule.js';
import { IdempotencyOperation1764000000002 } from '../../../migrations/1764000000002-idempotency-operation.js';
import { ObjectDigest1764057600002 } from '../../../migrations/1764057600002-object-digest.js';
import { Chat1764133200000 } from '../../../migrations/1764133200000-chat.js';
import { Webhooks1764147600000 } from '../../../migrations/1764147600000-webhooks.js';
import { UsualValues1764230400000 } from '../../../migrations/1764230400000-usual-values.js';
import { LastTemplate1764288000000 } from '../../../migrations/1764288000000-last-template.js';
import { ChatChannelEntity } from './entities/chat-channel.entity.js';
import { ChatRequestEntity } from './entities/chat-request.entity.js';
import { ClusterEntity } from './entities/cluster.entity.js';
import { IdempotencyKeyEntity } from './entities/idempotency-key.entity.js';
import { NewsEntity } from './entities/news.entity.js';
import { NewsLedgerEntity } from './entities/news-ledger.entity.js';
import { ObjectVersionEntity } from './entities/object-version.entity.js';
import { OperationEntity } from './entities/operation.entity.js';
import { ReadoutEntity } from './entities/readout.entity.js';
import { SettingEntity } from './entities/setting.entity.js';
import { SnapshotEntity } from './entities/snapshot.entity.js';
import { TemplateEntity } from './entities/template.entity.js';
import { WebhookDeliveryEntity } from './entities/webhook-delivery.entity.js';
import { WebhookEntity } from './entities/webhook.entity.js';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** What differs between one Postgres and another. */
export type Connection = Pick<PostgresOptions, 'url' | 'extra' | 'poolSize' | 'connectTimeoutMS'>;

/** All entities and all migrations, the latter in the order in which they run. */
export function createDataSource(connection: Connection): DataSource {
  return new DataSource({
    ...connection,
    type: 'postgres',
    driver: pg,
    applicationName: 'foretrace',
    entities: [
      ClusterEntity,
      SnapshotEntity,
      ObjectVersionEntity,
      TemplateEntity,
      ReadoutEntity,
      OperationEntity,
      IdempotencyKeyEntity,
      SettingEntity,
      ChatChannelEntity,
      ChatRequestEntity,
      WebhookEntity,
      WebhookDeliveryEntity,
      NewsEntity,
      NewsLedgerEntity,
    ],
    migrations: [InitialSchema1700000000000, CaptureSchedule1763900000001, IdempotencyOperation1764000000002, ObjectDigest1764057600002, Chat1764133200000, Webhooks1764147600000, UsualValues1764230400000, LastTemplate1764288000000],
    migrationsTableName: 'migration',
    installExtensions: false,
    logging: false,
  });
}

/** The connections beneath an initialized data source. TypeORM leaves their type open. */
export function poolOf({ driver }: DataSource): Pool {
  return (driver as unknown as { readonly master: Pool }).master;
}
