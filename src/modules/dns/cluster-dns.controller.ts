import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  corefileZone,
  recordsSteps,
  renderRecordsMarkdown,
  renderRecordsText,
  renderResolutionMarkdown,
  renderResolutionText,
  renderResolvConfMarkdown,
  renderResolvConfText,
  renderZoneFile,
  resolve,
  resolvConfOfPod,
  type NodeReadout,
  type RecordsAnswer,
} from '../../core/dns/index.js';
import { drawResolution } from '../../core/pictures/index.js';
import { parseReadout } from '../../core/readouts/index.js';
import { ReadoutStore, type PageRequest, type SnapshotRecord } from '../../platform/database/index.js';
import { AlsoByLink, DependsOnSnapshotOnly, PageQuery, Rendering, Renders, RequiresRole, SnapshotView, type ViewedSnapshot } from '../../platform/http/index.js';
import { inTurns } from '../../platform/in-turns.js';
import { RecordsDto, RecordsQueryDto } from './records.dto.js';
import { ResolvConfDto } from './resolv-conf.dto.js';
import { ResolutionDto, ResolveQuestionDto } from './resolve.dto.js';

/** The readouts that tell of a node's own DNS. */
const formats = ['resolv-conf', 'kubelet-config'] as const;
/** More than any zone holds. */
const all = Number.MAX_SAFE_INTEGER;

@ApiTags('dns')
@Controller('v1/clusters/:cluster/snapshots/:snapshot/dns')
export class ClusterDnsController {
  constructor(private readonly readouts: ReadoutStore) {}

  @AlsoByLink()
  @Post('resolve')
  @HttpCode(200)
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders({ markdown: renderResolutionMarkdown, text: renderResolutionText, svg: drawResolution })
  @ApiOperation({
    operationId: 'resolveName',
    summary: 'Tell what a name resolves to',
    description:
      'For a pod of the snapshot, one that could be, a node, or a query that reaches the cluster DNS from an address: the resolv.conf that the kubelet writes, the search of its C library (glibc or musl) query by query in the order in which they leave, ' +
      'the server of each, and CoreDNS’s plugins in their order. What is answered beyond the cluster is `forwarded`, and never invented.',
  })
  @ApiOkResponse({ type: ResolutionDto, description: 'What it resolves to. A name that does not exist is an answer.' })
  async resolve(@SnapshotView() { record, view }: ViewedSnapshot, @Body() question: ResolveQuestionDto): Promise<ResolutionDto> {
    return resolve(view, question, await this.#readoutsOf(record));
  }

  @Get('pods/:namespace/:pod/resolv.conf')
  @RequiresRole('viewer')
  @Renders({ markdown: renderResolvConfMarkdown, text: renderResolvConfText })
  @ApiParam({ name: 'namespace', description: 'The namespace of the pod.', type: String, example: 'dev' })
  @ApiParam({ name: 'pod', description: 'Its name.', type: String, example: 'toolbox' })
  @ApiOperation({
    operationId: 'tellResolvConf',
    summary: 'Tell the resolv.conf of a pod',
    description:
      'As its kubelet forms it and the runtime writes it: by dnsPolicy, dnsConfig and hostNetwork, and by the kubelet’s clusterDNS and clusterDomain, with where each was found; what the kubelet’s limits leave out. ' +
      'What comes from the node’s own file is known where a readout `resolv-conf` of the node was added, and said to be missing where not.',
  })
  @ApiOkResponse({ type: ResolvConfDto, description: 'The file.' })
  async resolvConf(@SnapshotView() { record, view }: ViewedSnapshot, @Param('namespace') namespace: string, @Param('pod') pod: string): Promise<ResolvConfDto> {
    return resolvConfOfPod(view, namespace, pod, await this.#readoutsOf(record), () => corefileZone(view));
  }

  @Get('records')
  @RequiresRole('viewer')
  @Renders<RecordsAnswer>({ markdown: renderRecordsMarkdown, text: renderRecordsText, zoneFile: renderZoneFile })
  @ApiOperation({
    operationId: 'listRecords',
    summary: 'List what the cluster zone holds',
    description:
      'Every record that CoreDNS’s plugin kubernetes would serve: A, AAAA, SRV, PTR, TXT, NS, SOA, and CNAME of ExternalNames; of Services, headless ones, endpoints and pods. A page at a time; as `text/dns` the whole zone as a zone file.',
  })
  @ApiOkResponse({ type: RecordsDto, description: 'The records.' })
  records(@SnapshotView() { view }: ViewedSnapshot, @Query() question: RecordsQueryDto, @PageQuery() page: PageRequest, @Rendering() rendering: string): Promise<RecordsDto> {
    const window = rendering === 'zoneFile' ? { from: 0, limit: all } : { from: Number(page.after ?? 0), limit: page.limit };
    return inTurns(recordsSteps(view, question, window));
  }

  async #readoutsOf({ cluster, number }: SnapshotRecord): Promise<readonly NodeReadout[]> {
    const found = await Promise.all(formats.map((format) => this.readouts.list(cluster, number, { format })));
    return found.flat().map(({ node, format, text }) => ({ node, readout: parseReadout(format, text) }));
  }
}
