import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a live cluster is captured by itself. */
export class CaptureSchedule1763900000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE cluster ADD COLUMN schedule text, ADD COLUMN next_capture_at timestamptz(3)');
    await runner.query('CREATE INDEX cluster_next_capture_at_idx ON cluster (next_capture_at) WHERE next_capture_at IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE cluster DROP COLUMN schedule, DROP COLUMN next_capture_at');
  }
}
