import { describe, expect, it } from 'vitest';
import { ConfigError, isLoopback, readConfig, variables } from './config.js';

const hash = 'a'.repeat(64);

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('needs nothing: an embedded database, the demo, loopback, everyone let in', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      database: { dataDir: '.data/database' },
      spoolDir: '.data/spool',
      demo: true,
      logLevel: 'info',
      tokens: undefined,
      localOnly: true,
      kubernetes: { kubeconfig: undefined, captureDeadlineSeconds: 300 },
      readInThreads: true,
      bodyMaxBytes: 1_048_576,
      imports: { maxBytes: 536_870_912, maxRatio: 200, maxEntries: 100_000 },
      cursorSecret: undefined,
      pictureLinksSecret: undefined,
      shutdownGraceSeconds: 20,
      chat: { publicUrl: '', access: [], slackSigningSecret: '', mattermostTokens: [], mattermostUrl: '', teamsSecret: '', discordPublicKey: '' },
      webhooks: { allowedAddresses: [] },
    });
  });

  it('takes a variable that is empty for unset', () => {
    expect(readConfig({ PORT: '', HOST: ' ', API_TOKENS: '' })).toEqual(readConfig({}));
  });

  it('reads tokens, and listens on every address then', () => {
    const config = readConfig({ API_TOKENS: `ci:operator:${hash.toUpperCase()}, anna:admin:${'b'.repeat(64)}` });
    expect(config.tokens).toEqual([
      { name: 'ci', role: 'operator', sha256: hash },
      { name: 'anna', role: 'admin', sha256: 'b'.repeat(64) },
    ]);
    expect(config.host).toBe('0.0.0.0');
  });

  it('listens on every address if AUTH=none says so', () => {
    expect(readConfig({ AUTH: 'none' })).toMatchObject({ host: '0.0.0.0', tokens: undefined, localOnly: false });
  });

  it('hands a server’s URL on', () => {
    expect(readConfig({ DATABASE_URL: 'postgres://u:p@db/x', DATA_DIR: '/data' }).database).toEqual({ databaseUrl: 'postgres://u:p@db/x', dataDir: '/data/database' });
  });

  it('keeps an embedded database in memory if asked', () => {
    expect(readConfig({ DATABASE_URL: 'memory', DATA_DIR: '/data' })).toMatchObject({ database: { dataDir: 'memory' }, spoolDir: '/data/spool' });
  });

  it.each([
    ['a port beyond 65535', { PORT: '65536' }, ['PORT must be 0 to 65535, not "65536"']],
    ['a port that is no number', { PORT: '3000x' }, ['PORT must be 0 to 65535, not "3000x"']],
    ['a negative number', { IMPORT_MAX_RATIO: '-1' }, ['IMPORT_MAX_RATIO must be 1 to 10000, not "-1"']],
    ['a switch in other words', { DEMO: 'yes' }, ['DEMO must be on or off, not "yes"']],
    ['a unit that is not known', { BODY_MAX_BYTES: '1MB' }, ['BODY_MAX_BYTES must be 1KiB to 64MiB, not "1MB": a number of bytes, or of KiB, MiB or GiB']],
    ['an address where CIDRs are asked for', { WEBHOOK_ALLOWED_ADDRESSES: '10.0.0.0/8,web' }, [expect.stringMatching(/^WEBHOOK_ALLOWED_ADDRESSES must be CIDRs, separated by commas, not "10\.0\.0\.0\/8,web": entry 2: /) as string]],
    ['host bits in a CIDR', { WEBHOOK_ALLOWED_ADDRESSES: '10.0.0.1/8' }, [expect.stringContaining('entry 1: ') as string]],
    ['another database, without its password in the message', { DATABASE_URL: 'mysql://u:hunter2@db/x' }, ['DATABASE_URL must be postgres://…, postgresql://… or memory']],
    ['a short secret of links, without the secret', { PICTURE_LINKS_SECRET: 'hunter2' }, ['PICTURE_LINKS_SECRET must be at least 16 characters: this one has 7']],
    ['a short secret, without the secret', { CURSOR_SECRET: 'hunter2' }, ['CURSOR_SECRET must be at least 16 characters: this one has 7']],
    ['a host with a port', { HOST: 'localhost:3000' }, ['HOST must be an IP address or a host name, not "localhost:3000"']],
    [
      'an address from outside and nobody who needs a token',
      { HOST: '0.0.0.0' },
      ['HOST=0.0.0.0 can be reached from outside, and nobody needs a token: set API_TOKENS, or AUTH=none if everyone may be admin, or a loopback HOST'],
    ],
    ['both all and some let in', { AUTH: 'none', API_TOKENS: `a:viewer:${hash}` }, ['AUTH=none lets everyone in, API_TOKENS only some: unset one of them']],
  ])('refuses %s', (_, env, faults) => {
    expect(faultsOf(env)).toEqual(faults);
  });

  it.each([
    ['a role that there is not', `a:root:${hash}`, 'entry 1 (a) has none of the roles viewer, operator, admin'],
    ['a token in place of its hash', `a:viewer:${hash},b:viewer:secret`, 'entry 2 (b) must end in the 64 hex digits of a SHA-256'],
    ['two of one name', `a:viewer:${hash},a:admin:${hash}`, 'the name a stands twice'],
    ['a name that cannot stand in a log', `a b:viewer:${hash}`, 'the name of entry 1 must be 1 to 64 letters, digits, dots, dashes and underscores'],
  ])('refuses API_TOKENS with %s', (_, text, reason) => {
    expect(faultsOf({ API_TOKENS: text })).toEqual([`API_TOKENS must be name:role:sha256, separated by commas; role is viewer, operator or admin: ${reason}`]);
  });

  it('names every wrong variable at once', () => {
    expect(faultsOf({ PORT: 'x', DEMO: 'x', LOG_LEVEL: 'x' })).toHaveLength(3);
  });

  it('takes its own defaults', () => {
    const defaults = Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, variable.default]));
    expect(readConfig(defaults)).toEqual(readConfig({}));
  });
});

describe('isLoopback', () => {
  it.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['127.example.com', false],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.1.1', false],
  ])('%s: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
