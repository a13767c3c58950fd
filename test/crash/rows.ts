import { expect } from 'vitest';
import type { Place } from './place.js';

/** Holds of an interval [valid_from, valid_to) of `version` that snapshot `snapshot` lies in it. */
const holds = 'snapshot.cluster_id = version.cluster_id AND snapshot.number >= version.valid_from AND (version.valid_to IS NULL OR snapshot.number < version.valid_to)';

/** What must not be in the database once no operation is at work. Each statement tells the offenders as one text each. */
const forbidden: Readonly<Record<string, string>> = {
  'a version of a cluster that is gone': 'SELECT cluster_id::text || kind || name FROM object_version AS version WHERE NOT EXISTS (SELECT FROM cluster WHERE id = version.cluster_id)',
  'a template of a cluster that is gone': 'SELECT cluster_id::text FROM template WHERE NOT EXISTS (SELECT FROM cluster WHERE id = template.cluster_id)',
  'a snapshot of a cluster that is gone': 'SELECT number::text FROM snapshot WHERE NOT EXISTS (SELECT FROM cluster WHERE id = snapshot.cluster_id)',
  'a readout of a snapshot that is gone':
    'SELECT position::text FROM readout WHERE NOT EXISTS (SELECT FROM snapshot WHERE cluster_id = readout.cluster_id AND number = readout.number)',
  'a version that no kept snapshot holds': `SELECT kind || '/' || name || ' from ' || valid_from FROM object_version AS version WHERE NOT EXISTS (SELECT FROM snapshot WHERE ${holds})`,
  'a template that no version needs':
    'SELECT cluster_id || \'/\' || id FROM template WHERE NOT EXISTS (SELECT FROM object_version WHERE cluster_id = template.cluster_id AND template_id = template.id)',
  'a version whose template is gone':
    'SELECT kind || name FROM object_version AS version WHERE template_id IS NOT NULL AND NOT EXISTS (SELECT FROM template WHERE cluster_id = version.cluster_id AND id = version.template_id)',
  'two versions of one object in one snapshot': `SELECT kind || '/' || name FROM snapshot JOIN object_version AS version ON ${holds} GROUP BY version.cluster_id, kind, namespace, name, number HAVING count(*) > 1`,
  'a snapshot whose count is not that of its versions': `
    SELECT cluster_id || '/' || number FROM snapshot
    WHERE (SELECT coalesce(sum(value::integer), 0) FROM json_each_text(counts)) <> (SELECT count(*) FROM object_version AS version WHERE ${holds})`,
  'a snapshot beyond the last number': 'SELECT number::text FROM snapshot JOIN cluster ON cluster.id = cluster_id WHERE number > last_number',
  'an operation that goes on': "SELECT id::text FROM operation WHERE status IN ('pending', 'running')",
  'an operation that denies the snapshot it made':
    "SELECT operation.id || ' ' || operation.status FROM operation JOIN snapshot ON operation_id = operation.id WHERE operation.status <> 'succeeded' OR (operation.result ->> 'number')::integer <> number",
  'an operation that succeeded for a cluster that is gone':
    "SELECT id::text FROM operation WHERE status = 'succeeded' AND NOT EXISTS (SELECT FROM cluster WHERE name = operation.cluster)",
  'a due time without a schedule, or the reverse': 'SELECT name FROM cluster WHERE (schedule IS NULL) <> (next_capture_at IS NULL)',
};

/** Holds the tables against what must not be there. The embedded database's service must have ended before. */
export async function expectLawfulRows(place: Place): Promise<void> {
  const statements = Object.entries(forbidden).map(([law, statement]) => `SELECT '${law}' AS law, offender FROM (${statement}) AS found (offender)`);
  const found = await place.query<{ law: string; offender: string }>(`SELECT * FROM (${statements.join(' UNION ALL ')}) AS found LIMIT 20`);
  expect(found).toEqual([]);
}

/** As if the time had passed after which another process takes over what a dead one left. */
export async function letHeartbeatsPass(place: Place): Promise<void> {
  if (place.name === 'server') await place.query("UPDATE operation SET heartbeat_at = heartbeat_at - interval '1 minute' WHERE status IN ('pending', 'running')");
}

/** As if the time had passed after which another process takes over the news and deliveries that a dead one had taken. */
export async function letLeasesPass(place: Place): Promise<void> {
  if (place.name !== 'server') return;
  await place.query('UPDATE webhook_delivery SET leased_until = now() WHERE leased_until IS NOT NULL');
  await place.query('UPDATE news SET leased_until = now() WHERE leased_until IS NOT NULL');
}
