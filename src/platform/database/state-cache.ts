import type { ClusterState } from '../../core/cluster/index.js';

interface Entry {
  readonly objects: number;
  readonly state: Promise<ClusterState>;
}

/** States by key, the least recently used forgotten first. Bounded by objects, not by states, yet the newest always stays. */
export class StateCache {
  /** In the order of their last use. */
  private readonly entries = new Map<string, Entry>();
  private objects = 0;

  constructor(private readonly maxObjects = 400_000) {}

  /** The state under `key`; `load` is called once, however many ask at the same time. A failed load is not kept. */
  get(key: string, objects: number, load: () => Promise<ClusterState>): Promise<ClusterState> {
    const known = this.entries.get(key);
    if (known !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, known);
      return known.state;
    }
    const entry: Entry = { objects, state: load() };
    this.entries.set(key, entry);
    this.objects += objects;
    entry.state.catch(() => {
      if (this.entries.get(key) === entry) this.delete(key);
    });
    this.shrink();
    return entry.state;
  }

  /** The states that are in memory or on their way there. */
  get known(): ReadonlyMap<string, { readonly state: Promise<ClusterState> }> {
    return this.entries;
  }

  delete(key: string): void {
    this.objects -= this.entries.get(key)?.objects ?? 0;
    this.entries.delete(key);
  }

  private shrink(): void {
    for (const key of this.entries.keys()) {
      if (this.objects <= this.maxObjects || this.entries.size === 1) return;
      this.delete(key);
    }
  }
}
