import { appModule } from './app.module.js';
import { ConfigError, readConfig, type Config } from './platform/config.js';
import { createApp } from './platform/http/create-app.js';
import { endGracefully } from './platform/http/end-gracefully.js';

async function serve(config: Config): Promise<void> {
  const app = await createApp(appModule(config), config);
  endGracefully(app, config.shutdownGraceSeconds);
  await app.listen({ port: config.port, host: config.host });
  app.getHttpAdapter().getInstance().log.info(`Swagger UI at ${await app.getUrl()}/docs`);
}

try {
  await serve(readConfig(process.env));
} catch (error) {
  const reasons = error instanceof ConfigError ? error.faults : [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  process.stderr.write(`Foretrace cannot start:\n${reasons.map((reason) => `  ${reason}\n`).join('')}`);
  process.exit(1);
}
