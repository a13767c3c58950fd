import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { CoverageState, SnapshotWarning } from '../../../core/cluster/index.js';
import type { SnapshotRecord } from '../../database/index.js';
import { ObjectRefDto } from './answer.dto.js';

const countByKind = { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } } as const;

@ApiSchema({ name: 'SnapshotSource', description: 'Where a snapshot comes from.' })
export class SnapshotSourceDto {
  @ApiProperty({ enum: ['import', 'capture', 'demo'], description: '`import`: it was uploaded. `capture`: it was read from the live cluster. `demo`: it came with the service.', example: 'demo' })
  readonly type: 'import' | 'capture' | 'demo';

  @ApiPropertyOptional({ type: 'integer', description: 'Files in the upload; only for an import.', example: 1 })
  readonly files?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Requests sent to the API server; only for a capture.', example: 61 })
  readonly requests?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Bytes of the upload once unpacked, or of all answers of the API server.', example: 48211 })
  readonly bytes?: number;
}

@ApiSchema({ name: 'SnapshotWarning', description: 'What could not be used of the source of a snapshot.' })
export class SnapshotWarningDto implements SnapshotWarning {
  @ApiProperty({ description: 'What was found, and what came of it.', example: 'the list of Pod was cut off by the API server: 120 were left' })
  readonly detail: string;

  @ApiPropertyOptional({ description: 'The file of the upload, by its path in the archive.', example: 'shop/pods.json' })
  readonly file?: string;

  @ApiPropertyOptional({ type: ObjectRefDto, description: 'The object at fault.' })
  readonly object?: ObjectRefDto;

  @ApiPropertyOptional({ description: 'The field at fault.', example: 'spec.ports[0].port' })
  readonly field?: string;
}

@ApiSchema({ name: 'Snapshot', description: 'What is known of a snapshot besides its objects.' })
export class SnapshotDto implements Omit<SnapshotRecord, 'coverage' | 'source'> {
  @ApiProperty({ description: 'The cluster.', example: 'demo' })
  readonly cluster: string;

  @ApiProperty({ type: 'integer', minimum: 1, description: '1, 2, 3 … per cluster. A number is never used again.', example: 2 })
  readonly number: number;

  @ApiProperty({ format: 'date-time', description: 'The instant at which the cluster was so.', example: '2026-03-02T14:30:00.000Z' })
  readonly takenAt: string;

  @ApiProperty({ format: 'date-time', description: 'The instant at which the snapshot was stored.', example: '2026-03-02T14:31:07.412Z' })
  readonly createdAt: string;

  @ApiProperty({ type: SnapshotSourceDto, description: 'Where it comes from.' })
  readonly source: SnapshotSourceDto;

  @ApiProperty({ type: String, nullable: true, description: 'What the caller called it.', example: 'after the maintenance' })
  readonly label: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The version of the API server, or else of the newest kubelet; null where the source does not tell.', example: 'v1.34.1' })
  readonly kubernetesVersion: string | null;

  @ApiProperty({ ...countByKind, description: 'Stored objects by kind.', example: { Node: 4, Pod: 30, Service: 14 } })
  readonly counts: Readonly<Record<string, number>>;

  @ApiProperty({ ...countByKind, description: 'Objects of kinds that no analysis reads, by kind: they were not stored.', example: { ServiceAccount: 12 } })
  readonly ignored: Readonly<Record<string, number>>;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', enum: ['collected', 'forbidden', 'absent', 'unreadable'] },
    description: 'How far the snapshot knows each kind. `collected`: some of it is there, whole or as `coverageNamespaces` says. `forbidden`: the API server refused. `absent`: the source had no such list. `unreadable`: some of it could not be read.',
    example: { Pod: 'collected', Service: 'collected', Gateway: 'absent' },
  })
  readonly coverage: Readonly<Record<string, CoverageState>>;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description: 'The kinds of which nothing in the source vouches for the whole, and the namespaces in which they are whole; an empty list: some objects are there, and nothing says that they are all.',
    example: { ConfigMap: ['kube-system'] },
  })
  readonly coverageNamespaces?: Readonly<Record<string, readonly string[]>>;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'The resource version of each list, where the source tells it.', example: { Pod: '81233' } })
  readonly resourceVersions: Readonly<Record<string, string>>;

  @ApiProperty({ type: [SnapshotWarningDto], description: 'What could not be used of the source.', example: [] })
  readonly warnings: readonly SnapshotWarningDto[];
}

/** The coverage of each kind as one word, and apart from it the namespaces where it is partial. */
export function snapshotOf({ coverage, ...record }: SnapshotRecord): SnapshotDto {
  const kinds = Object.entries(coverage);
  const partial = kinds.flatMap(([kind, { namespaces }]) => (namespaces === undefined ? [] : [[kind, namespaces] as const]));
  return {
    ...record,
    coverage: Object.fromEntries(kinds.map(([kind, { state }]) => [kind, state])),
    ...(partial.length > 0 && { coverageNamespaces: Object.fromEntries(partial) }),
  };
}
