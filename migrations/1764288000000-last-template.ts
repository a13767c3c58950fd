import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No template is given the number of one that is gone: who remembers a template by its number remembers the right one. */
export class LastTemplate1764288000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE cluster ADD last_template integer NOT NULL DEFAULT 0');
    await runner.query('UPDATE cluster SET last_template = (SELECT coalesce(max(id), 0) FROM template WHERE cluster_id = cluster.id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE cluster DROP last_template');
  }
}
