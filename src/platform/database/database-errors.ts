/** Whether `error` says that the database cannot be reached or takes no work just now, so that the same request may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return error instanceof Error && error.message === '';
}
