import type { ClusterState } from '../../core/cluster/index.js';

interface Entry {
  readonly objects: number;
  readonly state: Promise<ClusterState>;
  /** Absent while it is on its way. */
  loaded?: ClusterState;
}

/**
 * States by key, the least recently used forgotten first. Bounded by objects, not by states; yet the newest always stays, and so does what is on its way. What was forgotten while somebody
 * still works on it is found again, not loaded a second time: else whoever asks for more large snapshots at once than there is room for would have each of them loaded over and over.
 */
export class StateCache {
  /** In the order of their last use. */
  private readonly entries = new Map<string, Entry>();
  private readonly forgotten = new Map<string, WeakRef<ClusterState>>();
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
    const held = this.forgotten.get(key)?.deref();
    const entry: Entry = held === undefined ? { objects, state: load() } : { objects, state: Promise.resolve(held), loaded: held };
    this.entries.set(key, entry);
    this.objects += objects;
    this.shrink();
    entry.state.then(
      (state) => {
        entry.loaded = state;
        this.shrink();
      },
      () => {
        if (this.entries.get(key) === entry) this.delete(key);
      },
    );
    return entry.state;
  }

  /** The states that are in memory or on their way there. */
  get known(): ReadonlyMap<string, { readonly state: Promise<ClusterState> }> {
    return this.entries;
  }

  delete(key: string): void {
    this.objects -= this.entries.get(key)?.objects ?? 0;
    this.entries.delete(key);
    this.forgotten.delete(key);
  }

  private shrink(): void {
    const newest = [...this.entries.keys()].at(-1);
    for (const [key, { loaded }] of this.entries) {
      if (this.objects <= this.maxObjects) return;
      if (loaded !== undefined && key !== newest) this.forget(key, loaded);
    }
  }

  private forget(key: string, state: ClusterState): void {
    this.delete(key);
    for (const [other, held] of this.forgotten) if (held.deref() === undefined) this.forgotten.delete(other);
    this.forgotten.set(key, new WeakRef(state));
  }
}
