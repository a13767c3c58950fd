import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from './database.js';
import { SettingEntity } from './entities/setting.entity.js';

/** What the service must remember of itself. */
@Injectable()
export class SettingStore {
  constructor(private readonly database: Database) {}

  /** 32 random bytes under this name, made once and the same ever after, for every process on this database. */
  async secret(name: string): Promise<Buffer> {
    await this.keep(name, randomBytes(32));
    return (await this.database.manager.findOneByOrFail(SettingEntity, { name })).value;
  }

  /** Remembers for good that what `name` stands for is done. */
  async markDone(name: string): Promise<void> {
    await this.keep(name, Buffer.of());
  }

  isDone(name: string): Promise<boolean> {
    return this.database.manager.existsBy(SettingEntity, { name });
  }

  /** The first value stays. */
  private async keep(name: string, value: Buffer): Promise<void> {
    await this.database.manager.createQueryBuilder().insert().into(SettingEntity).values({ name, value }).orIgnore().execute();
  }
}
