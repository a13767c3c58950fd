import type { EntityManager } from 'typeorm';
import type { DraftDifference, ObjectName } from '../../core/cluster/index.js';
import type { Database } from './database.js';
import { isAskable } from './object-rows.js';

/** Rows read or written at once: about a megabyte. */
const batch = 8_000;

/**
 * Makes what the newest state of the cluster is by `difference`, as of snapshot `number`, inside the transaction `tx`, which must hold the cluster's lock:
 * versions that are no longer so are closed, new ones opened, the rest left as it is.
 */
export async function writeDifference(database: Database, tx: EntityManager, clusterId: number, number: number, { added, changed, removed }: DraftDifference): Promise<void> {
  const closed = await closeVersions(tx, clusterId, number, [...removed, ...changed]);
  const opened = [...added, ...changed];
  if (opened.length === 0) return;
  const texts = new Set<string>();
  for (const { template } of opened) if (template !== '') texts.add(template);
  const templates = await TemplateTable.read(tx, clusterId, texts, closed);
  await templates.add(database, tx, texts);
  await database.copy(tx, 'object_version', ['cluster_id', 'kind', 'namespace', 'name', 'valid_from', 'uid', 'template_id', 'body', 'digest'], openedRows());

  function* openedRows(): Generator<(string | number | null)[]> {
    for (const { kind, namespace, name, uid, template, body, digest } of opened) {
      yield [clusterId, kind, namespace, name, number, storable(uid), templates.idOf(template), body, `\\x${digest}`];
    }
  }
}

/** Templates that are looked for by their text. To send more costs more than to read all. */
const mostAsked = 4_000;

/** A uid that Postgres cannot hold is none that Kubernetes gave. */
function storable(uid: string | null): string | null {
  return uid === null || isAskable(uid) ? uid : null;
}

/** Plain SQL, for there are few of them as a rule. Returns the templates that they had. */
async function closeVersions(tx: EntityManager, clusterId: number, number: number, names: readonly ObjectName[]): Promise<Set<number>> {
  const templates = new Set<number>();
  for (let start = 0; start < names.length; start += batch) {
    const closed = names.slice(start, start + batch).map(({ kind, namespace, name }) => ({ kind, namespace, name }));
    const [rows] = await tx.query<[{ template_id: number | null }[], number]>(
      `UPDATE object_version AS version SET valid_to = $2
       FROM json_to_recordset($3) AS closed (kind text, namespace text, name text)
       WHERE version.cluster_id = $1 AND version.kind = closed.kind AND version.namespace = closed.namespace AND version.name = closed.name
         AND version.valid_to IS NULL
       RETURNING version.template_id`,
      [clusterId, number, JSON.stringify(closed)],
    );
    for (const { template_id } of rows) if (template_id !== null) templates.add(template_id);
  }
  return templates;
}

/** The templates of one cluster, by their text. */
class TemplateTable {
  private constructor(
    private readonly clusterId: number,
    private readonly ids: Map<string, number>,
    private lastId: number,
  ) {}

  /** Those of `texts` that there are; of very many, with all others. Most of a cluster that has changed are among the `likely` ones, which are found without being looked for. */
  static async read(tx: EntityManager, clusterId: number, texts: ReadonlySet<string>, likely: ReadonlySet<number>): Promise<TemplateTable> {
    const [{ last }] = await tx.query<[{ last: number }]>('SELECT last_template AS last FROM cluster WHERE id = $1', [clusterId]);
    const ids = new Map<string, number>();
    if (last === 0) return new TemplateTable(clusterId, ids, 0);
    const take = async (which: string, value: unknown) => {
      const rows = await tx.query<{ id: number; text: string }[]>(`SELECT id, text FROM template WHERE cluster_id = $1 AND ${which}`, [clusterId, value]);
      for (const { id, text } of rows) ids.set(text, id);
    };
    if (likely.size > 0) await take('id = ANY ($2)', [...likely]);
    const missing = [...texts].filter((text) => !ids.has(text));
    if (missing.length > 0) await take('($2::text[] IS NULL OR text = ANY ($2))', missing.length > mostAsked ? null : missing);
    return new TemplateTable(clusterId, ids, last);
  }

  /** null where there is no template, or none of this text. */
  idOf(text: string): number | null {
    return this.ids.get(text) ?? null;
  }

  /** Stores the templates that are not there yet. */
  async add(database: Database, tx: EntityManager, texts: Iterable<string>): Promise<void> {
    const added: [number, number, string][] = [];
    for (const text of texts) {
      if (this.ids.has(text)) continue;
      this.ids.set(text, ++this.lastId);
      added.push([this.clusterId, this.lastId, text]);
    }
    if (added.length === 0) return;
    await database.copy(tx, 'template', ['cluster_id', 'id', 'text'], added);
    await tx.query('UPDATE cluster SET last_template = $2 WHERE id = $1', [this.clusterId, this.lastId]);
  }
}
