import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `object_version` and `template` carry no foreign key: it would be checked row by row at every bulk load. Only the snapshot store
 * and the cluster store write them, under the cluster's lock.
 */
export class InitialSchema1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE cluster (
        id integer GENERATED ALWAYS AS IDENTITY,
        name text COLLATE "C" NOT NULL,
        source json NOT NULL,
        labels json NOT NULL,
        retention json NOT NULL,
        last_number integer NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT cluster_pkey PRIMARY KEY (id),
        CONSTRAINT cluster_name_key UNIQUE (name)
      )`);
    await runner.query(`
      CREATE TABLE snapshot (
        cluster_id integer NOT NULL,
        number integer NOT NULL,
        taken_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        source json NOT NULL,
        label text,
        kubernetes_version text,
        counts json NOT NULL,
        ignored json NOT NULL,
        coverage json NOT NULL,
        resource_versions json NOT NULL,
        warnings json NOT NULL,
        added integer NOT NULL,
        removed integer NOT NULL,
        changed integer NOT NULL,
        operation_id uuid,
        CONSTRAINT snapshot_pkey PRIMARY KEY (cluster_id, number),
        CONSTRAINT snapshot_operation_id_key UNIQUE (operation_id),
        CONSTRAINT snapshot_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES cluster (id) ON DELETE CASCADE
      )`);
    await runner.query('CREATE INDEX snapshot_taken_at_idx ON snapshot (cluster_id, taken_at)');
    await runner.query(`
      CREATE TABLE object_version (
        cluster_id integer NOT NULL,
        kind text COLLATE "C" NOT NULL,
        namespace text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        valid_from integer NOT NULL,
        valid_to integer,
        uid text,
        template_id integer,
        body text NOT NULL,
        CONSTRAINT object_version_pkey PRIMARY KEY (cluster_id, kind, namespace, name, valid_from)
      )`);
    await runner.query('CREATE INDEX object_version_opened_idx ON object_version (cluster_id, valid_from)');
    await runner.query('CREATE INDEX object_version_closed_idx ON object_version (cluster_id, valid_to) WHERE valid_to IS NOT NULL');
    await runner.query(`
      CREATE TABLE template (
        cluster_id integer NOT NULL,
        id integer NOT NULL,
        text text NOT NULL,
        CONSTRAINT template_pkey PRIMARY KEY (cluster_id, id)
      )`);
    await runner.query(`
      CREATE TABLE readout (
        cluster_id integer NOT NULL,
        number integer NOT NULL,
        position integer NOT NULL,
        node text NOT NULL,
        format text NOT NULL,
        text text NOT NULL,
        created_by text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT readout_pkey PRIMARY KEY (cluster_id, number, position),
        CONSTRAINT readout_snapshot_fkey FOREIGN KEY (cluster_id, number) REFERENCES snapshot (cluster_id, number) ON DELETE CASCADE
      )`);
    await runner.query(`
      CREATE TABLE operation (
        id uuid NOT NULL,
        kind text NOT NULL,
        cluster text,
        status text NOT NULL,
        progress json,
        result json,
        problem json,
        input json,
        owner text,
        heartbeat_at timestamptz(3) NOT NULL DEFAULT now(),
        interruptions integer NOT NULL DEFAULT 0,
        created_by text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT operation_pkey PRIMARY KEY (id)
      )`);
    await runner.query("CREATE INDEX operation_open_idx ON operation (heartbeat_at) WHERE status IN ('pending', 'running')");
    await runner.query(`
      CREATE TABLE idempotency_key (
        principal text NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        begun_at timestamptz(3) NOT NULL DEFAULT now(),
        status integer,
        headers json,
        body text,
        CONSTRAINT idempotency_key_pkey PRIMARY KEY (principal, key)
      )`);
    await runner.query('CREATE INDEX idempotency_key_begun_at_idx ON idempotency_key (begun_at)');
    await runner.query(`
      CREATE TABLE setting (
        name text NOT NULL,
        value bytea NOT NULL,
        CONSTRAINT setting_pkey PRIMARY KEY (name)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE setting, idempotency_key, operation, readout, template, object_version, snapshot, cluster');
  }
}
