import { encodeObject, ObjectDecoder } from './codec.js';
import { CoverageLedger } from './coverage.js';
import { derivePods, isManifest } from './derived-pods.js';
import type { EncodedObject, SnapshotDraft, SnapshotWarning } from './draft.js';
import type { Hint } from './hint.js';
import { isKindName, kindNames, type KindName, type KubeObject, type ObjectOf } from './kinds/catalogue.js';
import { VersionFinder } from './kubernetes-version.js';
import { normalizeObject, type Normalized } from './normalize.js';
import { compareText, isRecord, sortBy, type RawRecord } from './shape.js';
import { WarningLedger } from './warnings.js';

/** The end of a list whose items went before it, one by one. */
export interface ListEnd {
  readonly file?: string;
  /** The kind of the items (`Pod`); absent for a list of mixed kinds. */
  readonly kind?: string;
  readonly apiVersion?: string;
  /** Present where the list is known to be of one namespace. */
  readonly namespace?: string;
  readonly resourceVersion?: string;
  /** Present where the API server had more. */
  readonly continueToken?: string;
  readonly remainingItemCount?: number;
  readonly count: number;
  /** Items that could not be parsed. */
  readonly unreadable: number;
}

/** What takes the objects of a source as they are read. */
export interface ObjectSink {
  object(raw: unknown, hint: Hint): void;
  list(end: ListEnd): void;
  warn(warning: SnapshotWarning): void;
}

interface Entry {
  readonly encoded: EncodedObject;
  readonly resourceVersion: string | undefined;
}

/** Makes a snapshot of raw objects, in the order in which they come. Never gives up on one bad object. */
export class DraftBuilder implements ObjectSink {
  readonly #entries = new Map<KindName, Map<string, Entry>>(kindNames.map((kind) => [kind, new Map()]));
  readonly #templates = new Map<string, string>();
  readonly #manifests = new Map<string, KubeObject>();
  readonly #ignored = new Map<string, number>();
  readonly #resourceVersions = new Map<KindName, string>();
  readonly #coverage = new CoverageLedger();
  readonly #warnings = new WarningLedger();
  readonly #version = new VersionFinder();

  /** An empty document (null) is no object and is passed over. */
  object(raw: unknown, hint: Hint): void {
    if (raw === null || raw === undefined) return;
    const normalized = normalizeObject(raw, hint);
    switch (normalized.outcome) {
      case 'kept':
        return this.#keep(normalized.object, normalized.notes, hint, isRecord(raw) ? raw : {});
      case 'ignored':
        if (isKindName(normalized.kind)) this.#coverage.collected(normalized.kind, hint.namespace);
        this.#ignored.set(normalized.kind, (this.#ignored.get(normalized.kind) ?? 0) + 1);
        return;
      case 'unreadable':
        return this.#refuse(normalized, hint, raw);
    }
  }

