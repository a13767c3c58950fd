import { Injectable, createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { viewOf, type ClusterView } from '../../core/cluster/index.js';
import { invariant } from '../../core/errors.js';
import { SnapshotStore, type SnapshotRecord } from '../database/index.js';
import { documentedParameter } from './documented-parameter.js';
import { Problems } from './problems.decorator.js';

/** A snapshot and what an analysis reads of it. */
export interface ViewedSnapshot {
  readonly record: SnapshotRecord;
  readonly view: ClusterView;
}

@Injectable()
class LoadView implements PipeTransform<SnapshotRecord, Promise<ViewedSnapshot>> {
  constructor(private readonly snapshots: SnapshotStore) {}

  async transform(record: SnapshotRecord): Promise<ViewedSnapshot> {
    return { record, view: viewOf(await this.snapshots.state(record.cluster, record.number)) };
  }
}

const takeSnapshot = createParamDecorator((_: unknown, context: ExecutionContext): SnapshotRecord => {
  const { snapshot } = context.switchToHttp().getRequest<FastifyRequest>();
  invariant(snapshot !== undefined, 'a route with @Snapshot() or @SnapshotView() has the path parameters cluster and snapshot');
  return snapshot;
});

/** Parameter: the {@link SnapshotRecord} that the path names by `{cluster}` and `{snapshot}`. */
export function Snapshot(): ParameterDecorator {
  return documentedParameter(takeSnapshot(), Problems('not-found'));
}

/** Parameter: the {@link ViewedSnapshot} that the path names by `{cluster}` and `{snapshot}`. */
export function SnapshotView(): ParameterDecorator {
  return documentedParameter(takeSnapshot(LoadView), Problems('not-found'));
}
