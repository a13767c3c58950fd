import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { requireNamespace, viewOf } from '../../core/cluster/index.js';
import { Clock } from '../../platform/clock.js';
import { SnapshotStore, type PageRequest, type SnapshotRecord } from '../../platform/database/index.js';
import { OperationDto, operationOf } from '../../platform/http/dto/operation.dto.js';
import { SnapshotDto, snapshotOf } from '../../platform/http/dto/snapshot.dto.js';
import {
  Caller,
  DependsOnSnapshotOnly,
  Idempotent,
  OperationId,
  PageQuery,
  Problems,
  RequiresRole,
  RespondAsync,
  Snapshot,
  TakenUpload,
  TakesUpload,
  accepted,
  created,
  type Principal,
  type Upload,
} from '../../platform/http/index.js';
import { CaptureJob, ImportJob } from '../../platform/jobs/index.js';
import { ClusterName } from './cluster-name.pipe.js';
import { ImportQueryDto, NewSnapshotDto, ObjectPageDto, ObjectsQueryDto, SnapshotPageDto, filterOf, uploadBody, uploadTypes } from './snapshots.dto.js';

@ApiTags('snapshots')
@Controller('v1/clusters/:cluster/snapshots')
export class SnapshotsController {
  constructor(
    private readonly snapshots: SnapshotStore,
    private readonly imports: ImportJob,
    private readonly captures: CaptureJob,
    private readonly clock: Clock,
  ) {}

  @Post('import')
  @RequiresRole('operator')
  @Idempotent()
  @TakesUpload(...uploadTypes)
  @ApiOperation({
    operationId: 'importSnapshot',
    summary: 'Import a snapshot',
    description:
      'Stores a dump of a cluster as its next snapshot, whole or not at all. An unknown cluster is made with it. Taken are what `kubectl get -o json` and `-o yaml` print (lists, arrays, single objects, several documents one after another), ' +
      'plain manifests, and `.tar` or `.tar.gz` of a folder of such files: `kubectl cluster-info dump`, support bundles, must-gather. The bytes decide, not the content type: what curl sends by default will do. What could not be read is told in `coverage` and `warnings`. ' +
      'Values of Secrets, managed fields and whatever no analysis reads are not stored.',
  })
  @ApiParam({ name: 'cluster', description: 'The name of a cluster; an unknown one is made.', type: String, example: 'mine' })
  @ApiBody(uploadBody)
  @ApiCreatedResponse({ type: SnapshotDto, description: 'The new snapshot; `Location` is its address.' })
  @ApiAcceptedResponse({ type: OperationDto, description: 'The import goes on; `Location` is the address of its operation. Only with `Prefer: respond-async`.' })
  @Problems('unreadable-upload', 'unsafe-upload', 'conflict')
  async import(
    @Param('cluster', ClusterName) cluster: string,
    @Query() { label, takenAt }: ImportQueryDto,
    @TakenUpload() upload: Upload,
    @RespondAsync() isAsync: boolean,
    @Caller() caller: Principal | undefined,
    @OperationId() id: string | undefined,
  ) {
    const { path, contentType, bytes } = upload;
    const instant = takenAt === undefined ? this.clock.now() : new Date(takenAt);
    const begun = await this.imports.begin(cluster, { path, contentType, bytes, label: label ?? null, takenAt: instant.toISOString() }, initiator(caller, id));
    upload.keep();
    if (isAsync) return accepted(`/v1/operations/${begun.operation.id}`, operationOf(begun.operation));
    const snapshot = await begun.ended;
    return created(`/v1/clusters/${cluster}/snapshots/${snapshot.number}`, snapshotOf(snapshot));
  }

