import type { DataSource, EntityManager } from 'typeorm';

/** What TypeORM does not hide of the two databases. */
export interface Engine {
  readonly dataSource: DataSource;
  /** Runs `act` while no other process on this database runs one. */
  alone(act: () => Promise<void>): Promise<void>;
  /** Runs `COPY … FROM STDIN` in text format inside the transaction of `tx`. Each chunk holds whole lines. */
  copy(tx: EntityManager, into: string, chunks: Iterable<string>): Promise<void>;
  /** Gives back the room that writing left behind, once that is worth it; `rows` more were written. To be called outside transactions. */
  settle(rows: number): Promise<void>;
  close(): Promise<void>;
}
