import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** On SIGTERM or SIGINT: takes no new connections, lets requests under way finish for up to `graceSeconds`, closes the database, and ends. A second signal ends at once. */
export function endGracefully(app: NestFastifyApplication, graceSeconds: number): void {
  const end = (signal: NodeJS.Signals): void => {
    app.getHttpAdapter().getInstance().log.info({ signal }, 'stopping');
    setTimeout(() => app.getHttpServer().closeAllConnections(), graceSeconds * 1000).unref();
    void app.close().then(() => process.exit(0), () => process.exit(1));
  };
  process.once('SIGTERM', end).once('SIGINT', end);
}
