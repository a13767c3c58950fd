import type { DataSource, EntityManager } from 'typeorm';

/** One statement. */
export interface Question {
  /** Of the statement, where it stands prepared. Those of one name have one text. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What TypeORM does not hide of the two databases. */
export interface Engine {
  readonly dataSource: DataSource;
  /** Runs `act` while no other process on this database runs one. */
  alone(act: () => Promise<void>): Promise<void>;
  /** Asks past TypeORM, whose bookkeeping costs more than a small question does. Outside transactions, for reading only. */
  ask<T>(question: Question): Promise<T[]>;
  /** Runs `COPY … FROM STDIN` in text format inside the transaction of `tx`. Each chunk holds whole lines. */
  copy(tx: EntityManager, into: string, chunks: Iterable<string>): Promise<void>;
  /** Gives back the room that writing left behind, once that is worth it; `rows` more were written. To be called outside transactions. */
  settle(rows: number): Promise<void>;
  close(): Promise<void>;
}
