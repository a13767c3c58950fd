import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { compareText, isKindName, kindNames, matchesSelector, parseLabelSelector, type KindName, type KubeObject, type ObjectChange, type ObjectPair } from '../../core/cluster/index.js';
import { InputError } from '../../core/errors.js';
import { isAskable, keyOf, objectColumns, RowDecoder, type ObjectRow } from './object-rows.js';
import { PackedDecoder, packedColumns, type PackedRows } from './packed-rows.js';
import { pageOf, type Page, type PageRequest } from './page.js';
import type { RecentDecoders } from './recent-decoders.js';
import { storedPair } from './stored-pair.js';

export interface ObjectFilter {
  readonly kind?: KindName;
  /** '' for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name?: string;
  /** In the API's query syntax: `app=web,tier in (a,b)`. */
  readonly labelSelector?: string;
}

/** An object as it stood, unchanged, in the kept snapshots from `from` until before `to`. */
export interface ObjectVersion {
  readonly from: number;
  /** The first kept snapshot that no longer has it so; null while the newest has it. */
  readonly to: number | null;
  /** When snapshot `from` was taken. */
  readonly takenAt: string;
  readonly uid: string | null;
  readonly object: KubeObject;
}

/** Rows read and decoded at a time: between two of them other requests have their turn. */
const batch = 2_000;

/** All objects of a snapshot, in no particular order. While some are decoded, the database reads the next. */
export async function readObjects(manager: EntityManager, clusterId: number, number: number): Promise<KubeObject[]> {
  const decoder = new PackedDecoder(manager, clusterId);
  const objects: KubeObject[] = [];
  let coming: Promise<PositionedRows> | undefined = readPacked(manager, clusterId, number, { kind: '', namespace: '', name: '' });
  while (coming !== undefined) {
    const rows: PositionedRows = await coming;
    coming = undefined;
    if (rows.count === 0) break;
    const decoded = await decoder.unpack(rows, () => {
      if (rows.count < batch) return;
      coming = readPacked(manager, clusterId, number, rows);
      // Should it fail while these are decoded, whoever waits for it is told later.
      coming.catch(() => undefined);
    });
    for (const object of decoded) objects.push(object);
  }
  return objects;
}

/** With where the last of them stands. */
type PositionedRows = PackedRows & Position;

async function readPacked(manager: EntityManager, clusterId: number, number: number, after: Position): Promise<PositionedRows> {
  // The aggregates see the rows in the order of the subquery, and all of them in the same one.
  const [rows] = await manager.query<[PositionedRows]>(
    `SELECT ${packedColumns}, (array_agg(kind))[count(*)] AS kind, (array_agg(namespace))[count(*)] AS namespace, (array_agg(name))[count(*)] AS name FROM (
       SELECT kind, namespace, name, template_id, body FROM object_version
       WHERE cluster_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) AND (kind, namespace, name) > ($3, $4, $5)
       ORDER BY kind, namespace, name LIMIT $6
     ) AS portion`,
    [clusterId, number, after.kind, after.namespace, after.name, batch],
  );
  return rows;
}

/** Rows of names and digests read at once. */
const digestBatch = 8_000;

/** Kind, namespace, name and digest of all objects of a snapshot, one after the other, some thousand objects at a time. */
export async function* readDigests(manager: EntityManager, clusterId: number, number: number): AsyncGenerator<string[]> {
  let last: Position | undefined = { kind: '', namespace: '', name: '' };
  while (last !== undefined) {
    const rows: (Position & { readonly digest: string })[] = await manager.query(
      `SELECT kind, namespace, name, encode(digest, 'hex') AS digest FROM object_version
       WHERE cluster_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) AND (kind, namespace, name) > ($3, $4, $5)
       ORDER BY kind, namespace, name LIMIT $6`,
      [clusterId, number, last.kind, last.namespace, last.name, digestBatch],
    );
    yield rows.flatMap(({ kind, namespace, name, digest }) => [kind, namespace, name, digest]);
    last = rows.length === digestBatch ? rows.at(-1) : undefined;
    await setImmediate();
  }
}

