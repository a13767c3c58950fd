import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { EncodedObject } from '../../core/cluster/index.js';
import type { Database } from './database.js';
import { isAskable, keyOf } from './object-rows.js';

/** How the objects of a snapshot differ from those of the snapshot before it. */
export interface ChangeCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** Rows read at once when comparing: about a megabyte. */
const compareBatch = 8_000;

/**
 * Makes `objects` the newest state of the cluster, as of snapshot `number`, inside the transaction `tx`, which must hold the cluster's lock:
 * versions that are no longer so are closed, new ones opened, the rest left as it is.
 */
export async function writeObjects(
  database: Database,
  tx: EntityManager,
  clusterId: number,
  number: number,
  objects: readonly EncodedObject[],
): Promise<ChangeCounts> {
  const opened = new Map(objects.map((object) => [keyOf(object), object]));
  let removed = 0;
  let changed = 0;
  for await (const versions of openVersions(tx, clusterId)) {
    const closed = versions.filter((version) => {
      const object = opened.get(keyOf(version));
      if (object === undefined) removed++;
      else if (version.digest === object.digest) return !opened.delete(keyOf(version));
      else changed++;
      return true;
    });
    await closeVersions(tx, clusterId, number, closed);
  }
  if (opened.size === 0) return { added: 0, removed, changed };
  const templates = await TemplateTable.read(tx, clusterId);
  await templates.add(database, tx, opened.values());
  await database.copy(tx, 'object_version', ['cluster_id', 'kind', 'namespace', 'name', 'valid_from', 'uid', 'template_id', 'body', 'digest'], openedRows());
  return { added: opened.size - changed, removed, changed };

  function* openedRows(): Generator<(string | number | null)[]> {
    for (const { kind, namespace, name, uid, template, body, digest } of opened.values()) {
      yield [clusterId, kind, namespace, name, number, storable(uid), templates.idOf(template), body, `\\x${digest}`];
    }
  }
}

interface OpenVersion {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly digest: string;
}

/** The newest state, batch by batch, as it was before the first of them was taken. */
async function* openVersions(tx: EntityManager, clusterId: number): AsyncGenerator<OpenVersion[]> {
  await tx.query(
    `DECLARE open_version NO SCROLL CURSOR FOR
     SELECT kind, namespace, name, encode(digest, 'hex') AS digest FROM object_version WHERE cluster_id = ${clusterId} AND valid_to IS NULL`,
  );
  let versions: OpenVersion[];
  do {
    versions = await tx.query<OpenVersion[]>(`FETCH ${compareBatch} FROM open_version`);
    yield versions;
    await setImmediate();
  } while (versions.length === compareBatch);
  await tx.query('CLOSE open_version');
}

/** A uid that Postgres cannot hold is none that Kubernetes gave. */
function storable(uid: string | null): string | null {
  return uid === null || isAskable(uid) ? uid : null;
}

/** Plain SQL, for there are few of them as a rule. */
async function closeVersions(tx: EntityManager, clusterId: number, number: number, versions: readonly OpenVersion[]): Promise<void> {
  if (versions.length === 0) return;
  await tx.query(
    `UPDATE object_version AS version SET valid_to = $2
     FROM json_to_recordset($3) AS closed (kind text, namespace text, name text)
     WHERE version.cluster_id = $1 AND version.kind = closed.kind AND version.namespace = closed.namespace AND version.name = closed.name
       AND version.valid_to IS NULL`,
    [clusterId, number, JSON.stringify(versions.map(({ kind, namespace, name }) => ({ kind, namespace, name })))],
  );
}

/** The templates of one cluster, by their text. */
class TemplateTable {
  private constructor(
    private readonly clusterId: number,
    private readonly ids: Map<string, number>,
    private lastId: number,
  ) {}

  static async read(tx: EntityManager, clusterId: number): Promise<TemplateTable> {
    const rows = await tx.query<{ id: number; text: string }[]>('SELECT id, text FROM template WHERE cluster_id = $1', [clusterId]);
    const lastId = rows.reduce((last, { id }) => Math.max(last, id), 0);
    return new TemplateTable(clusterId, new Map(rows.map(({ id, text }) => [text, id])), lastId);
  }

  /** null where there is no template, or none of this text. */
  idOf(text: string): number | null {
    return this.ids.get(text) ?? null;
  }

  /** Stores the templates that are not there yet. */
  async add(database: Database, tx: EntityManager, objects: Iterable<EncodedObject>): Promise<void> {
    const added: [number, number, string][] = [];
    for (const { template } of objects) {
      if (template === '' || this.ids.has(template)) continue;
      this.ids.set(template, ++this.lastId);
      added.push([this.clusterId, this.lastId, template]);
    }
    await database.copy(tx, 'template', ['cluster_id', 'id', 'text'], added);
  }
}
