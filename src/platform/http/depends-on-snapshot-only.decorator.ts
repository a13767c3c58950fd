import { SetMetadata } from '@nestjs/common';

/** Metadata key: set on a route whose answer follows from the snapshot and the URL alone. */
export const OF_SNAPSHOT_ALONE = 'foretrace:of-snapshot-alone';

/**
 * The answer follows from the snapshot with its readouts, the URL and the code alone, not from other snapshots. Its ETag is then known before
 * the work is done, and a 304 costs one look at the snapshot's row. A `GET` of a snapshot without this mark has the hash of its bytes as ETag.
 */
export function DependsOnSnapshotOnly(): MethodDecorator {
  return SetMetadata(OF_SNAPSHOT_ALONE, true);
}
