import type { ObjectPair } from '../../src/core/cluster/index.js';
import type { SnapshotStore } from '../../src/platform/database/index.js';

/** The objects that differ between two snapshots, with their sides looked at. */
export async function changesOf(snapshots: SnapshotStore, cluster: string, from: number, to: number): Promise<ObjectPair[]> {
  return (await snapshots.changes(cluster, from, to)).map((pair) => {
    const { kind, namespace, name } = pair;
    return pair.only === undefined ? { kind, namespace, name, before: pair.before, after: pair.after } : { kind, namespace, name, only: pair.only, object: pair.object };
  });
}
