import { execFile, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where a running cluster is to be found. Plain data: it goes from the process that started it to those that ask it. */
export interface ClusterAddress {
  /** Kubeconfigs, certificates and logs. */
  readonly folder: string;
  readonly server: string;
  readonly etcd: string;
  readonly kubectl: string;
}

export interface ServerAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A running cluster, asked and changed as an administrator does. */
export class BenchCluster {
  constructor(readonly address: ClusterAddress) {}

  get kubeconfig(): string {
    return join(this.address.folder, 'admin.kubeconfig');
  }

  /** Where the API server writes down every request of the service's own service account. */
  get auditLog(): string {
    return join(this.address.folder, 'audit.log');
  }

  /** What kubectl prints. */
  async kubectl(...args: string[]): Promise<string> {
    const { stdout } = await run(this.address.kubectl, this.#common(args), { maxBuffer: 1 << 28 });
    return stdout;
  }

  async json<T>(...args: string[]): Promise<T> {
    return JSON.parse(await this.kubectl(...args, '-o', 'json')) as T;
  }

  /** Applies objects through the API. @throws with what kubectl says of those that are refused */
  apply(objects: readonly object[], ...args: string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.address.kubectl, this.#common(['apply', '--server-side', '-f', '-', ...args]), { stdio: ['pipe', 'ignore', 'pipe'] });
      const said: Buffer[] = [];
      child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
      child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(Buffer.concat(said).toString().slice(0, 4000)))));
      child.stdin.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    });
  }

  /** Writes a kubeconfig for `user` (as it stands in one) and answers its path. */
  async kubeconfigFor(name: string, user: object, server = this.address.server): Promise<string> {
    const path = join(this.address.folder, `${name}.kubeconfig`);
    await writeFile(path, JSON.stringify(kubeconfigOf(server, join(this.address.folder, 'ca.crt'), name, user)));
    return path;
  }

  /** What an administrator's TLS needs. */
  async tls(): Promise<{ readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer }> {
    const [ca, cert, key] = await Promise.all(['ca.crt', 'admin.crt', 'admin.key'].map((file) => readFile(join(this.address.folder, file))));
    return { ca, cert, key } as { ca: Buffer; cert: Buffer; key: Buffer };
  }

  /** One request, as the administrator; or as whoever the headers say, where they hold an `authorization`. */
  async request(method: 'GET' | 'PATCH' | 'POST', path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<ServerAnswer> {
    const { ca, cert, key } = await this.tls();
    const identity = headers['authorization'] === undefined ? { ca, cert, key } : { ca };
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    return new Promise((resolve, reject) => {
      https
        .request(this.address.server + path, { ...identity, method, agent: false, headers: { 'content-type': type, ...headers } }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body: Buffer.concat(chunks).toString() }));
        })
        .on('error', reject)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Makes the store forget what was before this moment. */
  async compact(): Promise<void> {
    // The history must go on first: the present cannot be compacted away.
    await this.kubectl('annotate', 'namespace', 'default', `bench/at=${Date.now()}`, '--overwrite');
    const { metadata } = await this.json<{ metadata: { resourceVersion: string } }>('get', 'namespace', 'default');
    await this.#store('compaction', { revision: metadata.resourceVersion, physical: true });
  }

  /** Writes an object into the store behind the API server's back: with a creationTimestamp of its own, or as an older server took it. `key` is its key there, `/registry/…`. */
  async overwrite(key: string, object: object): Promise<void> {
    await this.#store('put', { key: Buffer.from(key).toString('base64'), value: Buffer.from(JSON.stringify(object)).toString('base64') });
  }

  async #store(what: 'compaction' | 'put', body: object): Promise<void> {
    const { ca, cert, key } = await this.tls();
    const status = await new Promise<number>((resolve, reject) => {
      https.request(`${this.address.etcd}/v3/kv/${what}`, { ca, cert, key, method: 'POST', agent: false }, (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject).end(JSON.stringify(body));
    });
    if (status !== 200) throw new Error(`etcd refuses ${what}: it answers ${status}`);
  }

  #common(args: readonly string[]): string[] {
    return ['--kubeconfig', this.kubeconfig, '--cache-dir', join(this.address.folder, 'kubectl-cache'), ...args];
  }
}

function kubeconfigOf(server: string, ca: string, name: string, user: object): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server, 'certificate-authority': ca } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: 'bench', user: name } }],
    'current-context': name,
  };
}
