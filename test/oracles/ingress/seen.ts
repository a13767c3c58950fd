import type { RouteMatch } from '../../../src/core/ingress/index.js';
import { placeOf, type Manifest } from '../ingress-nginx/objects.js';
import type { Question } from '../ingress-nginx/question.js';
import type { Scenario } from '../ingress-nginx/scenario.js';
import type { Heard } from './world.js';

/** What a client and the backends saw of one request. */
export interface Seen {
  /** Absent where there was no response: the handshake failed. */
  readonly status?: number;
  readonly location?: string;
  /** `service:port` of the endpoint that answered, with its namespace where that is not the scenario's own. */
  readonly by?: string;
  /** The request as that endpoint got it, where it is not as it was sent. */
  readonly path?: string;
  /** The common name of the certificate, or `default`. */
  readonly certificate?: string;
}

export type ServiceOf = (endpoint: string) => string;

export function seenOf(question: Question, heard: Heard, serviceOf: ServiceOf, defaultCertificate: RegExp): Seen {
  const certificate = heard.certificate === undefined ? {} : { certificate: defaultCertificate.test(heard.certificate) ? 'default' : heard.certificate };
  if (heard.text === undefined) return certificate;
  const [head = '', ...rest] = heard.text.split('\r\n\r\n');
  const location = /^location: (.*?)\r?$/im.exec(head)?.[1];
  const told = /\{"by".*\}/.exec(rest.join('\r\n\r\n'))?.[0];
  const { by, path } = told === undefined ? {} : (JSON.parse(told) as { by: string; path: string });
  return {
    status: Number(head.split(' ')[1]),
    ...(location !== undefined && { location }),
    ...(by !== undefined && { by: serviceOf(by) }),
    ...(path !== undefined && path !== sentPath(question) && { path }),
    ...certificate,
  };
}

/** How our answer differs from what was seen: undefined where it does not, `untold` where we do not say. */
export function differenceOf(question: Question, seen: Seen, match: RouteMatch, scenario: Scenario, serviceOf: ServiceOf): string | undefined {
  if (match.outcome === 'insufficient-information') return 'untold';
  const { tls } = match;
  const certificate = tls === null ? undefined : tls.certificate === 'secret' ? (tls.secret ?? '').replace('/', '-') : tls.certificate === 'none' ? undefined : 'default';
  const isServed = match.outcome === 'forward' || match.outcome === 'default-backend';
  const endpoints = (match.backend?.endpoints ?? []).map(({ ip, port }) => serviceOf(`${ip}:${port}`));
  const ours: Seen = {
    ...(match.outcome === 'denied' && match.status === undefined ? {} : { status: isServed ? 200 : match.status }),
    ...(match.location !== undefined && { location: match.location }),
    ...(isServed && { by: endpoints.includes(seen.by ?? '') ? seen.by : (endpoints[0] ?? '') }),
    ...(isServed && match.upstreamPath !== sentPath(question) && { path: match.upstreamPath }),
    ...(certificate !== undefined && { certificate }),
  };
  const [theirs, expected] = [JSON.stringify(seen), JSON.stringify(ours)];
  return theirs === expected ? undefined : `${scenario.id}: ${question.method ?? 'GET'} ${question.url}: it answers ${theirs}, we say ${expected}`;
}

function sentPath({ url }: Question): string {
  const target = /^\w+:\/\/[^/?]*(.*)$/.exec(url)?.[1] ?? '';
  return target.startsWith('/') ? target : `/${target}`;
}

/** Tells the Service and port of an endpoint `address:port` from EndpointSlices. One that is in none stands for itself. */
export function serviceOfEndpoints(scenario: Scenario, objects: readonly Manifest[]): ServiceOf {
  const found = new Map<string, string>();
  for (const { kind, metadata, endpoints, ports } of objects as readonly (Manifest & { endpoints?: { addresses: string[] }[]; ports?: { port: number }[] })[]) {
    if (kind !== 'EndpointSlice') continue;
    const [namespace, service] = placeOf(scenario, `${metadata.namespace}/${metadata.labels?.['kubernetes.io/service-name']}`);
    const name = namespace === scenario.id ? service : `${namespace}/${service}`;
    for (const { addresses } of endpoints ?? []) for (const address of addresses) for (const { port } of ports ?? []) found.set(`${address}:${port}`, `${name}:${port}`);
  }
  return (endpoint) => found.get(endpoint) ?? endpoint;
}
