/** SQLSTATE classes and codes that pass: connections, resources, operator's intervention, transactions that lost against others. */
const passingState = /^(08|53|57P0|40001|40P01|55P03)/;

const passingSystemError = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What `pg`, TypeORM and PGlite say, in words only, when there is no connection to be had, or it was lost between two statements of a transaction. */
const passingMessage =
  /timeout exceeded when trying to connect|Connection terminated|not queryable|Client was closed|Cannot use a pool after calling end|PGlite is (closed|closing)|Driver not Connected|query runner (was )?already released/i;

/** Whether `error` says that the database cannot be reached or takes no work just now, so that the same request may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, driverError, cause } = error as Error & { code?: unknown; driverError?: unknown };
  return (
    (typeof code === 'string' && (passingState.test(code) || passingSystemError.has(code))) ||
    passingMessage.test(error.message) ||
    isDatabaseUnavailable(driverError) ||
    isDatabaseUnavailable(cause)
  );
}
