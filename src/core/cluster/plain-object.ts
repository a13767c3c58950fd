import { isRecord } from '../record.js';
import { encodeObject } from './codec.js';
import { isManifest } from './derived-pods.js';
import type { EncodedObject } from './draft.js';
import type { Hint } from './hint.js';
import { specOf, type KubeObject } from './kinds/catalogue.js';
import { normalizeObject } from './normalize.js';

/** An object of a cluster that says all of itself, and of which there is nothing to be told. */
export interface PlainObject {
  readonly encoded: EncodedObject;
  /** As the source tells it. */
  readonly resourceVersion: string | undefined;
}

/** Fields by which a document may be something else than one object, or a version of the API server. */
const otherwise = ['items', 'Items', 'gitVersion', 'serverVersion', 'info'];

/**
 * What a {@link DraftBuilder} keeps of `raw`, where that depends on nothing else than `raw` and what its list says in `hint`; undefined where more is to be looked at,
 * so that the builder must have `raw` itself. Objects can be read so in any order, and in any thread.
 */
export function readPlain(raw: unknown, hint: Hint = {}): PlainObject | undefined {
  if (!isRecord(raw) || otherwise.some((field) => field in raw)) return undefined;
  const { metadata, kind = hint.kind, apiVersion = hint.apiVersion } = raw;
  if (!isRecord(metadata) || metadata['selfLink'] !== undefined || typeof kind !== 'string' || typeof apiVersion !== 'string') return undefined;
  const normalized = normalizeObject(raw, hint);
  if (normalized.outcome !== 'kept' || normalized.notes.length > 0) return undefined;
  const { object } = normalized;
  if (isManifest(object) || tellsVersion(object)) return undefined;
  const { namespace, resourceVersion } = metadata;
  const encoded = encodeObject(object);
  if (specOf(object.kind).namespaced ? namespace !== encoded.namespace : namespace !== undefined) return undefined;
  return { encoded, resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : undefined };
}

/** Whether a {@link VersionFinder} looks into an object. */
function tellsVersion({ kind, metadata }: KubeObject): boolean {
  return kind === 'ConfigMap' || (kind === 'Pod' && metadata.namespace === 'kube-system');
}
