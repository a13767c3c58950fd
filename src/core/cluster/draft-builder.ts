import { isRecord, type RawRecord } from '../record.js';
import { encodeObject, ObjectDecoder } from './codec.js';
import { CoverageLedger } from './coverage.js';
import { derivePods, isManifest } from './derived-pods.js';
import { keyOf, type DigestTable, type DraftDifference } from './draft-difference.js';
import type { DraftAbout, EncodedObject, SnapshotDraft, SnapshotWarning } from './draft.js';
import type { Hint } from './hint.js';
import { isKindName, kindNames, specOf, type KindName, type KubeObject, type ObjectOf } from './kinds/catalogue.js';
import { VersionFinder } from './kubernetes-version.js';
import type { PlainObject } from './plain-object.js';
import { cataloguedKind, normalizeObject, type Normalized } from './normalize.js';
import { compareText, sortBy } from './shape.js';
import { WarningLedger } from './warnings.js';

/** The end of a list whose items went before it, one by one. */
export interface ListEnd {
  readonly file?: string;
  /** The kind of the items (`Pod`); absent for a list of mixed kinds. */
  readonly kind?: string;
  readonly apiVersion?: string;
  /**
   * The namespace that the list was asked for, where the source tells it (the list's selfLink, its path, its place in a dump); '' for all of them.
   * Where it is absent, the items show it: those of two namespaces were asked for in all of them, those of one perhaps in that one alone.
   * A list without items shows nothing: it may be of any namespace.
   */
  readonly namespace?: string;
  /** The kinds of the items that come from a cluster, each once. A list of mixed kinds was asked for all of them in the same namespaces. */
  readonly kinds: readonly KindName[];
  /** The namespaces of the items, each once; two are enough. */
  readonly namespaces: readonly string[];
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
  /** An object that has been read already. */
  plain(object: PlainObject, hint: Hint): void;
  list(end: ListEnd): void;
  warn(warning: SnapshotWarning): void;
}

/** Kinds outside the catalogue that are counted by name; no cluster has so many. Objects of further ones are counted together. */
const maxIgnoredKinds = 1000;

/** Makes a snapshot of raw objects, in the order in which they come. Never gives up on one bad object. */
export class DraftBuilder implements ObjectSink {
  readonly #entries = new Map<KindName, Map<string, PlainObject>>(kindNames.map((kind) => [kind, new Map()]));
  readonly #templates = new Map<string, string>();
  readonly #manifests = new Map<string, KubeObject>();
  readonly #ignored = new Map<string, number>();
  readonly #resourceVersions = new Map<KindName, string>();
  readonly #coverage = new CoverageLedger();
  readonly #warnings = new WarningLedger();
  readonly #version = new VersionFinder();
  #table: DigestTable | undefined;

  /** An empty document (null) is no object and is passed over. */
  object(raw: unknown, hint: Hint): void {
    if (raw === null || raw === undefined) return;
    const normalized = normalizeObject(raw, hint);
    switch (normalized.outcome) {
      case 'kept':
        return this.#keep(normalized.object, normalized.notes, hint, isRecord(raw) ? raw : {});
      case 'ignored':
        if (normalized.object !== undefined) this.#see(normalized.object, hint);
        return this.#ignore(normalized.kind);
      case 'unreadable':
        return this.#refuse(normalized, hint, raw);
    }
  }

