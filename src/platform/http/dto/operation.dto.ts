import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { OperationProgress, OperationRecord, OperationStatus, SnapshotRecord } from '../../database/index.js';
import type { Problem } from '../problem.js';
import { SnapshotDto, snapshotOf } from './snapshot.dto.js';

@ApiSchema({ name: 'OperationProgress', description: 'How far an operation has come.' })
class OperationProgressDto implements OperationProgress {
  @ApiProperty({ description: 'What it does just now. An import goes through `read`, `normalise` and `store`.', example: 'read' })
  readonly phase: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'How much of the phase is done: bytes read, objects stored.', example: 65536 })
  readonly done: number;

  @ApiProperty({ type: 'integer', nullable: true, minimum: 0, description: 'How much there is; null while that is not known.', example: 1048576 })
  readonly total: number | null;
}

@ApiSchema({ name: 'Operation', description: 'Work that outlives its request.' })
export class OperationDto {
  @ApiProperty({ format: 'uuid', description: 'Its id.', example: '00000000-0000-4000-8000-000000000002' })
  readonly id: string;

  @ApiProperty({ enum: ['import', 'capture'], description: 'What it does: take in an upload, or read a live cluster.', example: 'import' })
  readonly kind: string;

  @ApiProperty({ type: String, nullable: true, description: 'The cluster that it is for.', example: 'demo' })
  readonly cluster: string | null;

  @ApiProperty({ enum: ['pending', 'running', 'succeeded', 'failed', 'cancelled'], description: 'Whether it goes on, or how it ended.', example: 'succeeded' })
  readonly status: OperationStatus;

  @ApiProperty({ type: OperationProgressDto, nullable: true, description: 'How far it has come; null before it begins.' })
  readonly progress: OperationProgressDto | null;

  @ApiProperty({ type: SnapshotDto, nullable: true, description: 'The new snapshot, once the operation has succeeded; else null.' })
  readonly result: SnapshotDto | null;

  @ApiProperty({ allOf: [{ $ref: '#/components/schemas/Problem' }], nullable: true, description: 'What went wrong, once it has failed; else null.', example: null })
  readonly problem: Problem | null;

  @ApiProperty({ type: String, nullable: true, description: 'The name of the token that began it.', example: 'ci' })
  readonly createdBy: string | null;

  @ApiProperty({ format: 'date-time', description: 'The instant at which it was begun.', example: '2026-03-02T14:31:07.412Z' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time', description: 'The instant of its last change.', example: '2026-03-02T14:31:08.020Z' })
  readonly updatedAt: string;
}

/** Without what only the work itself needs to know. */
export function operationOf({ id, kind, cluster, status, progress, result, problem, createdBy, createdAt, updatedAt }: OperationRecord): OperationDto {
  return {
    id,
    kind,
    cluster,
    status,
    progress,
    result: result === null ? null : snapshotOf(result as SnapshotRecord),
    problem: problem as Problem | null,
    createdBy,
    createdAt,
    updatedAt,
  };
}
