import type { EntityManager } from 'typeorm';
import type { DraftDifference, EncodedObject, ObjectName } from '../../core/cluster/index.js';
import type { Database } from './database.js';
import { isAskable } from './object-rows.js';

/** Rows read or written at once: about a megabyte. */
const batch = 8_000;

/**
 * Makes what the newest state of the cluster is by `difference`, as of snapshot `number`, inside the transaction `tx`, which must hold the cluster's lock:
 * versions that are no longer so are closed, new ones opened, the rest left as it is.
 */
export async function writeDifference(database: Database, tx: EntityManager, clusterId: number, number: number, { added, changed, removed }: DraftDifference): Promise<void> {
  await closeVersions(tx, clusterId, number, [...removed, ...changed]);
  const opened = [...added, ...changed];
  if (opened.length === 0) return;
  const templates = await TemplateTable.read(tx, clusterId);
  await templates.add(database, tx, opened);
  await database.copy(tx, 'object_version', ['cluster_id', 'kind', 'namespace', 'name', 'valid_from', 'uid', 'template_id', 'body', 'digest'], openedRows());

  function* openedRows(): Generator<(string | number | null)[]> {
    for (const { kind, namespace, name, uid, template, body, digest } of opened) {
      yield [clusterId, kind, namespace, name, number, storable(uid), templates.idOf(template), body, `\\x${digest}`];
    }
  }
}

/** A uid that Postgres cannot hold is none that Kubernetes gave. */
function storable(uid: string | null): string | null {
  return uid === null || isAskable(uid) ? uid : null;
}

/** Plain SQL, for there are few of them as a rule. */
async function closeVersions(tx: EntityManager, clusterId: number, number: number, names: readonly ObjectName[]): Promise<void> {
  for (let start = 0; start < names.length; start += batch) {
    const closed = names.slice(start, start + batch).map(({ kind, namespace, name }) => ({ kind, namespace, name }));
    await tx.query(
      `UPDATE object_version AS version SET valid_to = $2
       FROM json_to_recordset($3) AS closed (kind text, namespace text, name text)
       WHERE version.cluster_id = $1 AND version.kind = closed.kind AND version.namespace = closed.namespace AND version.name = closed.name
         AND version.valid_to IS NULL`,
      [clusterId, number, JSON.stringify(closed)],
    );
  }
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
