import { cataloguedKind, specOf, type Hint, type KindName, type ListEnd, type PlainObject } from '../../core/cluster/index.js';
import { isRecord, type RawRecord } from '../../core/record.js';
import { DumpSequence } from './dump-sequence.js';
import type { Intake } from './intake.js';
import type { PathHint } from './path-layout.js';
import { readLink, type Link } from './resources.js';

/** What stands around the items of a list, as far as it is known. */
interface OpenList {
  readonly header: ListHeader;
  readonly isBare: boolean;
  /** Items that wait for the kind of the list. */
  readonly held: RawRecord[];
  /** Bytes that the lists around it held when it began. */
  readonly heldAround: number;
  /** As {@link ListEnd} has them. */
  readonly kinds: Set<KindName>;
  readonly namespaces: Set<string>;
  count: number;
  unreadable: number;
}

interface ListHeader {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly link: Link;
}

/** Two tell a list of all namespaces from a list of one. */
const namespacesTold = 2;

/** What an item costs while it is held besides its text: a list may hold millions of the shortest. */
const heldOverhead = 64;

/** Takes the parsed documents of one file, opens the lists among them, and hands on the objects with what the file says of them. */
export class Documents {
  readonly #lists: OpenList[] = [];
  readonly #dump = new DumpSequence();
  /** Of the items that all open lists hold. */
  #heldBytes = 0;

  constructor(
    readonly intake: Intake,
    readonly file: string | undefined,
    readonly path: PathHint,
  ) {}

  /** A whole document, or an item of the innermost open list. `bytes` is the length of its text. */
  add(value: unknown, bytes: number): void {
    if (Array.isArray(value)) return this.#addList(undefined, value, bytes);
    if (!isRecord(value)) return this.#reject(value);
    const items = value['items'] ?? value['Items'];
    if (Array.isArray(items)) return this.#addList(value, items, bytes);
    if (typeof value['kind'] === 'string' && value['kind'].endsWith('List') && value['items'] === null) return this.#addList(value, [], bytes);
    this.#addObject(value, bytes);
  }

  /** The same of one that has been read already: what stands in it is all that is known of it. */
  addPlain(object: PlainObject): void {
    const { kind, namespace } = object.encoded;
    const own = specOf(kind).namespaced ? namespace : undefined;
    this.#count(this.#lists.at(-1), own, kind, true);
    this.intake.plain(object, this.#hint({}));
  }

  /** @param header the object around the array as far as it is read; undefined for a bare array */
  openList(header: unknown): void {
    const fields = isRecord(header) ? header : {};
    this.#lists.push({ header: readHeader(fields), isBare: header === undefined, held: [], kinds: new Set(), namespaces: new Set(), heldAround: this.#heldBytes, count: 0, unreadable: 0 });
  }

  /** @param whole the object around the array, now complete; undefined for a bare array */
  closeList(whole: unknown): void {
    const list = this.#lists.pop();
    if (list === undefined) return;
    const fields = isRecord(whole) ? whole : {};
    const header = readHeader(fields);
    for (const item of list.held) this.#emit(item, list, header);
    this.#endList(list, header, fields);
  }

  /** An item that cannot be read. */
  spoil(detail: string): void {
    const list = this.#lists.at(-1);
    if (list !== undefined) list.unreadable += 1;
    else this.spoilFolder();
    this.intake.warn(this.file, detail);
  }

  /** The file is one of a folder that would hold a kind whole, and cannot be read. */
  spoilFolder(): void {
    const kind = this.path.kind === undefined ? undefined : cataloguedKind(this.path.kind, this.path.apiVersion);
    if (kind !== undefined && this.path.isWhole) this.intake.addToFolder(kind, this.path.namespace ?? '', false);
  }

  /** Ends the lists that will not end: what was whole in them stays. */
  abandon(): void {
    for (let list = this.#lists.pop(); list !== undefined; list = this.#lists.pop()) {
      list.unreadable += 1;
      for (const item of list.held) this.#emit(item, list, list.header);
      this.#endList(list, list.header, {});
    }
  }

  /** The file is read. */
  finish(): void {
    this.abandon();
    for (const end of this.#dump.finish()) this.intake.list(end);
  }

  #addList(header: RawRecord | undefined, items: readonly unknown[], bytes: number): void {
    this.openList(header);
    for (const item of items) this.add(item, bytes);
    this.closeList(header);
  }

  #reject(value: unknown): void {
    const list = this.#lists.at(-1);
    if (list !== undefined) list.unreadable += 1;
    if (value !== null && value !== undefined) this.intake.tally('documents that are no Kubernetes object, passed over', this.file);
  }

