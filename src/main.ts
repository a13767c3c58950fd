import { ConfigError, readConfig, type Config } from './platform/config.js';
import { openEmbeddedData } from './platform/database/embedded-data.js';
import { keepTickShape } from './platform/keep-tick-shape.js';

/** The embedded database opens in a thread of its own while this one loads all else: each takes its second. */
async function start(config: Config): Promise<void> {
  const embedded = config.database.databaseUrl === undefined ? openEmbeddedData(config.database.dataDir) : undefined;
  // Where it fails, whoever awaits it tells; nobody does yet.
  embedded?.catch(() => undefined);
  const { serve } = await import('./serve.js');
  await serve(config, { ...config.database, ...(embedded !== undefined && { embedded }) });
}

keepTickShape();
try {
  await start(readConfig(process.env));
} catch (error) {
  const reasons = error instanceof ConfigError ? error.faults : [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  process.stderr.write(`Foretrace cannot start:\n${reasons.map((reason) => `  ${reason}\n`).join('')}`);
  process.exit(1);
}
