import type { KindName, KubeObject } from '../cluster/index.js';

/** One object that differs between two snapshots. A side on which it does not exist is absent. */
export interface ObjectPair {
  readonly kind: KindName;
  /** '' for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
}
