import type { KindName } from './kinds/catalogue.js';
import type { Coverage } from './state.js';

/**
 * One object as it is kept in storage: two texts, so that what many objects share is stored once.
 * `template` is the JSON of the parts that replicas of one workload have in common ('' where the kind has none), `body` of the rest.
 * Equal objects have equal texts.
 */
export interface EncodedObject {
  readonly kind: KindName;
  /** '' for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
  /** null where the source tells none (plain manifests). */
  readonly uid: string | null;
  readonly template: string;
  readonly body: string;
  /** 128 bits in lower-case hex, made of template, body and uid: two objects of one name that have the same are the same. */
  readonly digest: string;
}

/** A warning about the source of a snapshot. `object` names it where one object is at fault. */
export interface SnapshotWarning {
  readonly detail: string;
  /** The file of the upload, by its path in the archive. */
  readonly file?: string;
  readonly object?: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly field?: string;
}

/** What is known of a snapshot that has been read and normalised, and not yet stored, besides its objects. */
export interface DraftAbout {
  readonly kubernetesVersion: string | null;
  readonly coverage: Coverage;
  /** Kinds that no analysis reads, and how many objects of each the source held. Sorted by kind. */
  readonly ignored: Readonly<Record<string, number>>;
  readonly resourceVersions: Readonly<Partial<Record<KindName, string>>>;
  readonly warnings: readonly SnapshotWarning[];
}

/** A snapshot that has been read and normalised, and not yet stored. At most one object per kind, namespace and name. */
export interface SnapshotDraft extends DraftAbout {
  /** Sorted by kind (catalogue order), namespace, name. */
  readonly objects: readonly EncodedObject[];
}
