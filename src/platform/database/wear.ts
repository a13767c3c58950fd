import type { DataSource } from 'typeorm';

/** Rows below which putting the tables in order is not worth the pause. */
const least = 1_000;

/** Of the rows that were there when the tables were last put in order, the share whose writing makes that worth it again. */
const share = 0.1;

/** Counts the rows that were written since the tables of objects were last put in order. */
export class Wear {
  #rows = 0;

  constructor(private readonly dataSource: DataSource) {}

  /** Whether, with `rows` more, the tables are to be put in order now; then the count begins anew. */
  async add(rows: number): Promise<boolean> {
    this.#rows += rows;
    if (this.#rows < least) return false;
    const [{ known }] = await this.dataSource.query<[{ known: number }]>("SELECT reltuples AS known FROM pg_class WHERE oid = 'object_version'::regclass");
    if (this.#rows < known * share) return false;
    this.#rows = 0;
    return true;
  }
}
