import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Cidr } from '../core/ip/index.js';
import { chatVariables, type ChatConfig } from './chat-config.js';
import { roles, type Role } from './http/principal.js';
import { Unfit, type Variable } from './variable.js';
import { webhookVariables } from './webhook-config.js';

/** A bearer token that is let in, known by its hash only. */
export interface ApiToken {
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the token, lower-case hex. */
  readonly sha256: string;
}

export interface Config {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  readonly database: { readonly databaseUrl?: string; readonly dataDir: string };
  /** The folder in which uploads lie while they are read. */
  readonly spoolDir: string;
  /** Whether an empty database is given the cluster `demo`. */
  readonly demo: boolean;
  readonly logLevel: LogLevel;
  /** Who is let in. `undefined`: whoever can reach the port, as `admin`. */
  readonly tokens: readonly ApiToken[] | undefined;
  /** Nobody needs a token, and nobody has said in so many words that this is meant: only this machine is served. */
  readonly localOnly: boolean;
  readonly kubernetes: {
    /** The files, as KUBECONFIG names them; `undefined`: the usual one of the user. */
    readonly kubeconfig: string | undefined;
    readonly captureDeadlineSeconds: number;
  };
  /** Whether large uploads and live clusters are read in threads of their own. */
  readonly readInThreads: boolean;
  readonly bodyMaxBytes: number;
  readonly imports: {
    /** Of an upload, both as received and unpacked. */
    readonly maxBytes: number;
    /** Unpacked bytes per packed byte. */
    readonly maxRatio: number;
    /** Files in an archive. */
    readonly maxEntries: number;
  };
  /** `undefined`: the one kept in the database. */
  readonly cursorSecret: string | undefined;
  /** `undefined`: no link is signed, and none is taken. */
  readonly pictureLinksSecret: string | undefined;
  readonly shutdownGraceSeconds: number;
  readonly chat: ChatConfig;
  readonly webhooks: {
    /** What events may be delivered to besides the public Internet. */
    readonly allowedAddresses: readonly Cidr[];
  };
}

