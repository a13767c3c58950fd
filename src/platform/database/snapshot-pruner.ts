import { In, type EntityManager } from 'typeorm';
import { SnapshotEntity } from './entities/snapshot.entity.js';
import { totalOf } from './snapshot-record.js';

interface ChangeCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/**
 * Deletes snapshots of a cluster inside the transaction `tx`, which must hold the cluster's lock: with them every version that no kept snapshot
 * holds, and every template that no version needs any more.
 *
 * @returns how many versions went
 */
export async function removeSnapshots(tx: EntityManager, clusterId: number, numbers: readonly number[]): Promise<number> {
  if (numbers.length === 0) return 0;
  await tx.delete(SnapshotEntity, { clusterId, number: In([...numbers]) });
  await reopenNewest(tx, clusterId);
  const removed = await removeVersions(tx, clusterId, Math.min(...numbers), Math.max(...numbers));
  await removeTemplates(tx, clusterId, [...new Set(removed)].filter((id) => id !== null));
  await recountSuccessors(tx, clusterId, numbers);
  return removed.length;
}

/** What was so in the newest kept snapshot is the newest state again. */
async function reopenNewest(tx: EntityManager, clusterId: number): Promise<void> {
  await tx.query(
    `UPDATE object_version SET valid_to = NULL
     FROM (SELECT max(number) AS number FROM snapshot WHERE cluster_id = $1) AS newest
     WHERE cluster_id = $1 AND valid_from <= newest.number AND valid_to > newest.number`,
    [clusterId],
  );
}

/**
 * Of the versions that held one of the snapshots `first` to `last`, deletes those that hold no kept one. Returns their templates.
 * Such a version was opened after the newest kept snapshot, or closed between `first` and the first kept one after `last`: the indexes find both.
 */
async function removeVersions(tx: EntityManager, clusterId: number, first: number, last: number): Promise<(number | null)[]> {
  const [{ newest, next }] = await tx.query<[{ newest: number | null; next: number | null }]>(
    'SELECT max(number) AS newest, min(number) FILTER (WHERE number > $2) AS next FROM snapshot WHERE cluster_id = $1',
    [clusterId, last],
  );
  const [rows] = await tx.query<[{ template_id: number | null }[], number]>(
    `DELETE FROM object_version AS version
     WHERE cluster_id = $1 AND (
       valid_from > $2
       OR valid_to > $3 AND valid_to <= $4
          AND NOT EXISTS (SELECT FROM snapshot WHERE cluster_id = $1 AND number >= version.valid_from AND number < version.valid_to)
     )
     RETURNING template_id`,
    [clusterId, newest ?? 0, first, next ?? last],
  );
  return rows.map(({ template_id }) => template_id);
}

async function removeTemplates(tx: EntityManager, clusterId: number, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `DELETE FROM template
     WHERE cluster_id = $1 AND id = ANY ($2)
       AND NOT EXISTS (SELECT FROM object_version WHERE cluster_id = $1 AND template_id = template.id)`,
    [clusterId, ids],
  );
}

/** Each kept snapshot that followed a deleted one is now to be compared with an older one. */
async function recountSuccessors(tx: EntityManager, clusterId: number, removed: readonly number[]): Promise<void> {
  const kept = await tx.find(SnapshotEntity, { select: { number: true, counts: true }, where: { clusterId }, order: { number: 'ASC' } });
  for (const [i, { number, counts }] of kept.entries()) {
    const before = kept[i - 1]?.number ?? 0;
    if (!removed.some((each) => each > before && each < number)) continue;
    const changes = before === 0 ? { added: totalOf(counts), removed: 0, changed: 0 } : await countChanges(tx, clusterId, before, number);
    await tx.update(SnapshotEntity, { clusterId, number }, changes);
  }
}

async function countChanges(tx: EntityManager, clusterId: number, before: number, after: number): Promise<ChangeCounts> {
  const [counts] = await tx.query<[ChangeCounts]>(
    `SELECT count(*) FILTER (WHERE was.body IS NULL)::integer AS added,
            count(*) FILTER (WHERE became.body IS NULL)::integer AS removed,
            count(*) FILTER (WHERE was.body IS NOT NULL AND became.body IS NOT NULL
              AND (was.uid, was.template_id, was.body) IS DISTINCT FROM (became.uid, became.template_id, became.body))::integer AS changed
     FROM (SELECT * FROM object_version WHERE cluster_id = $1 AND valid_from <= $2 AND valid_to > $2 AND valid_to <= $3) AS was
     FULL JOIN
          (SELECT * FROM object_version WHERE cluster_id = $1 AND valid_from > $2 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)) AS became
     USING (kind, namespace, name)`,
    [clusterId, before, after],
  );
  return counts;
}
