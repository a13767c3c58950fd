import type { KubeObject } from './kinds/catalogue.js';
import { compareText } from './shape.js';

/** What tells an object from the others of its kind. */
export interface Place {
  /** '' for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
}

export function placeIn({ metadata }: KubeObject): Place {
  return { namespace: 'namespace' in metadata ? metadata.namespace : '', name: metadata.name };
}

/** The order in which a state holds the objects of a kind. Without a key made of the two, which thousands of look-ups would make and throw away. */
export function comparePlaces(a: Place, b: Place): number {
  return compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
}