export type LogLevel = (typeof logLevels)[number];

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every environment variable that the service reads, by name. `npm run gen` writes them into the README. */
export const variables = {
  PORT: { default: '3000', allowed: '0 to 65535', description: 'TCP port to listen on; 0 takes a free one.', read: integer(0, 65_535) },
  HOST: {
    default: '',
    allowed: 'an IP address or a host name',
    description: 'Address to listen on. Default: `127.0.0.1`, or `0.0.0.0` once `API_TOKENS` or `AUTH=none` is set. Without either only a loopback address is taken.',
    read: readHost,
  },
  DATABASE_URL: {
    default: '',
    allowed: '`postgres://…`, `postgresql://…` or `memory`',
    description: 'A PostgreSQL server (15 or newer). Default: an embedded database in `DATA_DIR`. `memory`: an embedded one that is gone with the process.',
    secret: true,
    read: readDatabaseUrl,
  },
  DATA_DIR: { default: '.data', allowed: 'a path', description: 'Folder for the embedded database and for uploads while they are read.', read: (text: string) => text },
  DEMO: { default: 'on', allowed: '`on` or `off`', description: 'Whether an empty database is given the cluster `demo`.', read: oneOf(['on', 'off']) },
  LOG_LEVEL: { default: 'info', allowed: logLevels.map((level) => `\`${level}\``).join(', '), description: 'The least severe level that is logged.', read: oneOf(logLevels) },
  AUTH: {
    default: 'tokens',
    allowed: '`tokens` or `none`',
    description: '`tokens`: callers need one of `API_TOKENS`; while there is none, the service listens on loopback only and takes everyone for an admin. `none`: everyone is an admin, on any address.',
    read: oneOf(['tokens', 'none']),
  },
  API_TOKENS: {
    default: '',
    allowed: '`name:role:sha256`, separated by commas; role is `viewer`, `operator` or `admin`',
    description: 'Who is let in. `sha256` is the hash of the token in hex: `printf %s "$TOKEN" | sha256sum`.',
    secret: true,
    read: readTokens,
  },
  KUBECONFIG: {
    default: '',
    allowed: 'paths, separated as in PATH',
    description: 'The kubeconfig whose contexts can be captured, several files merged as kubectl does. Default: `~/.kube/config`.',
    read: (text: string) => text,
  },
  CAPTURE_DEADLINE_SECONDS: { default: '300', allowed: '5 to 3600', description: 'How long the capture of a live cluster may take.', read: integer(5, 3600) },
  READ_IN_THREADS: {
    default: 'on',
    allowed: '`on` or `off`',
    description: 'Whether large uploads and live clusters are read in threads of their own, beside all other work. `off` saves their memory.',
    read: oneOf(['on', 'off']),
  },
  BODY_MAX_BYTES: { default: '1MiB', allowed: '1KiB to 64MiB', description: 'Largest request body, uploads aside.', read: bytes('1KiB', '64MiB') },
  IMPORT_MAX_BYTES: { default: '512MiB', allowed: '1KiB to 64GiB', description: 'Largest upload, as received and unpacked.', read: bytes('1KiB', '64GiB') },
  IMPORT_MAX_RATIO: { default: '200', allowed: '1 to 10000', description: 'Most unpacked bytes per packed byte of an upload.', read: integer(1, 10_000) },
  IMPORT_MAX_ENTRIES: { default: '100000', allowed: '1 to 10000000', description: 'Most files in an uploaded archive.', read: integer(1, 10_000_000) },
  CURSOR_SECRET: {
    default: '',
    allowed: 'at least 16 characters',
    description: 'Signs the cursors of lists. Default: a random one, kept in the database.',
    secret: true,
    read: readSecret,
  },
  PICTURE_LINKS_SECRET: {
    default: '',
    allowed: 'at least 16 characters',
    description: 'Signs links to pictures that need no token for an hour, so that Slack, Teams and Discord can fetch what chat answers show; `PUBLIC_URL` has to be set too. Default: there are no such links.',
    secret: true,
    read: readSecret,
  },
  SHUTDOWN_GRACE_SECONDS: { default: '20', allowed: '0 to 3600', description: 'How long requests under way may take to finish after SIGTERM or SIGINT.', read: integer(0, 3600) },
  ...chatVariables,
  ...webhookVariables,
} as const satisfies Record<string, Variable<unknown>>;

