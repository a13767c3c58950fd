import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
}

interface Slice extends KubernetesObject {
  readonly endpoints?: readonly { readonly addresses: readonly string[]; readonly conditions?: { readonly ready?: boolean }; readonly hostname?: string; readonly targetRef?: object }[] | null;
  readonly ports?: readonly { readonly port?: number }[] | null;
}

/** An API server whose objects never change, for a CoreDNS of any release: who lists gets them, who watches waits. */
export class ObjectServer {
  private constructor(private readonly server: Server) {}

  static async start(objects: readonly object[]): Promise<ObjectServer> {
    const lists = listsOf(objects as readonly KubernetesObject[]);
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const found = pathname === '/version' ? { kind: '', major: '1', minor: '30', gitVersion: 'v1.30.0' } : lists.get(pathname);
      if (found === undefined) tell(response, 404, 'NotFound', `${pathname} is not here`);
      // A client that wants the objects by the watch itself lists where that is refused.
      else if (searchParams.has('sendInitialEvents')) tell(response, 422, 'Invalid', 'sendInitialEvents is forbidden');
      else if (['true', '1'].includes(searchParams.get('watch') ?? '')) response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(running(selected(found, searchParams.get('labelSelector')), searchParams.get('fieldSelector'))));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ObjectServer(server);
  }

  /** The text of a kubeconfig that leads here. */
  get kubeconfig(): string {
    const server = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    const parts = { clusters: [{ name: 'oracle', cluster: { server } }], users: [{ name: 'oracle', user: {} }], contexts: [{ name: 'oracle', context: { cluster: 'oracle', user: 'oracle' } }] };
    return JSON.stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': 'oracle', ...parts });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

type List = { readonly kind: string; readonly items?: readonly KubernetesObject[] } & Readonly<Record<string, unknown>>;

/** By path; the slices also in the version before and, for the oldest releases, as Endpoints. */
function listsOf(objects: readonly KubernetesObject[]): ReadonlyMap<string, List> {
  const of = (kind: string): KubernetesObject[] => objects.filter((object) => object.kind === kind).map((object) => ({ ...object, metadata: { ...object.metadata, resourceVersion: '1' } }));
  const list = (apiVersion: string, kind: string, items: readonly KubernetesObject[]): List => ({ apiVersion, kind: `${kind}List`, metadata: { resourceVersion: '1' }, items });
  const slices = of('EndpointSlice');
  const discovery = (version: string): List => ({ kind: 'APIResourceList', groupVersion: `discovery.k8s.io/${version}`, resources: [{ name: 'endpointslices', kind: 'EndpointSlice', namespaced: true, verbs: ['list', 'watch'] }] });
  return new Map([
    ['/api/v1/namespaces', list('v1', 'Namespace', of('Namespace'))],
    ['/api/v1/services', list('v1', 'Service', of('Service'))],
    ['/api/v1/pods', list('v1', 'Pod', of('Pod'))],
    ['/api/v1/endpoints', list('v1', 'Endpoints', endpointsOf(slices))],
    ...['v1', 'v1beta1'].flatMap((version) => [[`/apis/discovery.k8s.io/${version}`, discovery(version)], [`/apis/discovery.k8s.io/${version}/endpointslices`, list(`discovery.k8s.io/${version}`, 'EndpointSlice', slices.map((slice) => ({ ...slice, apiVersion: `discovery.k8s.io/${version}` })))]] as [string, List][]),
  ]);
}

/** What the controller of Endpoints would have made of the same pods: a subset for each slice. It knows no ports without a number. */
function endpointsOf(slices: readonly Slice[]): KubernetesObject[] {
  const byService = new Map<string, Slice[]>();
  for (const slice of slices) {
    const key = `${slice.metadata.namespace ?? ''}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`;
    byService.set(key, [...(byService.get(key) ?? []), slice]);
  }
  return [...byService].map(([key, own]) => {
    const [namespace = '', name = ''] = key.split('/');
    const subsets = own.map(({ endpoints, ports }) => {
      const where = (ready: boolean): object[] => (endpoints ?? []).filter(({ conditions }) => (conditions?.ready !== false) === ready).flatMap(({ addresses, hostname, targetRef }) => addresses.map((ip) => ({ ip, hostname, targetRef })));
      return { addresses: where(true), notReadyAddresses: where(false), ports: (ports ?? []).filter(({ port }) => port !== undefined) };
    });
    return { apiVersion: 'v1', kind: 'Endpoints', metadata: { name, namespace, resourceVersion: '1', labels: own[0]?.metadata.labels ?? {} }, subsets };
  });
}

/** Objects that carry the labels of a selector of the forms `key=value`, `key in (value)` and `!key`; all without one. */
function selected(list: List, selector: string | null): List {
  if (selector === null || selector === '' || list.items === undefined) return list;
  const terms = selector.split(/,(?![^(]*\))/);
  const holds = (labels: Readonly<Record<string, string>>, term: string): boolean => {
    const [, not, key = '', equal, value, values] = /^(!?)([^\s=!]+)(?:(={1,2})(.*)| in \((.*)\))?$/.exec(term) ?? [];
    if (not === '!') return labels[key] === undefined;
    if (equal !== undefined) return labels[key] === value;
    return values === undefined ? labels[key] !== undefined : values.split(',').includes(labels[key] ?? '');
  };
  return { ...list, items: list.items.filter(({ metadata }) => terms.every((term) => holds(metadata.labels ?? {}, term))) };
}

/** Without pods of the phases that a selector of the form `status.phase!=Failed,…` leaves out. */
function running(list: List, selector: string | null): List {
  const out = [...(selector ?? '').matchAll(/status\.phase!=(\w+)/g)].map(([, phase]) => phase);
  if (out.length === 0 || list.items === undefined) return list;
  return { ...list, items: list.items.filter((pod) => !out.includes((pod as { readonly status?: { readonly phase?: string } }).status?.phase)) };
}

function tell(response: ServerResponse, code: number, reason: string, message: string): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message }));
}
