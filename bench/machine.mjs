import { cpus, totalmem } from 'node:os';
import { importMaxBytes } from './service.mjs';

/** What the figures depend on. @type {(context: import('./context.mjs').Context) => string[]} */
export function describeMachine({ databases, server, hasServer }) {
  const processors = cpus();
  const how = server === undefined ? 'given by BENCH_DATABASE_URL' : "started by the bench, with the settings that it comes with";
  return [
    `Machine: ${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB of memory; Node ${process.version}.`,
    `Databases: ${databases.map(({ version }) => version).join('; ')}${hasServer ? ` (${how})` : '; no server was there'}.`,
    `The service runs by itself, with its default settings but for \`IMPORT_MAX_BYTES=${importMaxBytes}\` and, where nothing else is said, \`DEMO=off\`.`,
    'The clusters are synthetic (`bench/generate.mjs`); a stub that lists from disk (`bench/list-server.mjs`) stands for the API server, on loopback and without TLS.',
  ];
}
