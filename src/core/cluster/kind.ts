import type { RawRecord } from '../record.js';
import type { Usual } from './usual.js';
import { constant, struct, type Present, type Shape, type Struct } from './shape.js';

/** One kind of Kubernetes object that some analysis reads: how it is found, what is kept of it, and how it is stored. */
export interface Kind<N extends string, T> {
  readonly kind: N;
  /** As in the path of the API: `endpointslices`. Lower case. */
  readonly plural: string;
  /** As `kubectl api-resources` lists them; no two kinds share one. Source: kubernetes api/discovery; for extensions, the `shortNames` of their CustomResourceDefinitions. */
  readonly shortNames?: readonly string[];
  /** The version in which the model keeps it; every other is turned into this one. */
  readonly apiVersion: string;
  readonly otherVersions: readonly string[];
  readonly namespaced: boolean;
  readonly shape: Shape<T>;
  /** Rewrites what is written so that `shape` can read it: what older versions said elsewhere, and what is told only in parts. Changes nothing that is in normal form. */
  readonly prepare?: (raw: RawRecord) => RawRecord;
  /** False where an object of this kind says nothing that an analysis reads. */
  readonly isKept?: (object: T) => boolean;
  /** The fields in which replicas differ; what is left is shared between them in storage. Absent: nothing is worth sharing. */
  readonly varying?: Varying;
  /** What most objects say in fields that do not vary. Of one that says something else only that is stored, in place of a template of its own. */
  readonly usual?: Usual;
}

/** Marks fields of an object as differing between replicas. `[{…}]` goes through the items of a list. */
export type Varying = true | { readonly [field: string]: Varying } | readonly [Varying];

type Parts = Readonly<Record<string, Shape<unknown>>>;
type Described<N extends string, V extends string, P> = Struct<{ readonly apiVersion: Present<V>; readonly kind: Present<N> } & P>;

/** A kind whose objects consist of `apiVersion`, `kind` and `parts`, in this order. */
export function defineKind<const N extends string, const V extends string, const P extends Parts>(
  about: Omit<Kind<N, Described<N, V, P>>, 'shape' | 'otherVersions' | 'apiVersion'> & {
    readonly apiVersion: V;
    readonly otherVersions?: readonly string[];
    readonly parts: P;
  },
): Kind<N, Described<N, V, P>> {
  const { parts, otherVersions = [], ...rest } = about;
  const shape = struct({ apiVersion: constant(about.apiVersion), kind: constant(about.kind), ...parts });
  return { ...rest, otherVersions, shape: shape as unknown as Shape<Described<N, V, P>> };
}
