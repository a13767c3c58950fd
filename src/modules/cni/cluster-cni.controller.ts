import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { detectCni, renderCniMarkdown, renderCniText } from '../../core/cni/index.js';
import { DependsOnSnapshotOnly, Renders, RequiresRole, SnapshotView, type ViewedSnapshot } from '../../platform/http/index.js';
import { CniDto } from './cluster-cni.dto.js';

@ApiTags('cni')
@Controller('v1/clusters/:cluster/snapshots/:snapshot/cni')
export class ClusterCniController {
  @Get()
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders({ markdown: renderCniMarkdown, text: renderCniText })
  @ApiOperation({
    operationId: 'detectCni',
    summary: 'Tell which CNI plugins the cluster has',
    description:
      'By the agents, ConfigMaps, custom resources, annotations and node conditions of the snapshot. Each setting is written in the cluster (with its evidence), a default of the plugin (in `defaults`, with the file and version ' +
      'that says so), or not known (null, and in `missing`). What a plugin that does not run has left is in `leftovers`.',
  })
  @ApiOkResponse({ type: CniDto, description: 'The plugins, and the ranges that they and the components of the cluster state.' })
  detect(@SnapshotView() { view }: ViewedSnapshot): CniDto {
    return detectCni(view);
  }
}
