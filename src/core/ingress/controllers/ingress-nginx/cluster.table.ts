import { Journal } from '../../../analysis/index.js';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../../cluster/index.js';
import { percent } from './canary-choice.js';
import type { RouteMatch } from '../../answer.js';
import { readRequest, type RequestQuestion } from '../../request.js';
import { ingressNginxRouting, type IngressNginxRouting } from './routing.js';

/** What the specs of ingress-nginx share: small clusters, all in namespace `shop`, and answers as one line. */
export interface IngressParts {
  readonly name?: string;
  readonly namespace?: string;
  /** `host Type /path service:port`; the host `*` is none; without a path a rule without http. */
  readonly rules?: readonly string[];
  readonly default?: string;
  /** `secret host host`; the secret `-` is none. */
  readonly tls?: readonly string[];
  /** Without their prefix. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Minutes after the first. */
  readonly at?: number;
}

export function ingress({ name = 'main', namespace = 'shop', rules = [], default: fallback, tls = [], annotations = {}, at = 0 }: IngressParts): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace,
      uid: `${namespace}-${name}`,
      creationTimestamp: `2026-01-01T00:${String(at).padStart(2, '0')}:00Z`,
      annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value])),
    },
    spec: {
      ingressClassName: 'nginx',
      ...(fallback !== undefined && { defaultBackend: backend(fallback) }),
      ...(tls.length > 0 && { tls: tls.map(readTls) }),
      ...(rules.length > 0 && { rules: rules.map(readRule) }),
    },
  };
}

function backend(written: string): object {
  const [name = '', port = ''] = written.split(':');
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

function readTls(written: string): object {
  const [secretName, ...hosts] = written.split(' ');
  return { ...(secretName !== '-' && { secretName }), hosts };
}

function readRule(written: string): object {
  const [host = '', type, path, to = ''] = written.split(' ');
  const pathType = type === 'Impl' ? 'ImplementationSpecific' : type;
  return { ...(host !== '*' && { host }), ...(path !== undefined && { http: { paths: [{ path, pathType, backend: backend(to) }] } }) };
}

export interface ServiceParts {
  readonly spec?: object;
  /** None: nothing is ready. */
  readonly ready?: boolean;
  readonly namespace?: string;
}

/** A Service with port `http` 80 to 8080, and its slice with one endpoint. */
export function service(name: string, { spec = {}, ready = true, namespace = 'shop' }: ServiceParts = {}): object[] {
  const metadata = { name, namespace, uid: `service-${namespace}-${name}` };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { clusterIP: '10.96.0.1', selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec } },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${name}-1`, namespace, uid: `slice-${namespace}-${name}`, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      endpoints: [{ addresses: ['10.244.0.1'], conditions: { ready } }],
    },
  ];
}

export interface NginxCluster {
  readonly ingresses: readonly IngressParts[];
  /** Beside `web`, `api`, `old` and `next`. */
  readonly objects?: readonly object[];
  readonly flags?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, string>>;
  readonly coverage?: Partial<Coverage>;
}

export function routingOf({ ingresses, objects = [], flags = {}, config = {}, coverage = {} }: NginxCluster): IngressNginxRouting {
  const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  const own = new Set(objects.map((each) => (each as { metadata: { name: string } }).metadata.name));
  const usual = ['web', 'api', 'old', 'next'].filter((name) => !own.has(name)).flatMap((name) => service(name));
  const view = new ClusterView({ ...readCluster([...usual, ...objects, ...ingresses.map(ingress)]), coverage: { ...whole, ...coverage } });
  const controller = { kind: 'ingress-nginx', name: 'ingress-nginx/controller', flags: new Map(Object.entries(flags)), configMap: { namespace: 'ingress-nginx', name: 'config', data: config }, evidence: [], warnings: [] };
  return ingressNginxRouting(controller, view.objects('Ingress'), view);
}

/** A URL, or more of a request. Without a scheme: http. */
export type Ask = string | RequestQuestion;

export function ask(routing: IngressNginxRouting, question: Ask): { readonly told: string; readonly answer: RouteMatch; readonly journal: Journal } {
  const { url, ...rest } = typeof question === 'string' ? { url: question } : question;
  const request = readRequest({ url: /^https?:/.test(url) ? url : `http://${url}`, ...rest });
  const journal = new Journal();
  const answer = routing.match(request, journal);
  return { told: tell(answer), answer, journal };
}

/** `web:80 /path`, `default web:80 /path`, `308 https://…`, `404 not-found`. Names of namespace shop stand alone. */
function tell({ outcome, status, location, backend, upstreamPath, alternatives, tls }: RouteMatch): string {
  const of = ({ service: name, port }: { readonly service: string; readonly port: number | string }) => `${name.replace(/^shop\//, '')}:${port}`;
  const served = tls === null || outcome === 'insufficient-information' ? '' : ` [${tls.certificate === 'secret' ? tls.secret?.replace('shop/', '') : tls.certificate}]`;
  if (status !== undefined) return `${status} ${location ?? outcome}${served}`;
  const to = (alternatives ?? []).map(({ backend: each, share }) => `${of(each)} ${percent(share)}`).join(' + ') || (backend === null ? '' : of(backend));
  return `${outcome === 'default-backend' ? 'default ' : outcome === 'forward' ? '' : outcome}${outcome === 'forward' || outcome === 'default-backend' ? `${to} ${upstreamPath ?? ''}` : ''}${served}`;
}
