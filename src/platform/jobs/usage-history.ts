import { Injectable } from '@nestjs/common';
import { viewOf } from '../../core/cluster/index.js';
import { ipamSteps, serviceUses, usageAt, type UsageAt } from '../../core/cni/index.js';
import { InputError } from '../../core/errors.js';
import { SnapshotStore, type SnapshotInstant, type SnapshotRecord } from '../database/index.js';
import { inTurns } from '../in-turns.js';

/** Of more snapshots than this a trend becomes no better. */
const mostSnapshots = 11;
/** Objects that are read for a trend at most, but for the snapshot that is asked about: a large cluster gets fewer points, as each takes a second or more when it is first asked for. */
const mostObjects = 600_000;
/** Usages that are kept, as a snapshot never changes. */
const mostKept = 4_000;

/** How full the ranges of a cluster were in the snapshots before one. */
@Injectable()
export class UsageHistory {
  /** In the order of their last use. */
  private readonly known = new Map<string, UsageAt>();

  constructor(private readonly snapshots: SnapshotStore) {}

  /** The use in some of the snapshots that were taken earlier, spread evenly over the time that they span. Which those are follows from the snapshots that are kept. */
  async before({ cluster, takenAt }: SnapshotRecord): Promise<UsageAt[]> {
    const earlier = await this.snapshots.takenBefore(cluster, new Date(takenAt));
    const usages: UsageAt[] = [];
    for (const instant of spread(earlier)) {
      const usage = await this.usageOf(cluster, instant);
      if (usage !== undefined) usages.push(usage);
    }
    return usages;
  }

  /** Undefined where the snapshot was deleted meanwhile. */
  private async usageOf(cluster: string, { number, createdAt }: SnapshotInstant): Promise<UsageAt | undefined> {
    const key = JSON.stringify([cluster, number, createdAt]);
    const known = this.known.get(key);
    if (known !== undefined) this.known.delete(key);
    const usage = known ?? (await this.countAt(cluster, number));
    if (usage === undefined) return undefined;
    this.known.set(key, usage);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= mostKept) break;
      this.known.delete(oldest);
    }
    return usage;
  }

  private async countAt(cluster: string, number: number): Promise<UsageAt | undefined> {
    try {
      const view = viewOf(await this.snapshots.state(cluster, number));
      return usageAt(number, view, await inTurns(ipamSteps(view)), serviceUses(view));
    } catch (error) {
      if (error instanceof InputError && error.code === 'not-found') return undefined;
      throw error;
    }
  }
}

/** Of `earlier`, newest first, those that are nearest to evenly spaced instants; as many as the bounds allow, the newest always among them. Newest first, so that each state is made of the one before. */
export function spread(earlier: readonly SnapshotInstant[]): SnapshotInstant[] {
  const [newest] = earlier;
  const oldest = earlier.at(-1);
  if (newest === undefined || oldest === undefined) return [];
  const places = Math.min(mostSnapshots, Math.max(1, Math.floor(mostObjects / Math.max(1, newest.objects))));
  if (earlier.length <= places) return [...earlier];
  const [begin, end] = [Date.parse(oldest.takenAt), Date.parse(newest.takenAt)];
  const chosen = new Set<SnapshotInstant>();
  for (let place = 0; place < places; place++) chosen.add(nearest(earlier, places === 1 ? end : end - ((end - begin) * place) / (places - 1)));
  return [...chosen];
}

function nearest(instants: readonly SnapshotInstant[], at: number): SnapshotInstant {
  return instants.reduce((best, each) => (Math.abs(Date.parse(each.takenAt) - at) < Math.abs(Date.parse(best.takenAt) - at) ? each : best));
}
