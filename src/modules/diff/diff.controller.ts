import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { nearest } from '../../core/analysis/index.js';
import { findKind, specOf, viewOf, type ClusterView } from '../../core/cluster/index.js';
import {
  diffFindings,
  diffSteps,
  patchSteps,
  renderDiffMarkdown,
  renderDiffText,
  renderFindingsDiffMarkdown,
  renderFindingsDiffText,
  renderTimelineMarkdown,
  renderTimelineText,
  tellSnapshots,
  tellVersions,
  type PatchOperation,
} from '../../core/diff/index.js';
import { InputError } from '../../core/errors.js';
import { readoutFormatsOfRules, type RuleRun } from '../../core/findings/index.js';
import { ReadoutStore, SnapshotStore, type PageRequest, type SnapshotRecord } from '../../platform/database/index.js';
import { inTurns } from '../../platform/in-turns.js';
import { runRulesInTurns } from '../../platform/rules-in-turns.js';
import { PageQuery, Problems, Rendering, Renders, RequiresRole, parseSnapshotRef, pinned } from '../../platform/http/index.js';
import { DiffQueryDto, FindingsDiffDto, ObjectsDiffDto, SnapshotsTimelineDto, TimelineQueryDto, VersionsTimelineDto } from './diff.dto.js';

type TimelinePage = VersionsTimelineDto | SnapshotsTimelineDto;
type Difference = ObjectsDiffDto | FindingsDiffDto | readonly PatchOperation[];

@ApiTags('diff')
@ApiExtraModels(ObjectsDiffDto, FindingsDiffDto, VersionsTimelineDto, SnapshotsTimelineDto)
@Controller('v1/clusters/:cluster')
export class DiffController {
  constructor(
    private readonly snapshots: SnapshotStore,
    private readonly readouts: ReadoutStore,
  ) {}

