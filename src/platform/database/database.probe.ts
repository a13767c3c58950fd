export class DatabaseProbe {
  /** Resolves when the database answers, rejects when it does not. */
  ping(): Promise<void> {
    throw new Error('unwritten');
  }
}
