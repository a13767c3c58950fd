import type { ClusterView, EndpointSlice, Service } from '../../../../cluster/index.js';
import { isAddress } from '../../../../ip/index.js';
import type { BackendEndpoint } from '../../../answer.js';
import { readyEndpoints, whyUnknown } from '../../../backends.js';
import { readGoInt } from '../annotations/go-values.js';
import type { NginxSettings } from '../settings.js';
import type { Upstream } from './configuration.js';

type Port = Service['spec']['ports'][number];

/** What a Service and port come to. */
export type UpstreamEndpoints = Pick<Upstream, 'endpoints' | 'unserved' | 'isUnknown' | 'warning'>;

const none = { endpoints: [], isUnknown: false } satisfies UpstreamEndpoints;

/**
 * The endpoints that the controller gives nginx for a Service and a port as an Ingress writes it.
 *
 * Source: internal/ingress/controller/controller.go, serviceEndpoints; endpointslices.go, getEndpointsFromSlices, controller-v1.15.1
 */
export function serviceEndpoints(view: ClusterView, settings: NginxSettings, { namespace, name }: { readonly namespace: string; readonly name: string }, written: number | string): UpstreamEndpoints {
  const service = view.get('Service', namespace, name);
  if (service === undefined) return missingService(view, namespace, name);
  if (service.spec.type === 'ExternalName') return externalName(service, written, settings);
  const text = String(written === '' ? 0 : written);
  const port = service.spec.ports.find((each) => String(each.port) === text || String(each.targetPort) === text || each.name === text);
  if (port === undefined) return { ...none, unserved: `Service ${namespace}/${name} has no port ${written === '' ? 'that the rule names' : written}` };
  return portEndpoints(view, service, port);
}

/** The endpoints of one port. */
export function portEndpoints(view: ClusterView, service: Service, port: Port): UpstreamEndpoints {
  const unknown = whyUnknown(view, service);
  if (unknown !== undefined) return { ...none, isUnknown: true, warning: unknown };
  const endpoints = readyEndpoints(view, service, (slice) => portsIn(slice, port));
  return endpoints.length === 0 ? { ...none, unserved: `Service ${service.metadata.namespace}/${service.metadata.name} has no ready endpoint` } : { endpoints, isUnknown: false };
}

function missingService(view: ClusterView, namespace: string, name: string): UpstreamEndpoints {
  if (view.covers('Service', namespace)) return { ...none, unserved: `Namespace ${namespace} has no Service ${name}` };
  return { ...none, isUnknown: true, warning: `The snapshot does not hold Service ${namespace}/${name}, nor all Services: it was taken to have endpoints.` };
}

/** Only ports by TCP; a slice without ports, or without the port's name, gets the targetPort where that is a number. */
function portsIn(slice: EndpointSlice, { name = '', targetPort }: Port): number[] {
  const target = typeof targetPort === 'number' ? targetPort : 0;
  const ports = slice.ports.length === 0 ? [target] : slice.ports.filter(({ protocol }) => protocol === 'TCP').map((each) => (name === '' || name === each.name ? (each.port ?? 0) : 0) || target);
  return [...new Set(ports.filter((port) => port !== 0))];
}

const subdomain = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** nginx resolves the name itself, and takes an address for one that does not resolve. */
function externalName(service: Service, written: number | string, settings: NginxSettings): UpstreamEndpoints {
  const { externalName: target = '' } = service.spec;
  const told = `Service ${service.metadata.namespace}/${service.metadata.name} is an ExternalName`;
  if (!settings.allowsExternalName) return { ...none, unserved: `${told}, which --disable-svc-external-name forbids` };
  if (target === 'localhost' || isLoopback(target)) return { ...none, unserved: `${told} of ${target}, which the controller refuses` };
  const endpoints: BackendEndpoint[] = [{ ip: target, port: externalPort(service, written) }];
  if (isAddress(target)) return { endpoints, isUnknown: false, unserved: `${told} of an IP address, which nginx takes for a name that does not resolve` };
  const name = target.replace(/\.$/, '');
  if (name.length > 253 || !subdomain.test(name)) return { ...none, unserved: `${told} of ${JSON.stringify(target)}, which is no DNS name` };
  return { endpoints, isUnknown: false, warning: `Whether ${target} of ExternalName Service ${service.metadata.namespace}/${service.metadata.name} resolves is not known: it was taken to.` };
}

function isLoopback(text: string): boolean {
  return isAddress(text) && (text.startsWith('127.') || text === '::1');
}

/** Source: internal/ingress/controller/controller.go, externalNamePorts, controller-v1.15.1 */
function externalPort({ spec }: Service, written: number | string): number {
  const number = readGoInt(String(written));
  const named = number === undefined ? spec.ports.find(({ name }) => name === written) : undefined;
  if (named !== undefined) return intOf(named.targetPort) || named.port;
  const numbered = spec.ports.find(({ port }) => port === (number ?? 0));
  return numbered === undefined ? (number ?? 0) : intOf(numbered.targetPort);
}

function intOf(port: number | string): number {
  return typeof port === 'number' ? port : (readGoInt(port) ?? 0);
}
