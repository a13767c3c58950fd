import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What channels of chats ask about by default, and which requests of chats were taken already. */
export class Chat1764133200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE chat_channel (
        platform text NOT NULL,
        channel text NOT NULL,
        cluster text,
        namespace text,
        CONSTRAINT chat_channel_pkey PRIMARY KEY (platform, channel)
      )`);
    await runner.query(`
      CREATE TABLE chat_request (
        digest text NOT NULL,
        seen_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT chat_request_pkey PRIMARY KEY (digest)
      )`);
    await runner.query('CREATE INDEX chat_request_seen_at_idx ON chat_request (seen_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE chat_request');
    await runner.query('DROP TABLE chat_channel');
  }
}
