/** What the service must remember of itself. */
export class SettingStore {
  /** 32 random bytes under this name, made once and the same ever after, for every process on this database. */
  secret(_name: string): Promise<Buffer> {
    throw new Error('unwritten');
  }
}
