import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from './platform/config.js';
import { DatabaseModule } from './platform/database/index.js';
import { HttpModule } from './platform/http/http.module.js';

/** What the service is made of. */
@Module({})
class AppModule {}

export function appModule(config: Config): DynamicModule {
  return { module: AppModule, imports: [DatabaseModule.forRoot(config.database), HttpModule.forRoot(config)] };
}
