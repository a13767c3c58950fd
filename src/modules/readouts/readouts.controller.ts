import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { nearest } from '../../core/analysis/index.js';
import type { ClusterView } from '../../core/cluster/index.js';
import { InputError } from '../../core/errors.js';
import { parseReadout, renderReadoutMarkdown, renderReadoutText } from '../../core/readouts/index.js';
import { ReadoutStore, type SnapshotRecord } from '../../platform/database/index.js';
import { Caller, Idempotent, Renders, RequiresRole, Snapshot, SnapshotView, created, type Principal, type ViewedSnapshot } from '../../platform/http/index.js';
import { NewReadoutDto, ReadoutListDto, ReadoutsQueryDto, StoredReadoutDto, filterOf, readoutOf, type StoredReadout } from './readouts.dto.js';

@ApiTags('readouts')
@ApiParam({ name: 'node', description: 'The name of a node.', type: String, example: 'demo-worker-1' })
@Controller('v1/clusters/:cluster/snapshots/:snapshot/nodes/:node/readouts')
export class ReadoutsController {
  constructor(private readonly readouts: ReadoutStore) {}

  @Post()
  @RequiresRole('operator')
  @Idempotent()
  @Renders<StoredReadout>({ markdown: renderReadoutMarkdown, text: renderReadoutText })
  @ApiOperation({
    operationId: 'addReadout',
    summary: 'Add a readout to a node',
    description: 'Keeps a text that a person copied off a node beside the snapshot, where its analyses use it, and answers what it says. A text that cannot be read is refused.',
  })
  @ApiCreatedResponse({ type: StoredReadoutDto, description: 'The readout; `Location` is the list that it was added to.' })
  async add(@SnapshotView() { record, view }: ViewedSnapshot, @Param('node') node: string, @Body() { format, text }: NewReadoutDto, @Caller() caller: Principal | undefined) {
    requireNode(view, node);
    parseReadout(format, text);
    const readout = await this.readouts.add(record.cluster, record.number, { node, format, text, createdBy: caller?.name ?? null });
    return created<StoredReadout>(`/v1/clusters/${record.cluster}/snapshots/${record.number}/nodes/${encodeURIComponent(node)}/readouts`, readoutOf(readout));
  }

  @Get()
  @RequiresRole('viewer')
  @ApiOperation({ operationId: 'listReadouts', summary: 'List the readouts of a node', description: 'Those that were added to this snapshot, in the order in which they were added; none for a node that has none.' })
  @ApiOkResponse({ type: ReadoutListDto, description: 'The readouts.' })
  async list(@Snapshot() { cluster, number }: SnapshotRecord, @Param('node') node: string, @Query() query: ReadoutsQueryDto): Promise<ReadoutListDto> {
    const readouts = await this.readouts.list(cluster, number, { node, ...filterOf(query) });
    return { items: readouts.map(readoutOf), next: null };
  }
}

/** A node of this name, unless the snapshot does not know all nodes. */
function requireNode(view: ClusterView, name: string): void {
  if (!view.covers('Node') || view.get('Node', '', name) !== undefined) return;
  const names = view.objects('Node').map(({ metadata }) => metadata.name);
  const near = nearest(name, names);
  throw new InputError('not-found', `the snapshot has no node ${JSON.stringify(name)}; ${near.length > 0 ? `near names: ${near.join(', ')}` : `it has ${names.length}`}`);
}
