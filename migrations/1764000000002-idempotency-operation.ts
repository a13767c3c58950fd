import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which a request that is sent again after a crash finds the work that the first one began. */
export class IdempotencyOperation1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE idempotency_key ADD COLUMN operation_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE idempotency_key DROP COLUMN operation_id');
  }
}
