import type { Budget, Page } from './page.js';

/** How a platform is written to. */
export interface Dialect<T = unknown> {
  readonly name: string;
  readonly budget: Budget;
  /** The body of a message. */
  write(page: Page, options: WriteOptions): T;
  /** The lines that a reader of this message sees, for its budget; what only markup needs counts too where it is text. */
  linesOf(message: T): readonly string[];
}

export interface WriteOptions {
  /** Whether everyone in the channel sees it; else only who asked, where the platform can. */
  readonly isShared: boolean;
}
