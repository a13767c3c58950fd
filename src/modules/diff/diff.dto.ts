import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import type { KindName, KubeObject } from '../../core/cluster/index.js';
import type { ChangeCounts, ChangeGroup, ChangeKind, FieldChange, FindingsDiff, ObjectChange, ObjectsDiff, SnapshotCounts, SnapshotsTimeline, UndecidedFinding, VersionChange, VersionsTimeline } from '../../core/diff/index.js';
import { AnswerDto, ObjectRefDto, anyJson, countOf } from '../../platform/http/dto/answer.dto.js';
import { FindingDto } from '../../platform/http/dto/finding.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';

const summary = { description: 'One sentence that a person can act on.' };

@ApiSchema({ name: 'SnapshotInstant', description: 'A snapshot, and when it was taken.' })
export class SnapshotInstantDto {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Its number.', example: 1 })
  readonly number: number;

  @ApiProperty({ format: 'date-time', description: 'The instant at which the cluster was so.', example: '2026-03-02T08:00:00.000Z' })
  readonly takenAt: string;
}

class ComparisonDto extends AnswerDto {
  @ApiProperty({ type: SnapshotInstantDto, description: 'The snapshot that is taken for the earlier one.' })
  readonly from: SnapshotInstantDto;

  @ApiProperty({ type: SnapshotInstantDto, description: 'The snapshot that is taken for the later one.' })
  readonly to: SnapshotInstantDto;
}

@ApiSchema({ name: 'ChangeCounts', description: 'How many objects changed, and how.' })
class ChangeCountsDto implements ChangeCounts {
  @ApiProperty(countOf('Objects that are only in the later snapshot.', 8))
  readonly added: number;

  @ApiProperty(countOf('Objects that are only in the earlier snapshot.', 4))
  readonly removed: number;

  @ApiProperty(countOf('Objects that were deleted and made anew under the same name.', 0))
  readonly replaced: number;

  @ApiProperty(countOf('Objects that are in both, and differ.', 12))
  readonly changed: number;
}

@ApiSchema({ name: 'ChangeGroup', description: 'How many objects of one kind in one namespace changed.' })
class ChangeGroupDto extends ChangeCountsDto implements ChangeGroup {
  @ApiProperty({ type: String, description: 'The kind.', example: 'Service' })
  readonly kind: KindName;

  @ApiPropertyOptional({ description: 'Absent for a cluster-scoped kind.', example: 'shop' })
  readonly namespace?: string;
}

@ApiSchema({ name: 'FieldChange', description: 'One field that differs. A side on which it does not exist is absent.' })
class FieldChangeDto implements FieldChange {
  @ApiProperty({
    description: 'The field, as `kubectl explain` writes it. An item of a list stands by the fields that name it, or by its position where only that does.',
    example: 'spec.ports[80,TCP].targetPort',
  })
  readonly field: string;

  @ApiPropertyOptional({ ...anyJson, description: 'Its value in the earlier snapshot: any JSON.', example: 80 })
  readonly before?: unknown;

  @ApiPropertyOptional({ ...anyJson, description: 'Its value in the later snapshot: any JSON.', example: 8080 })
  readonly after?: unknown;

  @ApiPropertyOptional({ enum: [true], description: 'The list holds the same items in another order; `before` and `after` are their names.', example: true })
  readonly reordered?: true;
}

@ApiSchema({ name: 'ObjectChange', description: 'What happened to one object.' })
class ObjectChangeDto extends ObjectRefDto implements ObjectChange {
  @ApiProperty({ type: String, description: 'The kind.', example: 'Service' })
  declare readonly kind: KindName;

  @ApiProperty({ enum: ['added', 'removed', 'replaced', 'changed'], description: '`replaced`: deleted and made anew under the same name.', example: 'changed' })
  readonly change: ChangeKind;

  @ApiPropertyOptional({ enum: [true], description: 'The EndpointSlices of one Service taken together: `name` is the Service’s.', example: true })
  readonly together?: true;

  @ApiProperty({ type: [FieldChangeDto], description: 'What differs, in the order of the object’s fields. Empty for an object that was added or removed.' })
  readonly fields: readonly FieldChangeDto[];
}