  plain({ encoded, resourceVersion }: PlainObject, hint: Hint): void {
    this.#coverage.found(encoded.kind);
    const isKept = this.#take({ encoded: this.#shared(encoded), resourceVersion }, hint);
    if (isKept && this.#manifests.size > 0) this.#manifests.delete(`${encoded.kind}\0${keyOf(encoded)}`);
  }

  list(end: ListEnd): void {
    const { kind, resourceVersion, continueToken, remainingItemCount, unreadable } = end;
    const known = kind === undefined ? undefined : cataloguedKind(kind, end.apiVersion);
    const about = { ...(end.file !== undefined && { file: end.file }) };
    const isCutOff = continueToken !== undefined && continueToken !== '';
    if (isCutOff) {
      const missing = remainingItemCount === undefined ? 'more' : String(remainingItemCount);
      this.warn({ ...about, detail: `the list of ${kind ?? 'objects'} was cut off by the API server: ${missing} were left` });
    }
    for (const each of known === undefined ? end.kinds : [known, ...end.kinds]) {
      this.#coverage.listed(each, namespacesAsked(end));
      if (unreadable > 0 || isCutOff) this.#coverage.unreadable(each);
    }
    if (known === undefined || resourceVersion === undefined) return;
    if (isNewer(resourceVersion, this.#resourceVersions.get(known))) this.#resourceVersions.set(known, resourceVersion);
  }

  /** The API server refused to tell anything of `kind`. */
  forbidden(kind: KindName): void {
    this.#coverage.forbidden(kind);
  }

  /** Takes back the objects of a kind whose list begins anew. */
  forget(kind: KindName): void {
    this.#of(kind).clear();
    this.#table?.forget(kind);
    this.#ignored.delete(kind);
  }

  warn(warning: SnapshotWarning): void {
    this.#warnings.add(warning);
  }

  finish(): SnapshotDraft {
    this.#derivePods();
    return { ...this.#about(), objects: kindNames.flatMap((kind) => this.#sorted(kind)) };
  }

  /** Shows the objects to a table, those that are there and from now on each as it comes. */
  compareWith(table: DigestTable): void {
    this.#table = table;
    for (const ofKind of this.#entries.values()) for (const [key, { encoded }] of ofKind) table.meet(key, encoded);
  }

  /** The same as {@link finish}, but for that of the objects only is told how they differ from those of the table that was to compare them. */
  finishCompared(table: DigestTable): DraftAbout & { readonly difference: DraftDifference } {
    this.#derivePods();
    return { ...this.#about(), difference: table.difference(new Map([...this.#entries].map(([kind, ofKind]) => [kind, ofKind.size]))) };
  }

  #sorted(kind: KindName): EncodedObject[] {
    const ofKind = this.#of(kind);
    return [...ofKind.keys()].sort(compareText).map((key) => (ofKind.get(key) as PlainObject).encoded);
  }

  #about(): DraftAbout {
    return {
      kubernetesVersion: this.#version.version,
      coverage: this.#coverage.coverage,
      ignored: Object.fromEntries([...this.#ignored].sort(([a], [b]) => compareText(a, b))),
      resourceVersions: Object.fromEntries(this.#resourceVersions),
      warnings: this.#warnings.all,
    };
  }

  #keep(object: KubeObject, notes: readonly { readonly field: string; readonly detail: string }[], hint: Hint, raw: RawRecord): void {
    const { kind } = object;
    this.#see(object, hint);
    this.#version.object(object);
    const encoded = this.#shared(encodeObject(object));
    for (const note of notes) this.warn({ ...aboutOf(encoded, hint), ...note });
    if (!this.#take({ encoded, resourceVersion: resourceVersionOf(raw) }, hint)) return;
    const id = `${kind}\0${keyOf(encoded)}`;
    if (isDeclared(object, hint)) this.#manifests.set(id, object);
    else this.#manifests.delete(id);
  }

  /** Whether it is kept: of two of one name the newest is, or else the last. */
  #take(entry: PlainObject, hint: Hint): boolean {
    const { encoded } = entry;
    const ofKind = this.#of(encoded.kind);
    const key = keyOf(encoded);
    const before = ofKind.get(key);
    if (before !== undefined && !isSame(before.encoded, encoded)) {
      this.warn({ ...aboutOf(encoded, hint), detail: 'is there more than once, and not always the same; the newest was kept, or else the last' });
      if (isNewer(before.resourceVersion, entry.resourceVersion)) return false;
    }
    this.#put(key, entry);
    return true;
  }

  #put(key: string, entry: PlainObject): void {
    this.#of(entry.encoded.kind).set(key, entry);
    this.#table?.meet(key, entry.encoded);
  }

  #ignore(kind: string): void {
    const name = this.#ignored.has(kind) || this.#ignored.size < maxIgnoredKinds ? kind : 'others';
    this.#ignored.set(name, (this.#ignored.get(name) ?? 0) + 1);
  }

  #see(object: KubeObject, hint: Hint): void {
    if (isDeclared(object, hint)) this.#coverage.declared(object.kind);
    else this.#coverage.found(object.kind);
  }

  #refuse({ detail, kind, namespace, name }: Extract<Normalized, { outcome: 'unreadable' }>, hint: Hint, raw: unknown): void {
    if (kind === undefined && isRecord(raw) && this.#version.document(raw)) return;
    if (kind !== undefined && isKindName(kind)) this.#coverage.unreadable(kind);
    const object = kind !== undefined && name !== undefined ? { kind, ...(namespace !== undefined && { namespace }), name } : undefined;
    this.warn({ detail: `${kind ?? 'document'} left out: ${detail}`, ...(hint.file !== undefined && { file: hint.file }), ...(object && { object }) });
  }

  /** With its template as the one text that others of the same have. */
  #shared(encoded: EncodedObject): EncodedObject {
    const template = this.#templates.get(encoded.template);
    if (template === undefined) this.#templates.set(encoded.template, encoded.template);
    return template === undefined || template === '' ? encoded : { ...encoded, template };
  }

  #derivePods(): void {
    if (this.#manifests.size === 0) return;
    const decoder = new ObjectDecoder();
    const pods = [...this.#of('Pod').values()].map(({ encoded }) => decoder.decode('Pod', encoded.template, encoded.body) as ObjectOf<'Pod'>);
    const manifests = sortBy([...this.#manifests], ([key]) => key).map(([, object]) => object);
    const taken = (pod: EncodedObject) => this.#of('Pod').has(keyOf(pod));
    for (const pod of derivePods(manifests, pods, this.#of('Node').size)) {
      const encoded = this.#shared(encodeObject(pod));
      if (!taken(encoded)) this.#put(keyOf(encoded), { encoded, resourceVersion: undefined });
      this.#coverage.declared('Pod');
    }
  }

  #of(kind: KindName): Map<string, PlainObject> {
    return this.#entries.get(kind) as Map<string, PlainObject>;
  }
}

/** The namespaces that a list was asked for; undefined: all of them. */
function namespacesAsked({ namespace, namespaces }: ListEnd): readonly string[] | undefined {
  if (namespace !== undefined) return namespace === '' ? undefined : [namespace];
  return namespaces.length > 1 ? undefined : namespaces;
}

/** Whether an object is a manifest. One in a place that tells its namespace comes from a dump that has been trimmed. */
function isDeclared(object: KubeObject, hint: Hint): boolean {
  return isManifest(object) && hint.namespace === undefined;
}

function isSame(a: EncodedObject, b: EncodedObject): boolean {
  return a.body === b.body && a.template === b.template;
}

/** What a warning tells of the object that it is about. */
function aboutOf({ kind, namespace, name }: EncodedObject, { file }: Hint): Omit<SnapshotWarning, 'detail'> {
  return { ...(file !== undefined && { file }), object: { kind, ...(specOf(kind).namespaced && { namespace }), name } };
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
