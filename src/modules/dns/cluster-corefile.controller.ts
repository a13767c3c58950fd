import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { clusterCorefile, renderClusterCorefileMarkdown, renderClusterCorefileText } from '../../core/dns/index.js';
import { DependsOnSnapshotOnly, Renders, RequiresRole, SnapshotView, type ViewedSnapshot } from '../../platform/http/index.js';
import { runRulesInTurns } from '../../platform/rules-in-turns.js';
import { ClusterCorefileDto } from './cluster-corefile.dto.js';

/** Rules that look at the Corefile. */
const corefileRules = new Set(['forward-loop', 'corefile-unreachable-plugin', 'synthetic-nxdomain', 'corefile-removed-directive', 'pod-records-insecure', 'cache-or-ttl-extreme', 'cluster-zone-captured']);

@ApiTags('dns')
@Controller('v1/clusters/:cluster/snapshots/:snapshot/dns/corefile')
export class ClusterCorefileController {
  @Get()
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders({ markdown: renderClusterCorefileMarkdown, text: renderClusterCorefileText })
  @ApiOperation({
    operationId: 'getClusterCorefile',
    summary: 'Show the Corefile in force',
    description:
      'Found from the Service of the cluster DNS over its pods to the ConfigMap that they mount, and read as the release of their image reads it. NodeLocal DNSCache, which pods ask first, is told; and what the findings say of this Corefile.',
  })
  @ApiOkResponse({ type: ClusterCorefileDto, description: 'The Corefile, or what would have to be in the snapshot to know it.' })
  async get(@SnapshotView() { view }: ViewedSnapshot): Promise<ClusterCorefileDto> {
    const { findings } = await runRulesInTurns(view);
    return { ...clusterCorefile(view), findings: findings.filter(({ rule }) => corefileRules.has(rule)) };
  }
}