@ApiSchema({ name: 'ObjectsDiff', description: 'What changed between two snapshots, object by object, without what means nothing to anybody.' })
export class ObjectsDiffDto extends ComparisonDto implements ObjectsDiff {
  @ApiProperty({ ...summary, example: '1 object changed in 1 namespace: Service shop/payments changed spec.selector.app from payment to payments.' })
  declare readonly summary: string;

  @ApiProperty({ enum: ['objects'], description: 'Always `objects`.', example: 'objects' })
  readonly view: 'objects';

  @ApiProperty({ type: ChangeCountsDto, description: 'Of all changes.' })
  readonly counts: ChangeCountsDto;

  @ApiProperty({ type: [ChangeGroupDto], description: 'Of the changes of each kind and namespace.' })
  readonly groups: readonly ChangeGroupDto[];

  @ApiProperty({ type: [ObjectChangeDto], description: 'The changes, by kind, namespace and name.' })
  readonly changes: readonly ObjectChangeDto[];
}

@ApiSchema({ name: 'FindingsDiffCounts', description: 'How many findings came, went and stayed.' })
class FindingsDiffCountsDto {
  @ApiProperty(countOf('Only in the later snapshot.', 2))
  readonly introduced: number;

  @ApiProperty(countOf('Only in the earlier snapshot.', 2))
  readonly fixed: number;

  @ApiProperty(countOf('In both.', 6))
  readonly unchanged: number;

  @ApiProperty(countOf('In one, while the other does not hold what the rule needs.', 0))
  readonly undecided: number;
}

@ApiSchema({ name: 'UndecidedFinding', description: 'A finding of one snapshot of which the other cannot tell whether it was there too.' })
class UndecidedFindingDto implements UndecidedFinding {
  @ApiProperty({ enum: ['before', 'after'], description: 'The snapshot that has it: the earlier or the later.', example: 'after' })
  readonly in: 'before' | 'after';

  @ApiProperty({ type: FindingDto, description: 'The finding.' })
  readonly finding: FindingDto;
}

@ApiSchema({ name: 'FindingsDiff', description: 'How the findings of two snapshots differ.' })
export class FindingsDiffDto extends ComparisonDto implements FindingsDiff {
  @ApiProperty({ ...summary, example: '1 finding introduced (1 critical), first Service shop/redis: No endpoint is ready; 2 fixed, 7 unchanged.' })
  declare readonly summary: string;

  @ApiProperty({ enum: ['findings'], description: 'Always `findings`.', example: 'findings' })
  readonly view: 'findings';

  @ApiProperty({ type: FindingsDiffCountsDto, description: 'Of each list.' })
  readonly counts: FindingsDiffCountsDto;

  @ApiProperty({ type: [FindingDto], description: 'Only in the later snapshot.' })
  readonly introduced: readonly FindingDto[];

  @ApiProperty({ type: [FindingDto], description: 'Only in the earlier snapshot.' })
  readonly fixed: readonly FindingDto[];

  @ApiProperty({ type: [FindingDto], description: 'In both, as the later one tells them.' })
  readonly unchanged: readonly FindingDto[];

  @ApiProperty({ type: [UndecidedFindingDto], description: 'In one, while the other does not hold what the rule needs.', example: [] })
  readonly undecided: readonly UndecidedFindingDto[];
}

const snapshotRef = 'its number, `latest`, `latest~N`, or an RFC 3339 instant';

export class DiffQueryDto {
  @ApiPropertyOptional({ default: 'latest~1', description: `The snapshot to start from: ${snapshotRef}.`, example: '1' })
  @MayBeAbsent()
  @IsString({ message: 'may stand once' })
  readonly from: string = 'latest~1';

  @ApiPropertyOptional({ default: 'latest', description: `The snapshot to arrive at: ${snapshotRef}.`, example: '2' })
  @MayBeAbsent()
  @IsString({ message: 'may stand once' })
  readonly to: string = 'latest';

  @ApiPropertyOptional({ enum: ['objects', 'findings'], default: 'objects', description: '`objects`: what changed, field by field. `findings`: what became wrong, and what was mended.', example: 'objects' })
  @MayBeAbsent()
  @IsIn(['objects', 'findings'], { message: 'must be objects or findings' })
  readonly view: 'objects' | 'findings' = 'objects';
}

