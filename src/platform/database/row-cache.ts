import type { SnapshotEntity } from './entities/snapshot.entity.js';
import type { SnapshotKey } from './snapshot-lookup.js';

/**
 * Rows of snapshots, the least recently used forgotten first. What they tell of their snapshot is never written again, so that only whether a
 * snapshot is still there has to be asked of the database. (How it differs from the one before it is: that is for {@link SnapshotStore.history}, which reads it anew.)
 */
export class RowCache {
  /** In the order of their last use. */
  private readonly rows = new Map<string, SnapshotEntity>();

  constructor(private readonly max = 1_000) {}

  /** The row of `key`; what `load` does not find is asked for again the next time. */
  async get(key: SnapshotKey, load: () => Promise<SnapshotEntity | null>): Promise<SnapshotEntity | null> {
    const name = `${key.clusterId}/${key.number}`;
    const row = this.rows.get(name) ?? (await load());
    if (row === null) return null;
    this.rows.delete(name);
    this.rows.set(name, row);
    if (this.rows.size > this.max) this.forgetOldest();
    return row;
  }

  private forgetOldest(): void {
    for (const name of this.rows.keys()) {
      this.rows.delete(name);
      return;
    }
  }
}
