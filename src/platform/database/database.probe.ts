import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

@Injectable()
export class DatabaseProbe {
  constructor(private readonly database: Database) {}

  /** Resolves when the database answers, rejects when it does not. */
  async ping(): Promise<void> {
    await this.database.manager.query('SELECT 1');
  }
}
