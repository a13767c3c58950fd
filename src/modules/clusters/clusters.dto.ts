import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Length, Matches, Max, Min, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { InputError } from '../../core/errors.js';
import { isRecord } from '../../core/record.js';
import { clusterNamePattern, type ClusterRecord, type ClusterSource, type NewCluster, type Page, type Retention } from '../../platform/database/index.js';
import { MayBeAbsent } from '../../platform/http/index.js';

const largestRetention = 100_000;

const clusterName = {
  pattern: clusterNamePattern.source,
  description: 'A DNS label of the caller’s choosing: 1 to 63 lower-case letters, digits and hyphens, no hyphen at either end.',
};

const labels = {
  type: 'object',
  additionalProperties: { type: 'string', maxLength: 253 },
  maxProperties: 64,
  description: 'Any words of the caller’s: at most 64, keys and values of at most 253 characters.',
  example: { region: 'eu' },
} as const;

@ApiSchema({ name: 'ClusterSource', description: 'Where the snapshots of a cluster come from.' })
class ClusterSourceDto {
  @ApiProperty({
    enum: ['import', 'kubeconfig', 'in-cluster', 'demo'],
    description: '`import`: they are uploaded. `kubeconfig`, `in-cluster`: the cluster is live and is captured. `demo`: they came with the service.',
    example: 'import',
  })
  readonly type: ClusterSource['type'];

  @ApiPropertyOptional({ description: 'The context of the service’s kubeconfig; only for `kubeconfig`, where it is not the current one.', example: 'prod-eu' })
  readonly context?: string;
}

const newSources = ['import', 'kubeconfig', 'in-cluster'] as const;

@ApiSchema({ name: 'NewClusterSource', description: 'Where the snapshots of a new cluster will come from.' })
export class NewClusterSourceDto {
  @ApiProperty({
    enum: newSources,
    description: '`import`: they are uploaded. `kubeconfig`: the cluster is captured, by a context of the service’s own kubeconfig. `in-cluster`: the cluster in which the service runs is captured.',
    example: 'import',
  })
  @IsIn(newSources, { message: 'must be import, kubeconfig or in-cluster' })
  readonly type: (typeof newSources)[number];

  @ApiPropertyOptional({ maxLength: 253, description: 'The context of the service’s kubeconfig; only for `kubeconfig`. Default: its current one.' })
  @MayBeAbsent()
  @Length(1, 253, { message: 'must be the name of a context' })
  readonly context?: string;
}

@ApiSchema({ name: 'Retention', description: 'A snapshot is kept while either bound holds it; the newest is always kept. Without bounds all are kept.' })
export class RetentionDto implements Retention {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: largestRetention, description: 'Keeps the newest so many snapshots.', example: 30 })
  @MayBeAbsent()
  @IsInt({ message: 'must be a whole number' })
  @Min(1)
  @Max(largestRetention)
  readonly keepLast?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: largestRetention, description: 'Keeps snapshots that were taken less than so many days ago.', example: 90 })
  @MayBeAbsent()
  @IsInt({ message: 'must be a whole number' })
  @Min(1)
  @Max(largestRetention)
  readonly keepDays?: number;
}

@ApiSchema({ name: 'LatestSnapshot', description: 'The newest snapshot of a cluster.' })
class LatestSnapshotDto {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Its number.', example: 2 })
  readonly number: number;

  @ApiProperty({ format: 'date-time', description: 'The instant at which the cluster was so.', example: '2026-03-02T14:30:00.000Z' })
  readonly takenAt: string;
}

@ApiSchema({ name: 'Cluster', description: 'A cluster that the service knows.' })
export class ClusterDto implements ClusterRecord {
  @ApiProperty({ ...clusterName, example: 'demo' })
  readonly name: string;

  @ApiProperty({ type: ClusterSourceDto, description: 'Where its snapshots come from.' })
  readonly source: ClusterSourceDto;

  @ApiProperty(labels)
  readonly labels: Readonly<Record<string, string>>;

  @ApiProperty({ type: RetentionDto, description: 'Which snapshots are kept.' })
  readonly retention: RetentionDto;

