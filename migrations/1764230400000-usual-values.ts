import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { decodeObject, encodeObject, kindNames, specOf, takeUnusual, type EncodedObject, type KindName, type KubeObject } from '../src/core/cluster/index.js';

/** An object of which something is not as usual takes the template of those that are. It must have one form in all snapshots: else it would seem to have changed. */
export class UsualValues1764230400000 implements MigrationInterface {
  async up({ manager }: QueryRunner): Promise<void> {
    for (const kind of kindNames) {
      const { usual } = specOf(kind);
      if (usual === undefined) continue;
      const isOld = (template: string) => {
        const unusual: unknown[] = [];
        takeUnusual(JSON.parse(template), usual, unusual);
        return unusual.length > 0;
      };
      await encodeAnew(manager, kind, '%', isOld, encodeObject);
    }
  }

  async down({ manager }: QueryRunner): Promise<void> {
    for (const kind of kindNames) await encodeAnew(manager, kind, '[{%', () => true, (object) => encodeObject(object, { ...specOf(kind), usual: {} }));
  }
}

type Encode = (object: KubeObject) => EncodedObject;

/** Objects of so many templates are read and written at once. */
const portion = 1_000;

/** All objects of a kind that have such a template, of those that an object with such a body has. */
async function encodeAnew(manager: EntityManager, kind: KindName, body: string, isSuch: (template: string) => boolean, encode: Encode): Promise<void> {
  for (const { id: clusterId } of await manager.query<{ id: number }[]>('SELECT id FROM cluster')) {
    const templates = await manager.query<{ id: number; text: string }[]>(
      'SELECT id, text FROM template WHERE cluster_id = $1 AND id IN (SELECT template_id FROM object_version WHERE cluster_id = $1 AND kind = $2 AND body LIKE $3)',
      [clusterId, kind, body],
    );
    const ids = templates.filter(({ text }) => isSuch(text)).map(({ id }) => id);
    for (let start = 0; start < ids.length; start += portion) await encodeObjectsAnew(manager, clusterId, kind, ids.slice(start, start + portion), encode);
  }
}

async function encodeObjectsAnew(manager: EntityManager, clusterId: number, kind: KindName, templates: readonly number[], encode: Encode): Promise<void> {
  const rows = await manager.query<{ namespace: string; name: string; valid_from: number; body: string; text: string }[]>(
    `SELECT namespace, name, valid_from, body, text FROM object_version AS version JOIN template ON template.cluster_id = version.cluster_id AND template.id = version.template_id
     WHERE version.cluster_id = $1 AND kind = $2 AND template_id = ANY ($3)`,
    [clusterId, kind, templates],
  );
  const encoded = rows.map(({ namespace, name, valid_from, text, body }) => ({ valid_from, ...encode(decodeObject(kind, text, body)), namespace, name }));
  await manager.query(
    `INSERT INTO template (cluster_id, id, text)
     SELECT $1, row_number() OVER () + (SELECT max(id) FROM template WHERE cluster_id = $1), template
     FROM (SELECT DISTINCT template FROM json_to_recordset($2) AS encoded (template text)) AS encoded
     WHERE NOT EXISTS (SELECT FROM template WHERE cluster_id = $1 AND text = encoded.template)`,
    [clusterId, JSON.stringify(encoded.map(({ template }) => ({ template })))],
  );
  await manager.query(
    `UPDATE object_version AS version SET template_id = template.id, body = encoded.body, digest = decode(encoded.digest, 'hex')
     FROM json_to_recordset($3) AS encoded (namespace text, name text, valid_from integer, template text, body text, digest text)
     JOIN template ON template.cluster_id = $1 AND template.text = encoded.template
     WHERE version.cluster_id = $1 AND version.kind = $2 AND version.namespace = encoded.namespace AND version.name = encoded.name AND version.valid_from = encoded.valid_from`,
    [clusterId, kind, JSON.stringify(encoded)],
  );
  await manager.query(
    'DELETE FROM template WHERE cluster_id = $1 AND id = ANY ($2) AND NOT EXISTS (SELECT FROM object_version WHERE cluster_id = $1 AND template_id = template.id)',
    [clusterId, templates],
  );
}