  #addObject(value: RawRecord, bytes: number): void {
    if (isVersion(value)) return this.intake.object(value, this.#hint({}));
    const list = this.#lists.at(-1);
    if (list === undefined) return this.#emit(value, undefined, { link: {} });
    if (typeof value['kind'] !== 'string' && this.#kindOf(value, list.header) === undefined) {
      list.held.push(value);
      this.#heldBytes += bytes + heldOverhead;
      this.intake.budget.checkDocument(this.#heldBytes, `${this.file ?? 'the upload'}, where a list tells its kind only after its items,`);
      return;
    }
    this.#emit(value, list, list.header);
  }

  #kindOf(value: RawRecord, header: ListHeader): string | undefined {
    return linkOf(value).kind ?? header.kind ?? header.link.kind ?? this.path.kind ?? kindByShape(value);
  }

  #emit(value: RawRecord, list: OpenList | undefined, header: ListHeader): void {
    const link = linkOf(value);
    const kind = this.#kindOf(value, header);
    const isObject = typeof value['kind'] === 'string' || link.apiVersion !== undefined || (kind !== undefined && (isRecord(value['metadata']) || typeof value['name'] === 'string'));
    if (!isObject) return this.#reject(value);
    const own = namespaceOf(value);
    const apiVersion = link.apiVersion ?? header.apiVersion ?? header.link.apiVersion ?? this.path.apiVersion;
    const known = cataloguedIn(value, kind, apiVersion);
    this.#count(list, own, known, isOfCluster(value));
    const { name } = list === undefined ? this.path : {};
    // A manifest on its own below a folder of any name says nothing of its namespace; a list in a dump, or a file of one object, does.
    const folder = list !== undefined || name !== undefined ? this.path.namespace : undefined;
    this.intake.object(value, this.#hint({ kind, apiVersion, namespace: header.link.namespace ?? folder, name }));
  }

  /** Takes an object into account that stands in `list`, or in none, and says `own` of its namespace. */
  #count(list: OpenList | undefined, own: string | undefined, known: KindName | undefined, isOfCluster: boolean): void {
    if (own !== undefined && this.path.namespace !== undefined && own !== this.path.namespace) this.intake.contradict();
    if (list !== undefined) {
      list.count += 1;
      if (known !== undefined && isOfCluster) list.kinds.add(known);
      if (own !== undefined && list.namespaces.size < namespacesTold) list.namespaces.add(own);
    } else if (known !== undefined && this.path.isWhole) {
      this.intake.addToFolder(known, this.path.namespace ?? '', true);
    }
  }

  #hint(told: { readonly [K in keyof Hint]: Hint[K] | undefined }): Hint {
    const { file } = this;
    const { kind, apiVersion, namespace, name } = told;
    return {
      ...(file !== undefined && { file }),
      ...(kind !== undefined && { kind }),
      ...(apiVersion !== undefined && { apiVersion }),
      ...(namespace !== undefined && { namespace }),
      ...(name !== undefined && { name }),
    };
  }

  #endList(list: OpenList, header: ListHeader, fields: RawRecord): void {
    this.#heldBytes = list.heldAround;
    const kind = header.kind ?? header.link.kind ?? this.path.kind;
    if (kind === undefined && list.isBare && list.count + list.unreadable === 0) return;
    const metadata = metadataOf(fields);
    const namespace = header.link.apiVersion === undefined ? undefined : (header.link.namespace ?? '');
    const end: ListEnd = {
      ...this.#hint({ kind, apiVersion: header.apiVersion ?? header.link.apiVersion ?? this.path.apiVersion, namespace }),
      ...(typeof metadata['resourceVersion'] === 'string' && metadata['resourceVersion'] !== '' && { resourceVersion: metadata['resourceVersion'] }),
      ...(typeof metadata['continue'] === 'string' && metadata['continue'] !== '' && { continueToken: metadata['continue'] }),
      ...(typeof metadata['remainingItemCount'] === 'number' && { remainingItemCount: metadata['remainingItemCount'] }),
      kinds: [...list.kinds],
      namespaces: [...list.namespaces],
      count: list.count,
      unreadable: list.unreadable,
    };
    if (end.namespace !== undefined) this.intake.list(end);
    else if (this.path.namespace !== undefined) this.intake.claimList({ ...end, namespace: this.path.namespace });
    else for (const ready of this.#dump.take(end, list.namespaces)) this.intake.list(ready);
  }
}

