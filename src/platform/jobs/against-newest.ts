import { BaseOutdated, totalOf, type Base, type SnapshotStore } from '../database/index.js';

/**
 * Reads and stores a snapshot, compared with the cluster's newest already while it is read. Where another snapshot is stored in the meantime, that was in vain:
 * then it is read once more, and compared only when it is stored.
 */
export async function againstNewest<T>(snapshots: SnapshotStore, cluster: string, attempt: (base: Base | undefined) => Promise<T>): Promise<T> {
  try {
    return await attempt(await snapshots.base(cluster));
  } catch (error) {
    if (!(error instanceof BaseOutdated)) throw error;
    return attempt(undefined);
  }
}

/** How many objects a draft that was perhaps compared holds. */
export function sizeOf(draft: Parameters<SnapshotStore['store']>[1]): number {
  return 'objects' in draft ? draft.objects.length : totalOf(draft.difference.counts);
}