  list(end: ListEnd): void {
    const { kind, namespace, resourceVersion, continueToken, remainingItemCount, unreadable } = end;
    const known = kind !== undefined && isKindName(kind) ? kind : undefined;
    const about = { ...(end.file !== undefined && { file: end.file }) };
    if (continueToken !== undefined && continueToken !== '') {
      const missing = remainingItemCount === undefined ? 'more' : String(remainingItemCount);
      this.warn({ ...about, detail: `the list of ${kind ?? 'objects'} was cut off by the API server: ${missing} were left` });
    }
    if (known === undefined) return;
    this.#coverage.collected(known, namespace);
    if (unreadable > 0 || (continueToken !== undefined && continueToken !== '')) this.#coverage.unreadable(known);
    if (resourceVersion !== undefined && isNewer(resourceVersion, this.#resourceVersions.get(known))) this.#resourceVersions.set(known, resourceVersion);
  }

  warn(warning: SnapshotWarning): void {
    this.#warnings.add(warning);
  }

  finish(): SnapshotDraft {
    this.#derivePods();
    return {
      kubernetesVersion: this.#version.version,
      coverage: this.#coverage.coverage,
      ignored: Object.fromEntries([...this.#ignored].sort(([a], [b]) => compareText(a, b))),
      resourceVersions: Object.fromEntries(this.#resourceVersions),
      warnings: this.#warnings.all,
      objects: kindNames.flatMap((kind) => sortBy([...this.#of(kind)], ([key]) => key).map(([, { encoded }]) => encoded)),
    };
  }

  #keep(object: KubeObject, notes: readonly { readonly field: string; readonly detail: string }[], hint: Hint, raw: RawRecord): void {
    const { kind } = object;
    this.#coverage.collected(kind, hint.namespace);
    const about = { ...(hint.file !== undefined && { file: hint.file }), object: nameOf(object) };
    for (const note of notes) this.warn({ ...about, ...note });
    this.#version.object(object);
    const entry = { encoded: this.#encode(object), resourceVersion: resourceVersionOf(raw) };
    const key = keyOf(entry.encoded);
    const before = this.#of(kind).get(key);
    if (before !== undefined && !isSame(before.encoded, entry.encoded)) {
      this.warn({ ...about, detail: 'is there more than once, and not always the same; the newest was kept, or else the last' });
      if (isNewer(before.resourceVersion, entry.resourceVersion)) return;
    }
    this.#of(kind).set(key, entry);
    if (isManifest(object)) this.#manifests.set(`${kind}\0${key}`, object);
    else this.#manifests.delete(`${kind}\0${key}`);
  }

  #refuse({ detail, kind, namespace, name }: Extract<Normalized, { outcome: 'unreadable' }>, hint: Hint, raw: unknown): void {
    if (kind === undefined && isRecord(raw) && this.#version.document(raw)) return;
    if (kind !== undefined && isKindName(kind)) this.#coverage.unreadable(kind);
    const object = kind !== undefined && name !== undefined ? { kind, ...(namespace !== undefined && { namespace }), name } : undefined;
    this.warn({ detail: `${kind ?? 'document'} left out: ${detail}`, ...(hint.file !== undefined && { file: hint.file }), ...(object && { object }) });
  }

  #encode(object: KubeObject): EncodedObject {
    const encoded = encodeObject(object);
    const template = this.#templates.get(encoded.template);
    if (template !== undefined) return { ...encoded, template };
    this.#templates.set(encoded.template, encoded.template);
    return encoded;
  }

  #derivePods(): void {
    if (this.#manifests.size === 0) return;
    const decoder = new ObjectDecoder();
    const pods = [...this.#of('Pod').values()].map(({ encoded }) => decoder.decode('Pod', encoded.template, encoded.body) as ObjectOf<'Pod'>);
    const manifests = sortBy([...this.#manifests], ([key]) => key).map(([, object]) => object);
    const taken = (pod: EncodedObject) => this.#of('Pod').has(keyOf(pod));
    for (const pod of derivePods(manifests, pods, this.#of('Node').size)) {
      const encoded = this.#encode(pod);
      if (!taken(encoded)) this.#of('Pod').set(keyOf(encoded), { encoded, resourceVersion: undefined });
      this.#coverage.collected('Pod');
    }
  }

  #of(kind: KindName): Map<string, Entry> {
    return this.#entries.get(kind) as Map<string, Entry>;
  }
}

function keyOf({ namespace, name }: EncodedObject): string {
  return `${namespace}\0${name}`;
}

function isSame(a: EncodedObject, b: EncodedObject): boolean {
  return a.body === b.body && a.template === b.template;
}

function nameOf({ kind, metadata }: KubeObject): NonNullable<SnapshotWarning['object']> {
  return { kind, ...('namespace' in metadata && { namespace: metadata.namespace }), name: metadata.name };
}

/** Old kubectl wrote the fields of metadata into the object itself. */
function resourceVersionOf(raw: RawRecord): string | undefined {
  const metadata = isRecord(raw['metadata']) ? raw['metadata'] : raw;
  return typeof metadata['resourceVersion'] === 'string' ? metadata['resourceVersion'] : undefined;
}

/** Resource versions are decimal numbers that grow (KEP-5504 says so of every API server). Without one, `a` is not newer. */
function isNewer(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || !/^\d+$/.test(a)) return false;
  if (b === undefined || !/^\d+$/.test(b)) return true;
  return a.length === b.length ? a > b : a.length > b.length;
}