function readHeader(fields: RawRecord): ListHeader {
  const kind = typeof fields['kind'] === 'string' && fields['kind'] !== 'List' ? /^(.+)List$/.exec(fields['kind'])?.[1] : undefined;
  const apiVersion = kind !== undefined && typeof fields['apiVersion'] === 'string' ? fields['apiVersion'] : undefined;
  return { ...(kind !== undefined && { kind }), ...(apiVersion !== undefined && { apiVersion }), link: linkOf(fields) };
}

/** The kind of an object that nothing names, by a field that no other kind has at that place. */
function kindByShape({ spec, status }: RawRecord): string | undefined {
  if (isRecord(spec) && Array.isArray(spec['containers'])) return 'Pod';
  return isRecord(status) && isRecord(status['nodeInfo']) ? 'Node' : undefined;
}

/** The kind that an object says itself, or else the one that is said of it. */
function cataloguedIn(fields: RawRecord, kind: string | undefined, apiVersion: string | undefined): KindName | undefined {
  const { kind: own = kind, apiVersion: ownVersion } = fields;
  if (typeof own !== 'string') return undefined;
  return cataloguedKind(own, typeof ownVersion === 'string' ? ownVersion : own === kind ? apiVersion : undefined);
}

/** Every object has a uid once an API server has taken it; where that was trimmed away, the owner that a controller wrote is left. */
function isOfCluster(fields: RawRecord): boolean {
  const { uid, creationTimestamp, ownerReferences } = metadataOf(fields);
  const isOwned = Array.isArray(ownerReferences) && ownerReferences.length > 0;
  return isOwned || [uid, creationTimestamp].some((each) => typeof each === 'string' && each !== '');
}

/** In the internal form that kubectl wrote before 1.14, metadata lies flat in the object. */
function metadataOf(fields: RawRecord): RawRecord {
  return isRecord(fields['metadata']) ? fields['metadata'] : fields;
}

function linkOf(fields: RawRecord): Link {
  return readLink(metadataOf(fields)['selfLink']);
}

function namespaceOf(fields: RawRecord): string | undefined {
  const { namespace } = metadataOf(fields);
  return typeof namespace === 'string' ? namespace : undefined;
}

/**
 * What tells the version of the API server is handed on, though it is no object.
 * Source: `GET /version` (sonobuoy's serverversion.json), `kubectl version -o json`, troubleshoot pkg/collect/cluster_info.go ClusterVersion.
 */
function isVersion(fields: RawRecord): boolean {
  return [fields, fields['serverVersion'], fields['info']].some((part) => isRecord(part) && typeof part['gitVersion'] === 'string');
}
