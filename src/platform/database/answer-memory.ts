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
   * The rows that answer `question`; undefined where they are not known.
   *
   * @param writes how much has been written, or may have been, by now: an answer of before is not given again once that has grown
   */
  known({ key }: Question, writes: number): readonly unknown[] | undefined {
    const known = this.answers.get(key);
    return known?.writes === writes ? known.rows : undefined;
  }

  /** @param writes as they were when the question was asked. What is written until it is answered makes them grow, so that nobody is given that answer, other than who asked. */
  remember({ key }: Question, writes: number, rows: readonly unknown[]): void {
    if (this.answers.size >= this.max) this.answers.clear();
    this.answers.set(key, { writes, rows });
  }
}
