import { describe, expect, it } from 'vitest';
import { readConfig, variables } from '../../src/platform/config.js';
import { read, sources } from './project.js';

/** Of each variable a value that is not its default. */
const others: Record<keyof typeof variables, string> = {
  PORT: '4000',
  HOST: '::1',
  DATABASE_URL: 'memory',
  DATA_DIR: '/data',
  DEMO: 'off',
  LOG_LEVEL: 'warn',
  AUTH: 'none',
  API_TOKENS: `ci:operator:${'a'.repeat(64)}`,
  KUBECONFIG: '/etc/foretrace/kubeconfig',
  CAPTURE_DEADLINE_SECONDS: '60',
  READ_IN_THREADS: 'off',
  BODY_MAX_BYTES: '2MiB',
  IMPORT_MAX_BYTES: '1GiB',
  IMPORT_MAX_RATIO: '100',
  IMPORT_MAX_ENTRIES: '10',
  CURSOR_SECRET: 'sixteen letters!',
  PICTURE_LINKS_SECRET: 'sixteen letters!',
  SHUTDOWN_GRACE_SECONDS: '5',
  PUBLIC_URL: 'https://foretrace.example',
  CHAT_ACCESS: 'slack:viewer:prod+stage:C0123ABC',
  SLACK_SIGNING_SECRET: 'sixteen letters!',
  MATTERMOST_TOKENS: 'sixteen letters!',
  MATTERMOST_URL: 'https://chat.example.com',
  TEAMS_SECRET: 'c2l4dGVlbiBsZXR0ZXJzIQ==',
  DISCORD_PUBLIC_KEY: 'a'.repeat(64),
  WEBHOOK_ALLOWED_ADDRESSES: '10.20.0.0/16',
};

describe('an environment variable', () => {
  it.each(Object.entries(others))('%s has a say in the configuration', (name, value) => {
    expect(readConfig({ [name]: value })).not.toEqual(readConfig({}));
  });

  it('is read at the start, and nowhere else', () => {
    expect(sources().filter((path) => read(path).includes('process.env'))).toEqual(['src/main.ts']);
  });

  it('that the container files set is one of ours', () => {
    const ours = Object.keys(variables);
    const image = [...(/^ENV (.*)$/m.exec(read('Dockerfile'))?.[1] ?? '').matchAll(/(\w+)=/g)].map(([, name]) => name);
    const service = /foretrace:\n[^]*?environment:\n((?: {6}.*\n)+)/.exec(read('docker-compose.yml'))?.[1] ?? '';
    const composed = [...service.matchAll(/^ {6}(\w+):/gm)].map(([, name]) => name);
    expect(image.concat(composed)).toEqual(expect.arrayContaining(['DATA_DIR', 'DATABASE_URL']));
    expect(image.concat(composed).filter((name = '') => name !== 'NODE_ENV' && !ours.includes(name))).toEqual([]);
  });
});
