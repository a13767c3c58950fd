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
    const settings = this.database.manager.getRepository(SettingEntity);
    await settings.createQueryBuilder().insert().values({ name, value: randomBytes(32) }).orIgnore().execute();
    return (await settings.findOneByOrFail({ name })).value;
  }
}