  @ApiProperty({ type: String, nullable: true, description: 'When the cluster is captured by itself: the five fields of crontab(5), in UTC; null: only when asked to.', example: null })
  readonly schedule: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the next capture is due; null without a schedule.', example: null })
  readonly nextCaptureAt: string | null;

  @ApiProperty({ format: 'date-time', description: 'The instant at which the service came to know it.', example: '2026-03-02T14:31:07.000Z' })
  readonly createdAt: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'How many snapshots are kept.', example: 2 })
  readonly snapshots: number;

  @ApiProperty({ type: LatestSnapshotDto, nullable: true, description: 'The newest snapshot; null before the first.' })
  readonly latest: LatestSnapshotDto | null;
}

@ApiSchema({ name: 'ClusterPage', description: 'Clusters, by name.' })
export class ClusterPageDto implements Page<ClusterDto> {
  @ApiProperty({ type: [ClusterDto], description: 'At most `limit` of them.' })
  readonly items: ClusterDto[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page; null at the end.', example: null })
  readonly next: string | null;
}

@ApiSchema({ name: 'NewCluster', description: 'A cluster to be known.' })
export class NewClusterDto implements Omit<NewCluster, 'source'> {
  @ApiProperty({ ...clusterName, example: 'prod-eu' })
  @Matches(clusterNamePattern, { message: 'must be a DNS label: 1 to 63 lower-case letters, digits and hyphens, no hyphen at either end' })
  readonly name: string;

  @ApiProperty({ type: NewClusterSourceDto, description: 'Where its snapshots will come from.' })
  @IsPart()
  @ValidateNested()
  @Type(() => NewClusterSourceDto)
  readonly source: NewClusterSourceDto;

  @ApiPropertyOptional(labels)
  @MayBeAbsent()
  @IsLabels()
  readonly labels?: Readonly<Record<string, string>>;
}

/** The source of a new cluster. @throws InputError `invalid-request` for a context where none is taken */
export function sourceOf({ type, context }: NewClusterSourceDto): ClusterSource {
  if (type === 'kubeconfig') return { type, ...(context !== undefined && { context }) };
  if (context === undefined) return { type };
  const detail = `a context is of a kubeconfig; the source ${type} has none`;
  throw new InputError('invalid-request', detail, [{ pointer: '/source/context', detail }]);
}

@ApiSchema({ name: 'ClusterChange', description: 'What is to change of a cluster. A field that is left out stays as it is; one that is given replaces the old value whole.' })
export class ClusterChangeDto {
  @ApiPropertyOptional({ type: RetentionDto, description: 'Which snapshots are kept, from the next one that is stored on.' })
  @MayBeAbsent()
  @IsPart()
  @ValidateNested()
  @Type(() => RetentionDto)
  readonly retention?: RetentionDto;

  @ApiPropertyOptional(labels)
  @MayBeAbsent()
  @IsLabels()
  readonly labels?: Readonly<Record<string, string>>;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 100,
    description:
      'Captures a live cluster by itself: minute, hour, day of the month, month and day of the week as in crontab(5), in UTC, as in `*/15 * * * *`. null: no longer. A capture that is still at work when the next is due takes its place.',
    example: null,
  })
  @ValidateIf(({ schedule }: ClusterChangeDto) => schedule !== undefined && schedule !== null)
  @Length(9, 100, { message: 'must be the five fields of a schedule, as in "*/15 * * * *", or null' })
  readonly schedule?: string | null;
}

/** A JSON object; what is in it is for the class of the part to check. */
function IsPart(): PropertyDecorator {
  return ValidateBy({ name: 'isPart', validator: { validate: isRecord, defaultMessage: () => 'must be an object' } });
}

function IsLabels(): PropertyDecorator {
  return ValidateBy({
    name: 'isLabels',
    validator: { validate: areLabels, defaultMessage: () => 'must be an object of at most 64 texts, keys and values of at most 253 characters' },
  });
}

function areLabels(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= 64 && entries.every(([key, text]) => key.length <= 253 && typeof text === 'string' && text.length <= 253);
}
