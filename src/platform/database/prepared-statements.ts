import type { Question } from './engine.js';

/** A statement as `pg` takes it. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

/**
 * Asks a server by prepared statements, as to plan a small question takes it longer than to answer it. A pooler between here and the server may give each
 * statement another session, which knows nothing of what was prepared, or knows it already: from then on each question is sent whole.
 */
export class PreparedStatements {
  private areKept = true;

  constructor(private readonly query: (statement: Statement) => Promise<{ readonly rows: unknown[] }>) {}

  async ask({ name, text, values }: Question): Promise<readonly unknown[]> {
    if (this.areKept) {
      try {
        return (await this.query({ name, text, values: [...values] })).rows;
      } catch (error) {
        if (!isOfAnotherSession(error)) throw error;
        this.areKept = false;
      }
    }
    return (await this.query({ text, values: [...values] })).rows;
  }
}

/** `invalid_sql_statement_name`, `duplicate_prepared_statement`. Source: PostgreSQL documentation, "PostgreSQL Error Codes". */
function isOfAnotherSession(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === '26000' || code === '42P05';
}
