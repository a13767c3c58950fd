import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { appModule } from '../../src/app.module.js';
import { readConfig, type Config } from '../../src/platform/config.js';
import { createApp } from '../../src/platform/http/create-app.js';
import { Contract, type ContractDocument } from './contract.js';
import { createTestDatabase } from './database.js';

export interface AppSettings {
  /** Whether the demo cluster is stored; on by default. */
  readonly demo?: boolean;
  /** Environment variables besides. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where database and spool lie; one of its own, gone with the application, if there is none. */
  readonly home?: Home;
}

/** A database and a spool that outlive the application. */
export interface Home {
  readonly folder: string;
  readonly database: Config['database'] & { readonly template?: string };
  readonly discard: () => Promise<void>;
}

/** @param lasting whether the database is to be opened more than once */
export async function makeHome({ lasting = true }: { readonly lasting?: boolean } = {}): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'foretrace-'));
  const { options, discard } = await createTestDatabase();
  const database = lasting && options.databaseUrl === undefined ? { ...options, dataDir: join(folder, 'database') } : options;
  return {
    folder,
    database,
    async discard() {
      await discard();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT' | 'HEAD';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | object;
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  readonly json: <T>() => T;
}

/** The whole service on a database of its own. */
export class TestApp {
  private constructor(
    readonly nest: NestFastifyApplication,
    readonly config: Config,
    readonly contract: Contract,
    readonly document: ContractDocument,
    private readonly discard: () => Promise<void>,
  ) {}

  static async start({ demo = true, env = {}, home: given }: AppSettings = {}): Promise<TestApp> {
    const home = given ?? (await makeHome({ lasting: false }));
    const read = readConfig({ LOG_LEVEL: 'silent', DEMO: demo ? 'on' : 'off', DATA_DIR: home.folder, SHUTDOWN_GRACE_SECONDS: '0', READ_IN_THREADS: 'off', ...env });
    const config: Config = { ...read, database: home.database };
    const nest = await createApp(appModule(config), config);
    await nest.init();
    await nest.getHttpAdapter().getInstance().ready();
    const document = (await nest.inject({ url: '/openapi.json' })).json<ContractDocument>();
    return new TestApp(nest, config, new Contract(document), document, given === undefined ? home.discard : () => Promise.resolve());
  }

  /** Sends a request; throws where the response does not keep the contract. */
  async send({ method = 'GET', url, headers = {}, payload }: Sent): Promise<Received> {
    const response = await this.nest.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
    const contentType = response.headers['content-type'];
    const faults = this.contract.faults({ method, url, status: response.statusCode, contentType: contentType?.toString(), body: response.body });
    if (faults.length > 0) throw new Error(`${method} ${url} breaks the contract:\n${faults.slice(0, 5).join('\n')}\n${response.body.slice(0, 500)}`);
    return {
      status: response.statusCode,
      headers: response.headers as Readonly<Record<string, string | undefined>>,
      text: response.body,
      json: <T>() => JSON.parse(response.body) as T,
    };
  }

  async get<T>(url: string): Promise<T> {
    const { status, text, json } = await this.send({ url });
    if (status !== 200) throw new Error(`GET ${url} answers ${status}: ${text.slice(0, 500)}`);
    return json<T>();
  }

  /** Imports a JSON value as a snapshot of `cluster`. */
  import(cluster: string, dump: unknown, { query = '', headers = {} }: { readonly query?: string; readonly headers?: Readonly<Record<string, string>> } = {}): Promise<Received> {
    return this.send({ method: 'POST', url: `/v1/clusters/${cluster}/snapshots/import${query}`, headers: { 'content-type': 'application/json', ...headers }, payload: JSON.stringify(dump) });
  }

  async close(): Promise<void> {
    await this.nest.close();
    await this.discard();
  }
}

/** A value of API_TOKENS, and the tokens themselves, one for each role. */
export const tokens = { viewer: 'token-of-a-viewer', operator: 'token-of-an-operator', admin: 'token-of-an-admin' } as const;

export const apiTokens = Object.entries(tokens)
  .map(([role, token]) => `${role}:${role}:${createHash('sha256').update(token).digest('hex')}`)
  .join(',');

/** A Service in a List, as kubectl prints it. */
export function dumpOf(port: number, name = 'web'): object {
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop', uid: 'a' }, spec: { clusterIP: '10.96.0.20', selector: { app: name }, ports: [{ port }] } },
    ],
  };
}
