import { Injectable } from '@nestjs/common';
import { viewOf } from '../../core/cluster/index.js';
import { comparePeers, peerGroupLabel, peerRanges, type PeerCluster, type PeerRange, type Peers } from '../../core/cni/index.js';
import { InputError } from '../../core/errors.js';
import { ClusterStore, SnapshotStore, type SnapshotRecord } from '../../platform/database/index.js';

/** Of a larger group the first, by name. */
const mostPeers = 30;
/** Snapshots of which the ranges are kept, as they never change. */
const mostKept = 1_000;

/** The ranges of the clusters with which one is to reach each other. */
@Injectable()
export class PeerLookup {
  private readonly known = new Map<string, readonly PeerRange[]>();

  constructor(
    private readonly clusters: ClusterStore,
    private readonly snapshots: SnapshotStore,
  ) {}

  /** How the ranges of a cluster lie to those of the others with the same label `peer-group`, each in its newest snapshot; null where it has no such label. */
  async of(record: SnapshotRecord): Promise<Peers | null> {
    const group = (await this.clusters.get(record.cluster)).labels[peerGroupLabel];
    if (group === undefined) return null;
    const peers: (PeerCluster & { readonly ranges: readonly PeerRange[] })[] = [];
    for (const { name, latest } of await this.clusters.labelled(peerGroupLabel, group, mostPeers + 1)) {
      if (name === record.cluster || latest === null || peers.length === mostPeers) continue;
      const ranges = await this.rangesOf(name, latest.number);
      if (ranges !== undefined) peers.push({ cluster: name, snapshot: latest.number, ranges });
    }
    return comparePeers(group, (await this.rangesOf(record.cluster, record.number)) ?? [], peers);
  }

  /** Undefined where the snapshot was deleted meanwhile. */
  private async rangesOf(cluster: string, number: number): Promise<readonly PeerRange[] | undefined> {
    try {
      const { createdAt } = await this.snapshots.find(cluster, { number });
      const key = JSON.stringify([cluster, number, createdAt]);
      const ranges = this.known.get(key) ?? peerRanges(viewOf(await this.snapshots.state(cluster, number)));
      this.known.delete(key);
      this.known.set(key, ranges);
      for (const oldest of this.known.keys()) {
        if (this.known.size <= mostKept) break;
        this.known.delete(oldest);
      }
      return ranges;
    } catch (error) {
      if (error instanceof InputError && error.code === 'not-found') return undefined;
      throw error;
    }
  }
}
