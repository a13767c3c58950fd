import type { DataSource, EntityManager } from 'typeorm';
import { sha256 } from '../../core/hash.js';

/** One statement, made once for all the times that it is asked. */
export class Question {
  /** Of the statement, where it stands prepared. It follows from the text, as a session may have been another release's before. */
  readonly name: string;
  /** The same for what is the same question. */
  readonly key: string;

  constructor(
    readonly text: string,
    readonly values: readonly unknown[],
  ) {
    this.name = sha256(text).slice(0, 32);
    this.key = JSON.stringify([this.name, values]);
  }
}

/** What TypeORM does not hide of the two databases. */
export interface Engine {
  readonly dataSource: DataSource;
  /** Runs `act` while no other process on this database runs one. */
  alone(act: () => Promise<void>): Promise<void>;
  /**
   * Asks past TypeORM, whose bookkeeping costs more than a small question does; those who ask the same at the same time share it.
   * Nobody is given what was found before he asked, unless nothing can have changed since. Outside transactions, for reading only.
   */
  ask<T>(question: Question): Promise<readonly T[]>;
  /** Runs `COPY … FROM STDIN` in text format inside the transaction of `tx`. Each chunk holds whole lines. */
  copy(tx: EntityManager, into: string, chunks: Iterable<string>): Promise<void>;
  /** Gives back the room that writing left behind, once that is worth it; `rows` more were written. To be called outside transactions. */
  settle(rows: number): Promise<void>;
  close(): Promise<void>;
}
