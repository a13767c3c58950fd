import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recorded, recordedDiscovery, type RecordedDiscovery } from '../oracles/api-server/recorded.js';

/** Raw objects by the path of their list, as `/api/v1/pods` or `/apis/apps/v1/deployments`. */
export type StubLists = Record<string, { readonly kind: string; items: readonly object[] }>;

/**
 * A server that lists like an API server: pages, continue tokens, exact resource versions, discovery. What it holds may change between two requests.
 * It stands for a real one where the client is asked what it does about faults and sizes; test/oracles/live asks a real one the same questions.
 * Where it refuses, it says what a real one was recorded to say.
 */
export class ApiStub {
  /** Of the present; every list answers as of one of these. */
  revision = 1000;
  /** The oldest revision that is still known. */
  oldest = 0;
  /** Objects on a page at most. */
  pageSize = 3;
  readonly requests: string[] = [];
  /** Paths (up to the question mark) that answer 403. */
  readonly forbidden = new Set<string>();
  /** Does the server say which resources it has. */
  tellsResources = true;
  /** Called before a request is answered. */
  before: (path: string) => void | Promise<void> = () => undefined;
  readonly named: Record<string, object> = {};

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
    readonly lists: StubLists,
  ) {}

  static async start(lists: StubLists): Promise<ApiStub> {
    const server = createServer();
    const stub = new ApiStub(server, await mkdtemp(join(tmpdir(), 'foretrace-stub-')), lists);
    server.on('request', (request, response) => void stub.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await writeFile(stub.kubeconfig, kubeconfigOf(stub.url));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The path of a kubeconfig whose only context is called `stub`. */
  get kubeconfig(): string {
    return join(this.folder, 'kubeconfig');
  }

  /** Answers nobody any more; the kubeconfig still names it. */
  async hangUp(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async close(): Promise<void> {
    await this.hangUp();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    this.requests.push(request.url ?? '/');
    await this.before(url.pathname);
    if (url.pathname === '/version') say(response, 'the version');
    else if (this.forbidden.has(url.pathname)) say(response, 'a list that a role forbids');
    else if (url.pathname === '/api' || url.pathname === '/apis') this.#discover(url.pathname, response);
    else if (this.lists[url.pathname] !== undefined) this.#list(url, response);
    else if (this.named[url.pathname] !== undefined) send(response, 200, this.named[url.pathname]);
    else say(response, url.pathname.includes('/namespaces/') ? 'an object that is not there' : 'a resource that the server does not have');
  }

  #discover(prefix: string, response: ServerResponse): void {
    if (!this.tellsResources) return say(response, 'discovery that a role forbids');
    const paths = Object.entries(this.lists).filter(([path]) => path.startsWith(`${prefix}/`));
    const items = paths.map(([path, { kind }]) => {
      const parts = path.split('/').slice(2);
      const [group, version, resource] = prefix === '/api' ? ['', ...parts] : parts;
      return { metadata: { name: group }, versions: [{ version, resources: [{ resource, responseKind: { kind }, scope: 'Namespaced', verbs: ['get', 'list'] }] }] };
    });
    const { type, kind, apiVersion } = recordedDiscovery[prefix] as RecordedDiscovery;
    send(response, 200, { kind, apiVersion, items }, type);
  }

  #list(url: URL, response: ServerResponse): void {
    const { kind, items } = this.lists[url.pathname] as StubLists[string];
    const place = placeOf(url.searchParams.get('continue'));
    const revision = place?.revision ?? Number(url.searchParams.get('resourceVersion') ?? this.revision);
    if (revision < this.oldest) return say(response, place === undefined ? 'a moment that was compacted away' : 'a continue token of a moment that was compacted away');
    if (revision > this.revision) return say(response, 'a moment of the future');
    const start = place?.start ?? 0;
    const end = Math.min(start + this.pageSize, items.length);
    const next = end < items.length ? Buffer.from(JSON.stringify({ revision, start: end })).toString('base64url') : '';
    const metadata = { resourceVersion: String(revision), ...(next !== '' && { continue: next, remainingItemCount: items.length - end }) };
    send(response, 200, { kind: `${kind}List`, apiVersion: 'v1', metadata, items: items.slice(start, end) });
  }
}

/** A kubeconfig in JSON, which is YAML too. */
export function kubeconfigOf(server: string, user: object = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'stub', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'stub', user }],
    contexts: [{ name: 'stub', context: { cluster: 'stub', user: 'stub' } }],
    'current-context': 'stub',
  });
}

/** A small cluster: enough pods for several pages, and one or two of what else there is. */
export function smallCluster(pods = 10): StubLists {
  const metadata = (name: string, more: object = {}) => ({ name, uid: `uid-${name}`, creationTimestamp: '2026-01-01T00:00:00Z', ...more });
  const inShop = { namespace: 'shop' };
  return {
    '/api/v1/namespaces': { kind: 'Namespace', items: ['default', 'kube-system', 'shop'].map((name) => ({ metadata: metadata(name) })) },
    '/api/v1/nodes': { kind: 'Node', items: ['a', 'b'].map((name) => ({ metadata: metadata(name), spec: { podCIDR: '10.244.0.0/24' } })) },
    '/api/v1/pods': {
      kind: 'Pod',
      items: Array.from({ length: pods }, (_, i) => ({
        metadata: metadata(`web-${i}`, { ...inShop, labels: { app: 'web' } }),
        spec: { nodeName: i % 2 === 0 ? 'a' : 'b', containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 80 }] }] },
        status: { phase: 'Running', podIP: `10.244.0.${i + 1}`, podIPs: [{ ip: `10.244.0.${i + 1}` }], conditions: [{ type: 'Ready', status: 'True' }] },
      })),
    },
    '/api/v1/services': {
      kind: 'Service',
      items: [{ metadata: metadata('web', inShop), spec: { type: 'ClusterIP', clusterIP: '10.96.0.20', clusterIPs: ['10.96.0.20'], selector: { app: 'web' }, ports: [{ port: 80 }] } }],
    },
    '/apis/apps/v1/deployments': { kind: 'Deployment', items: [] },
  };
}

function placeOf(token: string | null): { revision: number; start: number } | undefined {
  return token === null ? undefined : (JSON.parse(Buffer.from(token, 'base64url').toString()) as { revision: number; start: number });
}

/** What a real API server was recorded to answer. */
export function say(response: ServerResponse, question: string): void {
  const { status, type, body } = recorded(question);
  response.writeHead(status, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));
}

function send(response: ServerResponse, code: number, body: unknown, type = 'application/json'): void {
  response.writeHead(code, { 'content-type': type }).end(JSON.stringify(body));
}
