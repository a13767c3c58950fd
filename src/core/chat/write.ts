import type { ChatAnswer } from './answer.js';
import type { Dialect, WriteOptions } from './dialect.js';
import { fit, type Surroundings } from './page.js';

/** An answer as a platform takes it, within its budget. */
export function writeAnswer<T>(answer: ChatAnswer, dialect: Dialect<T>, surroundings: Surroundings, options: WriteOptions = { isShared: false }): T {
  const page = fit(answer, dialect.budget, surroundings, (each) => dialect.linesOf(dialect.write(each, options)));
  return dialect.write(page, options);
}
