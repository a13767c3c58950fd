import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ClusterStore, type PageRequest } from '../../platform/database/index.js';
import { Idempotent, PageQuery, Problems, RequiresRole, created } from '../../platform/http/index.js';
import { ClusterChangeDto, ClusterDto, ClusterPageDto, NewClusterDto } from './clusters.dto.js';

@ApiTags('clusters')
@Controller('v1/clusters')
export class ClustersController {
  constructor(private readonly clusters: ClusterStore) {}

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
    description: 'A cluster without snapshots. Importing a snapshot makes an unknown cluster by itself; this is for labels that are wanted from the start.',
  })
  @ApiCreatedResponse({ type: ClusterDto, description: 'The new cluster; `Location` is its address.' })
  @Problems('conflict')
  async create(@Body() { name, source, labels = {} }: NewClusterDto) {
    const cluster: ClusterDto = await this.clusters.create({ name, source: { type: source.type }, labels });
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
  @ApiOperation({ operationId: 'updateCluster', summary: 'Change a cluster', description: 'Sets which snapshots are kept, and the labels.' })
  @ApiOkResponse({ type: ClusterDto, description: 'The cluster as it is now.' })
  update(@Param('cluster') name: string, @Body() { retention, labels }: ClusterChangeDto): Promise<ClusterDto> {
    return this.clusters.update(name, { ...(retention && { retention }), ...(labels && { labels }) });
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
