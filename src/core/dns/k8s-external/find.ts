import type { KubernetesConfig } from '../kubernetes/config.js';
import { endpointLabel, endpointsOf, isExposed, isSelected } from '../kubernetes/find.js';
import { externalAddresses, type KeptPort, type KeptService, type KubernetesObjects } from '../kubernetes/objects.js';
import type { Rcode } from '../message.js';
import { labelsOf } from '../name.js';

/** One address or name under which a Service is reached from outside. */
export interface ExternalBackend {
  readonly host: string;
  /** -1 where there is none. */
  readonly port: number;
  /** The name of the Service or endpoint in the zone. */
  readonly name: string;
}

/** What there is at a name; a code for none. `unknown`: the snapshot does not tell. */
export type ExternalFound = { readonly backends: readonly ExternalBackend[]; readonly rcode: Rcode } | { readonly unknown: string };

/** What is looked at. */
export interface ExternalLookup {
  readonly config: KubernetesConfig;
  readonly objects: KubernetesObjects;
  /** Without endpoints of headless Services. */
  readonly headless: boolean;
}

/**
 * What stands at `service.namespace`, with an endpoint or `_port._protocol` before it.
 *
 * @param zone fully qualified, above `name`
 * Source: coredns 1.14.7, plugin/kubernetes/external.go External
 */
export function findExternal(name: string, zone: string, lookup: ExternalLookup): ExternalFound {
  const labels = labelsOf(name);
  const own = labels.slice(0, labels.length - labelsOf(zone).length);
  const namespace = own.pop();
  if (namespace === undefined) return { backends: [], rcode: 'SERVFAIL' };
  const exposed = isExposed(namespace, lookup);
  if (exposed === null) return { unknown: `whether there is a namespace ${namespace} is not in the snapshot` };
  if (!exposed) return none('NXDOMAIN');
  const serviceName = own.pop();
  if (serviceName === undefined) return none('NOERROR');
  if (own.length > 2 || (own.length === 1 && !lookup.config.version.atLeast('1.9.4'))) return none('NXDOMAIN');
  const service = lookup.objects.service(namespace, serviceName);
  if (service === undefined) return lookup.objects.view.covers('Service', namespace) ? none('NXDOMAIN') : { unknown: `the Services of namespace ${namespace} are not in the snapshot` };
  if (!isSelected(lookup.config.labels, service.source.metadata.labels)) return none('NXDOMAIN');
  const [port = '', protocol = ''] = own.length === 2 ? own.map(withoutUnderscore) : [];
  const endpoint = own.length === 1 ? withoutUnderscore(own[0] ?? '') : '';
  const matches = ({ name: portName, protocol: portProtocol }: KeptPort): boolean => (port === '' || portName.toLowerCase() === port) && (protocol === '' || portProtocol.toLowerCase() === protocol);
  const backends = backendsOf(service, endpoint, matches, `${serviceName}.${namespace}.${zone}`, lookup);
  return { backends, rcode: backends.length === 0 ? 'NXDOMAIN' : 'NOERROR' };
}

function backendsOf(service: KeptService, endpoint: string, matches: (port: KeptPort) => boolean, name: string, lookup: ExternalLookup): ExternalBackend[] {
  const ports = service.ports.filter(matches);
  const addresses = externalAddresses(service.source);
  if (!lookup.headless || addresses.length > 0 || (!service.isHeadless && endpoint === '')) return addresses.flatMap((host) => ports.map(({ port }) => ({ host, port, name })));
  return endpointsOf(service, lookup).flatMap((endpoints) =>
    endpoints.addresses
      .filter((address) => endpoint === '' || endpointLabel(address, lookup.config).toLowerCase() === endpoint)
      .flatMap((address) => endpoints.ports.filter(matches).map(({ port }) => ({ host: address.ip, port, name: `${endpointLabel(address, lookup.config)}.${name}` }))),
  );
}

function none(rcode: Rcode): ExternalFound {
  return { backends: [], rcode };
}

function withoutUnderscore(label: string): string {
  return label.startsWith('_') ? label.slice(1) : label;
}