/** All that is wrong with the environment, one sentence each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

/**
 * The configuration that the environment asks for. A variable that is unset or empty has its default.
 *
 * @throws ConfigError that names every wrong variable at once, with what is allowed
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const { values, faults } = readAll(env);
  if (values === undefined) throw new ConfigError(faults);
  const contradictions = contradictionsOf(values);
  if (contradictions.length > 0) throw new ConfigError(contradictions);
  const tokens = values.API_TOKENS.length > 0 ? values.API_TOKENS : undefined;
  const open = tokens !== undefined || values.AUTH === 'none';
  return {
    port: values.PORT,
    host: values.HOST || (open ? '0.0.0.0' : '127.0.0.1'),
    database: databaseOptions(values.DATABASE_URL, values.DATA_DIR),
    spoolDir: join(values.DATA_DIR, 'spool'),
    demo: values.DEMO === 'on',
    logLevel: values.LOG_LEVEL,
    tokens,
    localOnly: !open,
    kubernetes: { kubeconfig: values.KUBECONFIG || undefined, captureDeadlineSeconds: values.CAPTURE_DEADLINE_SECONDS },
    readInThreads: values.READ_IN_THREADS === 'on',
    bodyMaxBytes: values.BODY_MAX_BYTES,
    imports: { maxBytes: values.IMPORT_MAX_BYTES, maxRatio: values.IMPORT_MAX_RATIO, maxEntries: values.IMPORT_MAX_ENTRIES },
    cursorSecret: values.CURSOR_SECRET || undefined,
    pictureLinksSecret: values.PICTURE_LINKS_SECRET || undefined,
    shutdownGraceSeconds: values.SHUTDOWN_GRACE_SECONDS,
    chat: {
      publicUrl: values.PUBLIC_URL,
      access: values.CHAT_ACCESS,
      slackSigningSecret: values.SLACK_SIGNING_SECRET,
      mattermostTokens: values.MATTERMOST_TOKENS,
      mattermostUrl: values.MATTERMOST_URL,
      teamsSecret: values.TEAMS_SECRET,
      discordPublicKey: values.DISCORD_PUBLIC_KEY,
    },
    webhooks: { allowedAddresses: values.WEBHOOK_ALLOWED_ADDRESSES },
  };
}

type Values = { [Name in keyof typeof variables]: ReturnType<(typeof variables)[Name]['read']> };

function readAll(env: Readonly<Record<string, string | undefined>>): { values: Values | undefined; faults: string[] } {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, variable] of Object.entries<Variable<unknown>>(variables)) {
    const text = env[name]?.trim() || variable.default;
    try {
      values[name] = variable.read(text);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      const found = variable.secret ? '' : `, not ${JSON.stringify(text)}`;
      faults.push(`${name} must be ${plain(variable.allowed)}${found}${error.message && `: ${error.message}`}`);
    }
  }
  return { values: faults.length === 0 ? (values as Values) : undefined, faults };
}

function contradictionsOf({ AUTH, API_TOKENS, HOST }: Values): string[] {
  if (AUTH === 'none' && API_TOKENS.length > 0) return ['AUTH=none lets everyone in, API_TOKENS only some: unset one of them'];
  if (AUTH === 'tokens' && API_TOKENS.length === 0 && HOST !== '' && !isLoopback(HOST)) {
    return [`HOST=${HOST} can be reached from outside, and nobody needs a token: set API_TOKENS, or AUTH=none if everyone may be admin, or a loopback HOST`];
  }
  return [];
}

/** Whether only this machine can reach `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function databaseOptions(url: string, dataDir: string): Config['database'] {
  if (url === 'memory') return { dataDir: 'memory' };
  const embedded = { dataDir: join(dataDir, 'database') };
  return url === '' ? embedded : { ...embedded, databaseUrl: url };
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new Unfit();
  };
}

function oneOf<T extends string>(allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const value = allowed.find((candidate) => candidate === text);
    if (value !== undefined) return value;
    throw new Unfit();
  };
}

function bytes(min: string, max: string): (text: string) => number {
  return (text) => {
    const value = toBytes(text);
    if (value >= toBytes(min) && value <= toBytes(max)) return value;
    throw new Unfit('a number of bytes, or of KiB, MiB or GiB');
  };
}

function toBytes(text: string): number {
  const units: Record<string, number> = { '': 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
  const [, digits, unit = ''] = /^(\d{1,12}) ?(KiB|MiB|GiB)?$/.exec(text) ?? [];
  return digits === undefined ? NaN : Number(digits) * (units[unit] ?? NaN);
}

function readHost(text: string): string {
  if (text === '' || isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text)) return text;
  throw new Unfit();
}

function readDatabaseUrl(text: string): string {
  if (text === '' || text === 'memory') return text;
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return text;
  throw new Unfit();
}

function readSecret(text: string): string {
  if (text === '' || text.length >= 16) return text;
  throw new Unfit(`this one has ${text.length}`);
}

function readTokens(text: string): readonly ApiToken[] {
  if (text === '') return [];
  const tokens = text.split(',').map((entry, i) => readToken(entry.trim(), i + 1));
  const twice = tokens.find((token, i) => tokens.findIndex(({ name }) => name === token.name) < i);
  if (twice !== undefined) throw new Unfit(`the name ${twice.name} stands twice`);
  return tokens;
}

function readToken(entry: string, place: number): ApiToken {
  const [name = '', role = '', sha256 = '', ...rest] = entry.split(':');
  const knownRole = roles.find((candidate) => candidate === role);
  if (!/^[\w.-]{1,64}$/.test(name)) throw new Unfit(`the name of entry ${place} must be 1 to 64 letters, digits, dots, dashes and underscores`);
  if (knownRole === undefined) throw new Unfit(`entry ${place} (${name}) has none of the roles ${roles.join(', ')}`);
  if (!/^[0-9a-f]{64}$/i.test(sha256) || rest.length > 0) throw new Unfit(`entry ${place} (${name}) must end in the 64 hex digits of a SHA-256`);
  return { name, role: knownRole, sha256: sha256.toLowerCase() };
}

function plain(markdown: string): string {
  return markdown.replaceAll('`', '');
}
