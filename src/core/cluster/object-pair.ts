import type { KindName, KubeObject } from './kinds/catalogue.js';

interface Place {
  readonly kind: KindName;
  /** '' for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
}

/** One object that differs between two snapshots: it exists on both sides, or on one only. Its sides may be made when they are looked at, and anew each time. */
export type ObjectPair = Place & (BothSides | OneSide);

interface OneSide {
  readonly only: 'before' | 'after';
  readonly object: KubeObject;
}

interface BothSides {
  readonly only?: undefined;
  readonly before: KubeObject;
  readonly after: KubeObject;
  /** Of an object with a long list of which little differs: what is much sooner made. */
  readonly abridged?: AbridgedPair | undefined;
}

/** Both sides without the items of a list that both have. A list that holds something is not empty here. */
export interface AbridgedPair {
  readonly before: KubeObject;
  readonly after: KubeObject;
  /** Whether an item was left out of which the first field that varies (of an endpoint, its `addresses`) is `name`. */
  readonly omits: (name: unknown) => boolean;
}
