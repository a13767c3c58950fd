import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { InputError } from '../../core/errors.js';
import { Clock } from '../../platform/clock.js';
import { ClusterStore, isLive, type ClusterChange, type PageRequest } from '../../platform/database/index.js';
import { Idempotent, PageQuery, Problems, RequiresRole, created } from '../../platform/http/index.js';
import { nextRun } from '../../platform/jobs/index.js';
import { KubernetesAccess } from '../../platform/kubernetes/index.js';
import { ClusterChangeDto, ClusterDto, ClusterPageDto, NewClusterDto, sourceOf } from './clusters.dto.js';

@ApiTags('clusters')
@Controller('v1/clusters')
export class ClustersController {
  constructor(
    private readonly clusters: ClusterStore,
    private readonly access: KubernetesAccess,
    private readonly clock: Clock,
  ) {}

  @Get()
  @RequiresRole('viewer')
  @ApiOperation({ operationId: 'listClusters', summary: 'List the clusters', description: 'Every cluster that the service knows, by name.' })
  @ApiOkResponse({ type: ClusterPageDto, description: 'The clusters.' })
  list(@PageQuery() page: PageRequest): Promise<ClusterPageDto> {
    return this.clusters.list(page);
  }

  @Post()
  @RequiresRole('admin')
  @Idempotent()
  @ApiOperation({
    operationId: 'createCluster',
    summary: 'Make a cluster known',
    description:
      'A cluster without snapshots. A live one (`kubeconfig`, `in-cluster`) can be captured from now on; nothing is asked of it yet. Importing a snapshot makes an unknown cluster by itself.',
  })
  @ApiCreatedResponse({ type: ClusterDto, description: 'The new cluster; `Location` is its address.' })
  @Problems('conflict', 'unavailable')
  async create(@Body() { name, source: told, labels = {} }: NewClusterDto) {
    const source = sourceOf(told);
    if (isLive(source)) await this.access.check(source);
    const cluster: ClusterDto = await this.clusters.create({ name, source, labels });
    return created(`/v1/clusters/${name}`, cluster);
  }

  @Get(':cluster')
  @RequiresRole('viewer')
  @ApiOperation({ operationId: 'getCluster', summary: 'Read a cluster', description: 'What is known of the cluster, and which snapshot is its newest.' })
  @ApiOkResponse({ type: ClusterDto, description: 'The cluster.' })
  get(@Param('cluster') name: string): Promise<ClusterDto> {
    return this.clusters.get(name);
  }

  @Patch(':cluster')
  @RequiresRole('admin')
  @ApiOperation({ operationId: 'updateCluster', summary: 'Change a cluster', description: 'Sets which snapshots are kept, when a live cluster is captured by itself, and the labels.' })
  @ApiOkResponse({ type: ClusterDto, description: 'The cluster as it is now.' })
  @Problems('conflict')
  async update(@Param('cluster') name: string, @Body() { retention, labels, schedule }: ClusterChangeDto): Promise<ClusterDto> {
    const times = schedule === undefined ? {} : await this.#timesOf(name, schedule);
    return this.clusters.update(name, { ...(retention && { retention }), ...(labels && { labels }), ...times });
  }

  async #timesOf(name: string, schedule: string | null): Promise<Pick<ClusterChange, 'schedule' | 'nextCaptureAt'>> {
    if (schedule === null) return { schedule, nextCaptureAt: null };
    const nextCaptureAt = nextRun(schedule, this.clock.now());
    const { source } = await this.clusters.get(name);
    if (!isLive(source)) throw new InputError('conflict', `cluster ${JSON.stringify(name)} is not live, so there is nothing to capture by itself; its source is ${source.type}`);
    return { schedule, nextCaptureAt };
  }

  @Delete(':cluster')
  @HttpCode(204)
  @RequiresRole('admin')
  @ApiOperation({ operationId: 'deleteCluster', summary: 'Delete a cluster', description: 'Deletes the cluster with its snapshots, readouts and operations. There is no way back.' })
  @ApiParam({ name: 'cluster', description: 'The name of a cluster.', type: String, example: 'staging-old' })
  @ApiNoContentResponse({ description: 'It is gone.' })
  delete(@Param('cluster') name: string): Promise<void> {
    return this.clusters.delete(name);
  }
}