  @Get('diff')
  @RequiresRole('viewer')
  @Renders<Difference>({ markdown: toMarkdown, text: toText, jsonPatch: (patch) => JSON.stringify(patch) })
  @ApiOperation({
    operationId: 'diffSnapshots',
    summary: 'Tell what changed between two snapshots',
    description:
      'In objects: what was added, removed, replaced and changed, field by field, without noise (endpoints packed into other slices, lists whose order means nothing). In findings: what became wrong, and what was mended. ' +
      '`application/json-patch+json` is the exact difference of `view=objects`, noise and all: a patch of the document `{"<kind>":{"<namespace>/<name>":object}}`. `Content-Location` names the two snapshots by number.',
  })
  @ApiParam({ name: 'cluster', description: 'The name of a cluster.', type: String, example: 'demo' })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'The `ETag` of an answer that the caller has.', schema: { type: 'string' } })
  @ApiOkResponse({ description: 'The difference.', schema: { oneOf: [{ $ref: getSchemaPath(ObjectsDiffDto) }, { $ref: getSchemaPath(FindingsDiffDto) }] } })
  @ApiResponse({ status: 304, description: 'The answer is still the one that the caller has.' })
  async diff(@Param('cluster') cluster: string, @Query() query: DiffQueryDto, @Rendering() rendering: string) {
    const from = await this.snapshots.find(cluster, parseSnapshotRef(query.from, '?from'));
    const to = await this.snapshots.find(cluster, parseSnapshotRef(query.to, '?to'));
    const numbers = { from: String(from.number), to: String(to.number) };
    return pinned<Difference>(numbers, query.view === 'findings' ? await this.#diffFindings(from, to, rendering) : await this.#diffObjects(from, to, rendering));
  }

  @Get('timeline')
  @RequiresRole('viewer')
  @Renders<TimelinePage>({ markdown: renderTimelineMarkdown, text: renderTimelineText })
  @ApiOperation({
    operationId: 'getTimeline',
    summary: 'Tell how a cluster, or one object, changed over time',
    description: 'With `kind` and `name` (and `namespace`, unless the kind is cluster-scoped): every version of that object, oldest first, and what each changed, field by field. With neither: how many objects each snapshot changed, newest first.',
  })
  @ApiParam({ name: 'cluster', description: 'The name of a cluster.', type: String, example: 'demo' })
  @ApiOkResponse({ description: 'The versions of the object, or the changes of each snapshot.', schema: { oneOf: [{ $ref: getSchemaPath(VersionsTimelineDto) }, { $ref: getSchemaPath(SnapshotsTimelineDto) }] } })
  @Problems('not-found')
  timeline(@Param('cluster') cluster: string, @Query() query: TimelineQueryDto, @PageQuery() page: PageRequest): Promise<TimelinePage> {
    const { kind, namespace, name } = query;
    if (kind === undefined && namespace === undefined && name === undefined) return this.#tellSnapshots(cluster, page);
    return this.#tellVersions(cluster, query);
  }

  async #diffObjects(from: SnapshotRecord, to: SnapshotRecord, rendering: string): Promise<Difference> {
    const pairs = await this.snapshots.changes(from.cluster, from.number, to.number);
    if (rendering === 'jsonPatch') return inTurns(patchSteps(pairs));
    const diff = await inTurns(diffSteps(pairs, { before: from.coverage, after: to.coverage }));
    return { view: 'objects', from: instantOf(from), to: instantOf(to), ...diff };
  }

  async #diffFindings(from: SnapshotRecord, to: SnapshotRecord, rendering: string): Promise<Difference> {
    if (rendering === 'jsonPatch') throw new InputError('not-acceptable', 'only view=objects is rendered as application/json-patch+json');
    const diff = diffFindings(await this.#run(from), await this.#run(to));
    return { view: 'findings', from: instantOf(from), to: instantOf(to), ...diff };
  }

  async #run(snapshot: SnapshotRecord): Promise<RuleRun> {
    const readouts = await this.readouts.newest(snapshot.cluster, snapshot.number, readoutFormatsOfRules);
    return runRulesInTurns(await this.#viewOf(snapshot), readouts);
  }

  async #viewOf({ cluster, number }: SnapshotRecord): Promise<ClusterView> {
    return viewOf(await this.snapshots.state(cluster, number));
  }

  async #tellSnapshots(cluster: string, page: PageRequest): Promise<SnapshotsTimelineDto> {
    const { items, next } = await this.snapshots.history(cluster, page);
    return { ...tellSnapshots(items, next === null), next };
  }

  async #tellVersions(cluster: string, query: TimelineQueryDto): Promise<VersionsTimelineDto> {
    const { kind, namespace, name } = requireObject(query);
    const versions = await this.snapshots.timeline(cluster, kind, namespace, name);
    if (versions.length > 0) return { ...tellVersions(kind, versions), next: null };
    const view = await this.#viewOf(await this.snapshots.find(cluster, { latest: 0 }));
    const names = view.objects(kind).filter(({ metadata }) => !('namespace' in metadata) || metadata.namespace === namespace).map(({ metadata }) => metadata.name);
    const near = nearest(name, names);
    throw new InputError('not-found', `no kept snapshot of ${cluster} has the ${kind} ${namespace === '' ? name : `${namespace}/${name}`}; ${near.length > 0 ? `near names: ${near.join(', ')}` : `the latest has ${names.length} there`}`);
  }
}

function requireObject({ kind, namespace, name }: TimelineQueryDto) {
  if (kind === undefined || name === undefined) {
    const detail = 'one object is asked for by kind and name (and namespace); the changes of all by none of them';
    throw new InputError('invalid-request', detail, [{ pointer: kind === undefined ? '?kind' : '?name', detail }]);
  }
  const known = findKind(kind, '?kind');
  if (specOf(known).namespaced === (namespace !== undefined)) return { kind: known, namespace: namespace ?? '', name };
  const detail = namespace === undefined ? `${known} is a kind of namespaced objects: name the namespace too` : `${known} is cluster-scoped: its objects have no namespace`;
  throw new InputError('invalid-request', detail, [{ pointer: '?namespace', detail }]);
}

function instantOf({ number, takenAt }: SnapshotRecord) {
  return { number, takenAt };
}

function toMarkdown(difference: Difference): string {
  if (!('view' in difference)) return JSON.stringify(difference);
  return difference.view === 'objects' ? renderDiffMarkdown(difference) : renderFindingsDiffMarkdown(difference);
}

function toText(difference: Difference): string {
  if (!('view' in difference)) return JSON.stringify(difference);
  return difference.view === 'objects' ? renderDiffText(difference) : renderFindingsDiffText(difference);
}
