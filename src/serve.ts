import { appModule } from './app.module.js';
import type { Config } from './platform/config.js';
import type { DatabaseOptions } from './platform/database/index.js';
import { giveBackMemory } from './platform/give-back.js';
import { createApp } from './platform/http/create-app.js';
import { endGracefully } from './platform/http/end-gracefully.js';

/** Starts the service, and answers once it listens. */
export async function serve(config: Config, database: DatabaseOptions): Promise<void> {
  const app = await createApp(appModule(config, database), config);
  endGracefully(app, config.shutdownGraceSeconds);
  await app.listen({ port: config.port, host: config.host });
  app.getHttpAdapter().getInstance().log.info(`Swagger UI at ${await app.getUrl()}/docs`);
  giveBackMemory();
}
