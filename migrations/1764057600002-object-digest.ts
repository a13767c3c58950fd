import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tells two versions of one object apart, so that a snapshot is compared with the one before it without reading that. As `digestOf` in core/cluster/codec.ts. */
export class ObjectDigest1764057600002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE object_version ADD COLUMN digest bytea');
    await runner.query(`
      UPDATE object_version AS version
      SET digest = substring(sha256(convert_to(concat(
        (SELECT text FROM template WHERE cluster_id = version.cluster_id AND id = version.template_id), E'\\n', body, E'\\n', uid
      ), 'UTF8')) FOR 16)`);
    await runner.query('ALTER TABLE object_version ALTER COLUMN digest SET NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE object_version DROP COLUMN digest');
  }
}