export class TimelineQueryDto {
  @ApiPropertyOptional({ description: 'The kind of the object: its name, its plural or its short name, as kubectl takes them.', example: 'Service' })
  @MayBeAbsent()
  @IsString({ message: 'may stand once' })
  readonly kind?: string;

  @ApiPropertyOptional({ description: 'The namespace of the object.', example: 'shop' })
  @MayBeAbsent()
  @Length(1, 253, { message: 'must be the name of one namespace' })
  readonly namespace?: string;

  @ApiPropertyOptional({ description: 'The name of the object.', example: 'web' })
  @MayBeAbsent()
  @Length(1, 253, { message: 'must be one name' })
  readonly name?: string;
}

@ApiSchema({ name: 'SnapshotChange', description: 'How a snapshot differs from the kept one before it.' })
class SnapshotChangeDto extends SnapshotInstantDto implements SnapshotCounts {
  @ApiProperty(countOf('Objects that the one before does not have.', 8))
  readonly added: number;

  @ApiProperty(countOf('Objects that only the one before has.', 4))
  readonly removed: number;

  @ApiProperty(countOf('Objects that both have, and that differ in anything at all.', 21))
  readonly changed: number;
}

@ApiSchema({ name: 'ObjectVersion', description: 'An object as it stood, unchanged, in the kept snapshots from `from` until before `to`.' })
class ObjectVersionDto implements VersionChange {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The first snapshot that has it so.', example: 1 })
  readonly from: number;

  @ApiProperty({ type: 'integer', nullable: true, minimum: 1, description: 'The first snapshot that no longer has it so; null while the newest has it.', example: 2 })
  readonly to: number | null;

  @ApiProperty({ format: 'date-time', description: 'When snapshot `from` was taken.', example: '2026-03-02T08:00:00.000Z' })
  readonly takenAt: string;

  @ApiProperty({ type: String, nullable: true, description: 'Another uid is another object of the same name; null where the source told none.', example: '5f1d3c1e-7a07-4b3a-8d7b-6f9a30f2c411' })
  readonly uid: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The object.', example: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } } })
  readonly object: KubeObject;

  @ApiProperty({ type: [FieldChangeDto], description: 'What differs from the version before, without what means nothing to anybody. Empty for the first.' })
  readonly fields: readonly FieldChangeDto[];
}

@ApiSchema({ name: 'VersionsTimeline', description: 'How one object changed over time.' })
export class VersionsTimelineDto extends AnswerDto implements VersionsTimeline {
  @ApiProperty({ ...summary, example: 'Service shop/web has 2 versions; the last change, in snapshot 2 (2026-03-02T14:30:00.000Z): it lost spec.ports[80,TCP] and gained spec.ports[8080,TCP].' })
  declare readonly summary: string;

  @ApiProperty({ enum: ['versions'], description: 'Always `versions`.', example: 'versions' })
  readonly view: 'versions';

  @ApiProperty({ type: [ObjectVersionDto], description: 'All versions, oldest first.' })
  readonly items: readonly ObjectVersionDto[];

  @ApiProperty({ type: String, nullable: true, description: 'Always null: the list is whole.', example: null })
  readonly next: null;
}

@ApiSchema({ name: 'SnapshotsTimeline', description: 'How much each snapshot of a cluster changed.' })
export class SnapshotsTimelineDto extends AnswerDto implements SnapshotsTimeline {
  @ApiProperty({ ...summary, example: 'Snapshots 1 to 2: the most changed with 2, taken at 2026-03-02T14:30:00.000Z: 10 objects added, 4 removed, 15 changed.' })
  declare readonly summary: string;

  @ApiProperty({ enum: ['snapshots'], description: 'Always `snapshots`.', example: 'snapshots' })
  readonly view: 'snapshots';

  @ApiProperty({ type: [SnapshotChangeDto], description: 'At most `limit` of them, newest first.' })
  readonly items: readonly SnapshotChangeDto[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page; null at the end.', example: null })
  readonly next: string | null;
}
