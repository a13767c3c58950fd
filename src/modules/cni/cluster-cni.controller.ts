import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { detectCni, ipamOverTime, ipamSteps, renderCniMarkdown, renderCniText, renderIpamMarkdown, renderIpamText } from '../../core/cni/index.js';
import { drawRanges } from '../../core/pictures/index.js';
import { DependsOnSnapshotOnly, Renders, RequiresRole, SnapshotView, type ViewedSnapshot } from '../../platform/http/index.js';
import { inTurns } from '../../platform/in-turns.js';
import { UsageHistory } from '../../platform/jobs/index.js';
import { CniDto } from './cluster-cni.dto.js';
import { IpamDto } from './ipam.dto.js';
import { PeerLookup } from './peer-lookup.js';

@ApiTags('cni')
@Controller('v1/clusters/:cluster/snapshots/:snapshot/cni')
export class ClusterCniController {
  constructor(
    private readonly history: UsageHistory,
    private readonly peers: PeerLookup,
  ) {}

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

  @Get('ipam')
  @RequiresRole('viewer')
  @Renders({ markdown: renderIpamMarkdown, text: renderIpamText, svg: drawRanges })
  @ApiOperation({
    operationId: 'countAddresses',
    summary: 'Tell how full the ranges of pods and Services are',
    description:
      'By range and by node, counted as the plugin counts that gives out the addresses (`capacityRule`): how many there are, how many are in use, whether addresses or the limit of pods run out first on a node, and how many nodes can still be added. ' +
      'Told beside it: pods outside their range, addresses that several pods have, addresses that are given out and no pod has, and ranges of pods, Services and nodes that overlap. `trend` is how the use developed over the snapshots that were taken before, up to eleven of them spread over their time, and the day on which nothing is left, where they lead to one. `peers` compares its ranges with those of other clusters that have the same label `peer-group`. As `image/svg+xml` and `image/png` it is a map of the ranges.',
  })
  @ApiOkResponse({ type: IpamDto, description: 'The ranges and the nodes. Counts beyond 2^53 are decimal digits in text.' })
  async ipam(@SnapshotView() { record, view }: ViewedSnapshot): Promise<IpamDto> {
    const answer = await inTurns(ipamSteps(view));
    return ipamOverTime(view, record.number, answer, await this.history.before(record), await this.peers.of(record));
  }
}
