import { placeOf, type Manifest } from './objects.js';
import type { Question } from './question.js';
import type { Scenario } from './scenario.js';
import type { Heard } from '../ingress/world.js';

/** What a client and the backends saw of one request. */
export interface Seen {
  /** Of the response; absent where there was none: the handshake failed. */
  readonly status?: number;
  /** Why there was none. */
  readonly error?: string;
  readonly location?: string;
  /** `service:port` of the endpoint that answered, with its namespace where that is not the scenario's own; several where the request was sent several times. */
  readonly by?: string;
  /** The request as that endpoint got it: present where it is not as it was sent. */
  readonly path?: string;
  readonly host?: string;
  /** The reason that it was told for being the default backend. */
  readonly code?: string;
  /** The endpoints that answered, where the request was sent several times. */
  readonly endpoints?: readonly string[];
  /** The common name of the certificate: of the Secret, or `fake`. */
  readonly certificate?: string;
}

const fake = 'Kubernetes Ingress Controller Fake Certificate';

/** What an endpoint tells of itself and of what it was asked. */
interface Told {
  readonly by: string;
  readonly path: string;
  readonly host?: string;
  readonly code?: string;
}

export function seen(question: Question, heard: readonly Heard[], serviceOf: (endpoint: string) => string): Seen {
  const [first = {}] = heard;
  const certificate = first.certificate === undefined ? {} : { certificate: first.certificate === fake ? 'fake' : first.certificate };
  if (first.text === undefined) return { ...certificate, error: first.error?.startsWith('ERR_SSL') === true ? 'the handshake is refused' : 'the connection ends' };
  const answers = heard.map(({ text = '' }) => readResponse(text));
  const [{ status, location, told } = answers[0]!] = answers;
  const all = answers.flatMap(({ told: each }) => (each === undefined ? [] : [each.by]));
  return {
    status,
    ...(location !== undefined && { location }),
    ...(told !== undefined && { by: [...new Set(all.map(serviceOf))].sort().join(' ') }),
    ...(told !== undefined && told.path !== sentPath(question) && { path: told.path }),
    ...(told?.host !== undefined && told.host !== sentHost(question) && { host: told.host }),
    ...(told?.code !== undefined && { code: told.code }),
    ...(question.times > 1 && all.length > 0 && { endpoints: [...new Set(all)].sort() }),
    ...certificate,
  };
}

export function sentPath({ url }: Question): string {
  const target = /^\w+:\/\/[^/?]*(.*)$/.exec(url)?.[1] ?? '';
  return target.startsWith('/') ? target : `/${target}`;
}

function sentHost({ url, headers }: Question): string {
  const host = headers?.['host'];
  return typeof host === 'string' ? host : (/^\w+:\/\/([^/?]*)/.exec(url)?.[1] ?? '');
}

function readResponse(text: string): { readonly status: number; readonly location?: string; readonly told?: Told } {
  const [head = ''] = text.split('\r\n\r\n');
  const [, location] = /^location: (.*?)\r?$/im.exec(head) ?? [];
  const [, told] = /^x-by: (.*?)\r?$/im.exec(head) ?? [];
  return { status: Number(head.split(' ')[1]), ...(location !== undefined && { location }), ...(told !== undefined && { told: JSON.parse(Buffer.from(told, 'base64').toString('latin1')) as Told }) };
}

/** The name that an ExternalName Service of a scenario leads to, and its address, in the file that stands for DNS. */
export const outside = { name: 'outside.example.com', address: '10.99.0.1' } as const;

type Addressed = Manifest & { readonly endpoints?: readonly { readonly addresses: readonly string[] }[]; readonly ports?: readonly { readonly port: number }[]; readonly spec?: { readonly clusterIP?: string; readonly ports?: readonly { readonly port: number }[] } };

/** Tells the Service of an endpoint `address:port` from EndpointSlices, and from Services that are asked by their own address. */
export function servicesByEndpoint(scenario: Scenario, objects: readonly Manifest[]): (endpoint: string) => string {
  const found = new Map<string, string>();
  for (const { kind, metadata, endpoints = [], ports = [], spec = {} } of objects as readonly Addressed[]) {
    if (kind === 'Service' && spec.clusterIP !== undefined) for (const { port } of spec.ports ?? []) found.set(`${spec.clusterIP}:${port}`, `${nameIn(scenario, `${metadata.namespace}/${metadata.name}`)}:${port}`);
    if (kind !== 'EndpointSlice') continue;
    const name = nameIn(scenario, `${metadata.namespace}/${metadata.labels?.['kubernetes.io/service-name']}`);
    for (const address of endpoints.flatMap(({ addresses }) => addresses)) for (const { port } of ports) found.set(`${address}:${port}`, `${name}:${port}`);
  }
  return (endpoint) => found.get(endpoint) ?? endpoint.replace(outside.address, outside.name);
}

/** Without the namespace where that is the scenario's own. */
export function nameIn(scenario: Scenario, name: string): string {
  const [namespace, own] = placeOf(scenario, name);
  return namespace === scenario.id ? own : `${namespace}/${own}`;
}