  @Post()
  @RequiresRole('operator')
  @Idempotent()
  @ApiOperation({
    operationId: 'captureSnapshot',
    summary: 'Capture a snapshot',
    description:
      'Reads a live cluster and stores what it is like as its next snapshot, whole or not at all. Everything is read as of one instant, as far as the API server still knows it; `resourceVersions` tells. ' +
      'Kinds that the service may not read, or that the cluster does not have, are told in `coverage`. Nothing is changed in the cluster, and Secrets are not read. Each request makes a snapshot of its own: one that comes while captures are at work waits for its turn.',
  })
  @ApiParam({ name: 'cluster', description: 'The name of a cluster whose source is `kubeconfig` or `in-cluster`.', type: String, example: 'prod-eu' })
  @ApiBody({ type: NewSnapshotDto, required: false })
  @ApiCreatedResponse({ type: SnapshotDto, description: 'The new snapshot; `Location` is its address.' })
  @ApiAcceptedResponse({ type: OperationDto, description: 'The capture goes on; `Location` is the address of its operation. Only with `Prefer: respond-async`.' })
  @Problems('conflict', 'unavailable', 'cluster-unreachable', 'capture-timeout')
  async capture(@Param('cluster') cluster: string, @Body() { label }: NewSnapshotDto, @RespondAsync() isAsync: boolean, @Caller() caller: Principal | undefined, @OperationId() id: string | undefined) {
    const begun = await this.captures.begin(cluster, { label: label ?? null }, initiator(caller, id));
    if (isAsync) return accepted(`/v1/operations/${begun.operation.id}`, operationOf(begun.operation));
    const snapshot = await begun.ended;
    return created(`/v1/clusters/${cluster}/snapshots/${snapshot.number}`, snapshotOf(snapshot));
  }

  @Get()
  @RequiresRole('viewer')
  @ApiOperation({ operationId: 'listSnapshots', summary: 'List the snapshots of a cluster', description: 'Newest first.' })
  @ApiOkResponse({ type: SnapshotPageDto, description: 'The snapshots.' })
  async list(@Param('cluster') cluster: string, @PageQuery() page: PageRequest): Promise<SnapshotPageDto> {
    const { items, next } = await this.snapshots.list(cluster, page);
    return { items: items.map(snapshotOf), next };
  }

  @Get(':snapshot')
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @ApiOperation({ operationId: 'getSnapshot', summary: 'Read a snapshot', description: 'When it was taken, what it holds, and what it does not know. Its objects are a list of their own.' })
  @ApiOkResponse({ type: SnapshotDto, description: 'The snapshot.' })
  get(@Snapshot() snapshot: SnapshotRecord): SnapshotDto {
    return snapshotOf(snapshot);
  }

  @Delete(':snapshot')
  @HttpCode(204)
  @RequiresRole('admin')
  @ApiOperation({ operationId: 'deleteSnapshot', summary: 'Delete a snapshot', description: 'Deletes it with its readouts. Its number is never given again. There is no way back.' })
  @ApiParam({ name: 'cluster', description: 'The name of a cluster.', type: String, example: 'mine' })
  @ApiNoContentResponse({ description: 'It is gone.' })
  delete(@Snapshot() { cluster, number }: SnapshotRecord): Promise<void> {
    return this.snapshots.delete(cluster, number);
  }

  @Get(':snapshot/objects')
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @ApiOperation({
    operationId: 'listObjects',
    summary: 'List the objects of a snapshot',
    description: 'As they are kept: in the form of the Kubernetes API, without what no analysis reads. All filters must fit.',
  })
  @ApiOkResponse({ type: ObjectPageDto, description: 'The objects, by kind, namespace and name.' })
  async objects(@Snapshot() { cluster, number }: SnapshotRecord, @Query() query: ObjectsQueryDto, @PageQuery() page: PageRequest): Promise<ObjectPageDto> {
    const found = await this.snapshots.objects(cluster, number, filterOf(query), page);
    if (found.items.length === 0 && query.namespace !== undefined) {
      requireNamespace(viewOf(await this.snapshots.state(cluster, number)), query.namespace, '?namespace');
    }
    return found;
  }
}

function initiator(caller: Principal | undefined, id: string | undefined): { createdBy: string | null; id?: string } {
  return { createdBy: caller?.name ?? null, ...(id !== undefined && { id }) };
}
