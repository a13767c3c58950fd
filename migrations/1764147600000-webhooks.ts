import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is told of what, what is still to be told, and what has been told. */
export class Webhooks1764147600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhook (
        id uuid NOT NULL,
        name text NOT NULL,
        url text NOT NULL,
        preset text NOT NULL,
        events json NOT NULL,
        clusters json NOT NULL,
        namespaces json NOT NULL,
        severities json NOT NULL,
        secret text NOT NULL,
        previous_secret text,
        previous_until timestamptz(3),
        enabled boolean NOT NULL,
        disabled_reason text,
        created_by text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT webhook_pkey PRIMARY KEY (id)
      )`);
    await runner.query('CREATE INDEX webhook_created_at_idx ON webhook (created_at, id)');
    await runner.query(`
      CREATE TABLE webhook_delivery (
        position bigint GENERATED ALWAYS AS IDENTITY,
        id uuid NOT NULL,
        webhook_id uuid NOT NULL,
        event_id text NOT NULL,
        type text NOT NULL,
        event json NOT NULL,
        thread text,
        status text NOT NULL DEFAULT 'pending',
        tries integer NOT NULL DEFAULT 0,
        attempts json NOT NULL DEFAULT '[]',
        due_at timestamptz(3) NOT NULL DEFAULT now(),
        owner text,
        leased_until timestamptz(3),
        message text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT webhook_delivery_pkey PRIMARY KEY (position),
        CONSTRAINT webhook_delivery_id_key UNIQUE (id),
        CONSTRAINT webhook_delivery_event_key UNIQUE (webhook_id, event_id),
        CONSTRAINT webhook_delivery_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhook (id) ON DELETE CASCADE
      )`);
    await runner.query("CREATE INDEX webhook_delivery_due_idx ON webhook_delivery (due_at) WHERE status = 'pending'");
    await runner.query('CREATE INDEX webhook_delivery_position_idx ON webhook_delivery (webhook_id, position)');
    await runner.query('CREATE INDEX webhook_delivery_thread_idx ON webhook_delivery (webhook_id, thread, position) WHERE thread IS NOT NULL');
    await runner.query(`
      CREATE TABLE news (
        id bigint GENERATED ALWAYS AS IDENTITY,
        cluster_id integer,
        number integer,
        base integer,
        operation_id uuid,
        tries integer NOT NULL DEFAULT 0,
        owner text,
        leased_until timestamptz(3),
        CONSTRAINT news_pkey PRIMARY KEY (id),
        CONSTRAINT news_snapshot_key UNIQUE (cluster_id, number),
        CONSTRAINT news_snapshot_fkey FOREIGN KEY (cluster_id, number) REFERENCES snapshot (cluster_id, number) ON DELETE CASCADE,
        CONSTRAINT news_operation_id_fkey FOREIGN KEY (operation_id) REFERENCES operation (id) ON DELETE CASCADE
      )`);
    await runner.query(`
      CREATE TABLE news_ledger (
        cluster_id integer NOT NULL,
        number integer NOT NULL,
        told json NOT NULL,
        CONSTRAINT news_ledger_pkey PRIMARY KEY (cluster_id),
        CONSTRAINT news_ledger_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES cluster (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE news_ledger, news, webhook_delivery, webhook');
  }
}
