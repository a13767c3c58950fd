import type { Question } from './engine.js';

interface Answer {
  readonly writes: number;
  readonly rows: readonly unknown[];
}

/** Answers of the database to small questions, for as long as nothing has been written. */
export class AnswerMemory {
  private readonly answers = new Map<string, Answer>();

  constructor(private readonly max = 1_000) {}

  /**
   * The rows that answer `question`.
   *
   * @param writes how much had been written, or might have been, when it was asked: an answer of before is not given again once that has grown. What is written while `ask` runs
   * makes that grow, so that nobody is given what it found, other than who asked.
   */
  async get<T>({ name, values }: Question, writes: number, ask: () => Promise<T[]>): Promise<T[]> {
    const key = JSON.stringify([name, values]);
    const known = this.answers.get(key);
    if (known?.writes === writes) return known.rows as T[];
    const rows = await ask();
    if (this.answers.size >= this.max) this.answers.clear();
    this.answers.set(key, { writes, rows });
    return rows;
  }
}
