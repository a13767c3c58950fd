import type { KindName, ObjectOf } from './kinds/catalogue.js';

/**
 * How far a snapshot knows a kind.
 * - `collected`: some of it is there; whole, or, with `namespaces`, whole in those namespaces only
 * - `forbidden`: the API server refused
 * - `absent`: the cluster or the upload had no such list
 * - `unreadable`: there was one, and some or all of it could not be read
 */
export type CoverageState = 'collected' | 'forbidden' | 'absent' | 'unreadable';

export interface KindCoverage {
  readonly state: CoverageState;
  /** Present where nothing in the source vouches for more than these namespaces; sorted. Empty: objects are there, and nothing says that they are all. */
  readonly namespaces?: readonly string[];
}

/** Every catalogued kind has its entry. */
export type Coverage = Readonly<Record<KindName, KindCoverage>>;

/** The network-relevant objects of one cluster at one instant. Plain, JSON-safe, never changed. */
export interface ClusterState {
  readonly kubernetesVersion: string | null;
  /** RFC 3339, UTC. */
  readonly takenAt: string;
  readonly coverage: Coverage;
  /** The resource versions of the lists that were read of a live cluster. Kinds with the same one are of one instant; of a kind without one nothing is known. */
  readonly resourceVersions: Readonly<Partial<Record<KindName, string>>>;
  /** Sorted by namespace, then name (by UTF-16 code unit). A kind without objects has an empty list. */
  readonly objects: { readonly [K in KindName]: readonly ObjectOf<K>[] };
}
