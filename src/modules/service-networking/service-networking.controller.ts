import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { kubeProxyLog } from '../../core/readouts/index.js';
import {
  allocationsOf,
  explainSteps,
  proxySteps,
  rangesOf,
  renderAllocationsMarkdown,
  renderAllocationsText,
  renderProxyMarkdown,
  renderProxyText,
  renderRangesMarkdown,
  renderRangesText,
  renderServiceMarkdown,
  renderServiceText,
} from '../../core/service-networking/index.js';
import { ReadoutStore } from '../../platform/database/index.js';
import { DependsOnSnapshotOnly, Renders, RequiresRole, SnapshotView, type ViewedSnapshot } from '../../platform/http/index.js';
import { inTurns } from '../../platform/in-turns.js';
import { AllocationsDto } from './allocations.dto.js';
import { ProxyDto } from './proxy.dto.js';
import { RangesDto } from './ranges.dto.js';
import { ServiceExplanationDto, ServiceQueryDto } from './service.dto.js';

@ApiTags('service-networking')
@Controller('v1/clusters/:cluster/snapshots/:snapshot/service-networking')
export class ServiceNetworkingController {
  constructor(private readonly readouts: ReadoutStore) {}

  @Get('ranges')
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders({ markdown: renderRangesMarkdown, text: renderRangesText })
  @ApiOperation({
    operationId: 'tellRanges',
    summary: 'Tell the ranges of Services, pods and nodes',
    description:
      'Each with where it was read: ServiceCIDR objects, flags of the control plane, kubeadm’s configuration, the CNI plugin, the nodes. Where nothing states the range of the Services, the least that holds the ClusterIPs in use is told, as `inferred`. ' +
      'Ranges that share addresses are in `overlaps`, each with what comes of it.',
  })
  @ApiOkResponse({ type: RangesDto, description: 'The ranges.' })
  ranges(@SnapshotView() { view }: ViewedSnapshot): RangesDto {
    return rangesOf(view);
  }

  @Get('proxy')
  @RequiresRole('viewer')
  @Renders({ markdown: renderProxyMarkdown, text: renderProxyText })
  @ApiOperation({
    operationId: 'tellProxy',
    summary: 'Tell what serves ClusterIPs',
    description:
      'kube-proxy, with its mode and settings, each with where it was read, and its health on every node; or what replaces it. Nothing is assumed where nothing tells: k3s, for one, runs kube-proxy within its own process, and no object has its settings. ' +
      'A readout `kube-proxy-log` of a node tells the mode in which it runs there.',
  })
  @ApiOkResponse({ type: ProxyDto, description: 'What serves ClusterIPs.' })
  async proxy(@SnapshotView() { record, view }: ViewedSnapshot): Promise<ProxyDto> {
    const logs = await this.readouts.list(record.cluster, record.number, { format: 'kube-proxy-log' });
    return inTurns(proxySteps(view, logs.map(({ node, text }) => ({ node, mode: kubeProxyLog.parse(text).parsed.mode }))));
  }

  @Get('allocations')
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders({ markdown: renderAllocationsMarkdown, text: renderAllocationsText })
  @ApiOperation({
    operationId: 'countAllocations',
    summary: 'Tell which ClusterIPs and node ports are given out',
    description:
      'By range, and in each by band: the lowest addresses and ports are kept for those that are asked for, the others are given out at random, as the allocators of the API server do. Told beside it: what several Services have, and what is of no range.',
  })
  @ApiOkResponse({ type: AllocationsDto, description: 'The ranges. Counts beyond 2^53 are decimal digits in text.' })
  allocations(@SnapshotView() { view }: ViewedSnapshot): AllocationsDto {
    return allocationsOf(view);
  }

  @Get('services/:namespace/:name')
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders({ markdown: renderServiceMarkdown, text: renderServiceText })
  @ApiParam({ name: 'namespace', description: 'The namespace of the Service.', type: String, example: 'kube-system' })
  @ApiParam({ name: 'name', description: 'The name of the Service.', type: String, example: 'kube-dns' })
  @ApiOperation({
    operationId: 'explainService',
    summary: 'Explain a Service',
    description:
      'Which pods it selects and which it nearly selects; each endpoint, and why kube-proxy does or does not use it; and every way to the Service, with what happens to a connection on it. With `?node=` as kube-proxy of that node sees it. ' +
      'Where the snapshot holds no EndpointSlices, they are made of its Pods or Endpoints as Kubernetes’ controllers make them, and `slices.source` says so.',
  })
  @ApiOkResponse({ type: ServiceExplanationDto, description: 'The Service, explained.' })
  service(@SnapshotView() { view }: ViewedSnapshot, @Param('namespace') namespace: string, @Param('name') name: string, @Query() { node }: ServiceQueryDto): Promise<ServiceExplanationDto> {
    return inTurns(explainSteps(view, { namespace, name, ...(node !== undefined && { node }) }));
  }
}
