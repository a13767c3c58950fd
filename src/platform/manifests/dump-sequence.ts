import type { ListEnd } from '../../core/cluster/index.js';

/** The lists of one namespace, in the order in which kubectl writes them. Source: kubectl v1.30 pkg/cmd/clusterinfo/clusterinfo_dump.go. */
const sequence = ['Event', 'ReplicationController', 'Service', 'DaemonSet', 'Deployment', 'ReplicaSet', 'Pod'];

/** Lists enough to know the sequence by: nothing else writes these two one after the other. */
const enough = 2;

/**
 * Knows what `kubectl cluster-info dump` writes to its standard output: after the nodes, for each namespace asked for, seven lists that do not
 * name it. Taken for themselves they would pass for the lists of all namespaces.
 */
export class DumpSequence {
  #ends: ListEnd[] = [];
  readonly #namespaces = new Set<string>();

  /** Takes the end of a list that names no namespace, and gives back the ends that can be handed on, in their order. */
  take(end: ListEnd, namespaces: ReadonlySet<string>): ListEnd[] {
    const ready = end.kind === sequence[this.#ends.length] ? [] : this.finish();
    if (end.kind !== sequence[this.#ends.length]) return [...ready, end];
    this.#ends.push(end);
    for (const namespace of namespaces) this.#namespaces.add(namespace);
    return this.#ends.length === sequence.length ? [...ready, ...this.finish()] : ready;
  }

  /**
   * The ends that were kept back. They tell of no namespace where the sequence never showed; where it did, and no object in it names
   * its namespace, they tell nothing and are left out.
   */
  finish(): ListEnd[] {
    const [namespace, ...others] = this.#namespaces;
    const ends = this.#ends;
    const isOne = ends.length >= enough && others.length === 0;
    this.#ends = [];
    this.#namespaces.clear();
    if (!isOne) return ends;
    return namespace === undefined ? [] : ends.map((end) => ({ ...end, namespace }));
  }
}
