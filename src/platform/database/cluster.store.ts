import { Injectable } from '@nestjs/common';
import { InputError } from '../../core/errors.js';
import { findCluster, insertCluster, lockCluster } from './cluster-lookup.js';
import type { ClusterRecord, NewCluster, Retention } from './cluster-record.js';
import { Database } from './database.js';
import { ClusterEntity } from './entities/cluster.entity.js';
import { ObjectVersionEntity } from './entities/object-version.entity.js';
import { OperationEntity } from './entities/operation.entity.js';
import { TemplateEntity } from './entities/template.entity.js';
import { pageOf, type Page, type PageRequest } from './page.js';

/** What is given replaces the old value whole. */
export interface ClusterChange {
  readonly retention?: Retention;
  readonly labels?: Readonly<Record<string, string>>;
  /** Together: one without the other makes no sense. */
  readonly schedule?: string | null;
  readonly nextCaptureAt?: Date | null;
}

@Injectable()
export class ClusterStore {
  constructor(private readonly database: Database) {}

  /** @throws InputError `conflict` where the name is taken */
  async create(cluster: NewCluster): Promise<ClusterRecord> {
    if (!(await insertCluster(this.database.manager, cluster))) throw new InputError('conflict', `there is a cluster ${JSON.stringify(cluster.name)} already`);
    return this.get(cluster.name);
  }

  /** @throws InputError `not-found`, with near names */
  async get(name: string): Promise<ClusterRecord> {
    const [record] = await this.recordsOf([await findCluster(this.database.manager, name)]);
    return record as ClusterRecord;
  }

  /** By name. */
  async list({ limit, after }: PageRequest): Promise<Page<ClusterRecord>> {
    const clusters = await this.database.manager
      .createQueryBuilder(ClusterEntity, 'cluster')
      .where(after === undefined ? 'true' : 'cluster.name > :after', { after })
      .orderBy('cluster.name')
      .limit(limit + 1)
      .getMany();
    const { items, next } = pageOf(clusters, limit, ({ name }) => name);
    return { items: await this.recordsOf(items), next };
  }

  /** Those with a label of this value, by name; the first of them. */
  async labelled(label: string, value: string, most: number): Promise<ClusterRecord[]> {
    const clusters = await this.database.manager.createQueryBuilder(ClusterEntity, 'cluster').where('cluster.labels ->> :label = :value', { label, value }).orderBy('cluster.name').limit(most).getMany();
    return this.recordsOf(clusters);
  }

  /** A new retention holds from the next stored snapshot on. @throws InputError `not-found` */
  async update(name: string, change: ClusterChange): Promise<ClusterRecord> {
    const { id } = await findCluster(this.database.manager, name);
    if (Object.keys(change).length > 0) await this.database.manager.update(ClusterEntity, { id }, change);
    return this.get(name);
  }

  /** Deletes the cluster and all that is kept of it. @throws InputError `not-found` */
  async delete(name: string): Promise<void> {
    const found = await findCluster(this.database.manager, name);
    const versions = await this.database.transaction(async (tx) => {
      const { id } = await lockCluster(tx, found);
      const { affected } = await tx.delete(ObjectVersionEntity, { clusterId: id });
      await tx.delete(TemplateEntity, { clusterId: id });
      await tx.delete(OperationEntity, { cluster: name });
      await tx.delete(ClusterEntity, { id });
      return affected ?? 0;
    });
    await this.database.settle(versions);
  }

  private async recordsOf(clusters: readonly ClusterEntity[]): Promise<ClusterRecord[]> {
    const rows = await this.database.manager.query<SnapshotSummary[]>(
      `SELECT cluster_id, count(*)::integer AS snapshots, max(number) AS number, (array_agg(taken_at ORDER BY number DESC))[1] AS taken_at
       FROM snapshot WHERE cluster_id = ANY ($1) GROUP BY cluster_id`,
      [clusters.map(({ id }) => id)],
    );
    const summaries = new Map(rows.map((row) => [row.cluster_id, row]));
    return clusters.map(({ id, name, source, labels, retention, schedule, nextCaptureAt, createdAt }) => {
      const summary = summaries.get(id);
      return {
        name,
        source,
        labels,
        retention,
        schedule,
        nextCaptureAt: nextCaptureAt?.toISOString() ?? null,
        createdAt: createdAt.toISOString(),
        snapshots: summary?.snapshots ?? 0,
        latest: summary === undefined ? null : { number: summary.number, takenAt: summary.taken_at.toISOString() },
      };
    });
  }
}

interface SnapshotSummary {
  readonly cluster_id: number;
  readonly snapshots: number;
  readonly number: number;
  readonly taken_at: Date;
}