interface Position {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A page of the objects that pass the filter, by kind (catalogue order), namespace and name. `kinds` are those of which the snapshot has any. */
export async function readPage(
  manager: EntityManager,
  clusterId: number,
  number: number,
  kinds: ReadonlySet<string>,
  filter: ObjectFilter,
  { limit, after }: PageRequest,
): Promise<Page<KubeObject>> {
  const selector = filter.labelSelector === undefined ? undefined : parseLabelSelector(filter.labelSelector);
  if (!isAskable(`${filter.namespace}${filter.name}`)) return { items: [], next: null };
  const decoder = new RowDecoder(manager, clusterId);
  const found: KubeObject[] = [];
  const start = after === undefined ? undefined : parsePosition(after);
  const first = start === undefined ? 0 : kindNames.indexOf(start.kind);
  for (const kind of kindNames.slice(first)) {
    if (!kinds.has(kind) || (filter.kind !== undefined && filter.kind !== kind)) continue;
    let last: Position | undefined = start?.kind === kind ? start : { kind, namespace: '', name: '' };
    while (last !== undefined && found.length <= limit) {
      const take: number = selector === undefined ? limit + 1 - found.length : Math.max(limit + 1, 500);
      const rows: ObjectRow[] = await readRows(manager, clusterId, number, filter, last, take);
      for (const object of await decoder.decode(rows)) if (selector === undefined || matchesSelector(selector, object.metadata.labels)) found.push(object);
      last = rows.length === take ? rows.at(-1) : undefined;
      await setImmediate(); // A selector that fits few objects reads many: the embedded database gives nobody else a turn by itself.
    }
    if (found.length > limit) break;
  }
  return pageOf(found, limit, formatPosition);
}

function readRows(
  manager: EntityManager,
  clusterId: number,
  number: number,
  { namespace, name }: ObjectFilter,
  after: Position,
  limit: number,
): Promise<ObjectRow[]> {
  return manager.query<ObjectRow[]>(
    `SELECT ${objectColumns} FROM object_version
     WHERE cluster_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)
       AND kind = $3 AND (namespace, name) > ($4, $5)
       AND ($6::text IS NULL OR namespace = $6) AND ($7::text IS NULL OR name = $7)
     ORDER BY namespace, name LIMIT $8`,
    [clusterId, number, after.kind, after.namespace, after.name, namespace, name, limit],
  );
}

function formatPosition({ kind, metadata }: KubeObject): string {
  return JSON.stringify([kind, 'namespace' in metadata ? metadata.namespace : '', metadata.name]);
}

function parsePosition(text: string): { kind: KindName; namespace: string; name: string } {
  const [kind, namespace, name] = JSON.parse(text) as string[];
  if (kind === undefined || namespace === undefined || name === undefined || !isKindName(kind)) {
    throw new InputError('invalid-cursor', 'the cursor names no object');
  }
  return { kind, namespace, name };
}

/**
 * The objects that differ between two snapshots, by kind (alphabetically), namespace and name. Reads only the versions that were opened or closed between the two
 * and held one of them, so that its cost follows the change.
 */
export async function readChanges(manager: EntityManager, decoders: RecentDecoders, clusterId: number, from: number, to: number): Promise<ObjectPair[]> {
  const sides = [readOnlyIn<ObjectRow>(manager, objectColumns, clusterId, from, to), readOnlyIn<ObjectRow>(manager, objectColumns, clusterId, to, from)] as const;
  const [before, after] = await Promise.all(sides);
  return pairRows(decoders.of(manager, clusterId), before, after);
}

/** What makes the objects of snapshot `to` of those of `from`, in no particular order. Its cost follows the change. While what came is decoded, the database reads the names of what went. */
export async function readChangesTo(manager: EntityManager, clusterId: number, from: number, to: number): Promise<ObjectChange[]> {
  const after = await readOnlyIn<ObjectRow>(manager, objectColumns, clusterId, to, from);
  const decoded = new RowDecoder(manager, clusterId).decode(after);
  const went = readOnlyIn<Pick<ObjectRow, 'kind' | 'namespace' | 'name'>>(manager, 'kind, namespace, name', clusterId, from, to);
  const [objects, before] = await Promise.all([decoded, went]);
  const changes = new Map<string, ObjectChange>(before.map((place) => [keyOf(place), place]));
  for (const [i, { kind, namespace, name }] of after.entries()) changes.set(keyOf({ kind, namespace, name }), { kind, namespace, name, after: objects[i]! });
  return [...changes.values()];
}

/** The rows that held snapshot `number` and not `other`. */
function readOnlyIn<T>(manager: EntityManager, columns: string, clusterId: number, number: number, other: number): Promise<T[]> {
  const ended = 'valid_from <= $2 AND valid_to > $2 AND valid_to <= $3';
  const begun = 'valid_from > $3 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)';
  return manager.query<T[]>(`SELECT ${columns} FROM object_version WHERE cluster_id = $1 AND ${number < other ? ended : begun}`, [clusterId, number, other]);
}

async function pairRows(decoder: RowDecoder, before: readonly ObjectRow[], after: readonly ObjectRow[]): Promise<ObjectPair[]> {
  const pairs = new Map<string, { readonly before?: ObjectRow; readonly after?: ObjectRow }>();
  for (const row of before) pairs.set(keyOf(row), { before: row });
  for (const row of after) pairs.set(keyOf(row), { ...pairs.get(keyOf(row)), after: row });
  await decoder.prepare([...before, ...after]);
  const differing = [...pairs].filter(([, pair]) => !isSame(pair.before, pair.after)).sort(([a], [b]) => compareText(a, b));
  return differing.map(([, pair]) => storedPair(decoder, pair.before, pair.after));
}

/** The versions of one object, oldest first. Two that only a deleted snapshot parted are one. `kept` are the snapshots there are, oldest first. */
export async function readTimeline(
  manager: EntityManager,
  clusterId: number,
  { kind, namespace, name }: Position,
  kept: readonly { readonly number: number; readonly takenAt: Date }[],
): Promise<ObjectVersion[]> {
  if (!isAskable(`${namespace}${name}`)) return [];
  const rows = await manager.query<ObjectRow[]>(
    `SELECT ${objectColumns} FROM object_version WHERE cluster_id = $1 AND kind = $2 AND namespace = $3 AND name = $4 ORDER BY valid_from`,
    [clusterId, kind, namespace, name],
  );
  const spans: { row: ObjectRow; from: number; to: number }[] = [];
  for (const row of rows) {
    const from = kept.findIndex(({ number }) => number >= row.valid_from);
    const end = row.valid_to === null ? -1 : kept.findIndex(({ number }) => number >= (row.valid_to ?? 0));
    const last = spans.at(-1);
    const to = end === -1 ? kept.length : end;
    if (last !== undefined && last.to === from && isSame(last.row, row)) last.to = to;
    else spans.push({ row, from, to });
  }
  const decoder = new RowDecoder(manager, clusterId);
  await decoder.prepare(rows);
  return spans.flatMap(({ row, from, to }) => {
    const first = kept[from];
    if (first === undefined) return [];
    return [{ from: first.number, to: kept[to]?.number ?? null, takenAt: first.takenAt.toISOString(), uid: row.uid, object: decoder.objectOf(row) }];
  });
}

function isSame(a: ObjectRow | undefined, b: ObjectRow | undefined): boolean {
  return a !== undefined && b !== undefined && a.uid === b.uid && a.template_id === b.template_id && a.body === b.body;
}
