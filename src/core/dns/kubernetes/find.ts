import { matchesSelector, type LabelSelector } from '../../cluster/index.js';
import { isIPv4Text, parseIp } from '../go/net.js';
import { ServerFailure } from '../server-failure.js';
import type { KubernetesConfig } from './config.js';
import type { KeptAddress, KeptEndpoints, KeptPort, KeptService, KubernetesObjects } from './objects.js';
import type { NamedThing } from './parse-name.js';

/** One address or alias behind a name. */
export interface Backend {
  /** An address, or the name that an alias leads to. */
  readonly host: string;
  /** -1 where there is none. */
  readonly port: number;
  /** The name of the Service or endpoint itself, fully qualified. */
  readonly name: string;
}

/** `no-name`: no such name. An empty list of backends: it exists, and has no data. `unknown`: the snapshot does not hold what would tell. */
export type Found = readonly Backend[] | 'no-name' | { readonly unknown: string };

/** What is looked at, and as whom. */
export interface Lookup {
  readonly config: KubernetesConfig;
  readonly objects: KubernetesObjects;
  /** In the spelling of the query. */
  readonly zone: string;
}

/** Whether a namespace is there for the plugin; null where the snapshot does not tell. Source: coredns 1.14.7 plugin/kubernetes/namespace.go. */
export function isExposed(name: string, { config, objects }: Pick<Lookup, 'config' | 'objects'>): boolean | null {
  if (config.namespaces.size > 0 && !config.namespaces.has(name)) return false;
  const found = objects.namespace(name);
  if (found === null || found === undefined) return found === null ? null : false;
  if (config.namespaceLabels === undefined) return true;
  return found === true ? null : matchesSelector(config.namespaceLabels, found.metadata.labels);
}

/**
 * What a name means. Source: coredns 1.14.7 plugin/kubernetes/kubernetes.go Records, findServices, findPods; for wildcards, 1.8.6.
 */
export function findThing(thing: NamedThing, lookup: Lookup): Found {
  const wild = isWild(thing.namespace, lookup);
  const exposed = wild || isExposed(thing.namespace, lookup);
  if (exposed === null) return { unknown: `whether there is a namespace ${thing.namespace} is not in the snapshot` };
  if (!exposed) return 'no-name';
  return thing.kind === 'pod' ? findPods(thing, lookup) : findServices(thing, lookup);
}

/** Three dashes, no two side by side: a label that means an IPv4 address, if it means any. */
const fourParts = /^[^-]*-[^-]+-[^-]+-[^-]*$/;

function findPods({ namespace, service: label }: NamedThing, { config, objects, zone }: Lookup): Found {
  if (config.podMode === 'disabled') return 'no-name';
  if (label === '') return [];
  const ip = fourParts.test(label) ? label.replaceAll('-', '.') : label.replaceAll('-', ':');
  const backend = { host: ip, port: 0, name: `${label}.${namespace}.pod.${zone}` };
  if (config.podMode === 'insecure') return isIPv4Text(ip) || parseIp(ip) !== undefined ? [backend] : 'no-name';
  const isEverywhere = isWild(namespace, { config });
  if (!(isEverywhere ? objects.view.covers('Pod') : objects.view.covers('Pod', namespace))) return { unknown: `the pods of namespace ${namespace} are not in the snapshot` };
  const isIn = (own: string): boolean => (isEverywhere ? isExposed(own, { config, objects }) === true : own.toLowerCase() === namespace);
  const pods = objects.podsByIP(ip).filter(({ metadata }) => isIn(metadata.namespace) && isSelected(config.labels, metadata.labels));
  return pods.length === 0 && (isEverywhere || !isWild(label, { config })) ? 'no-name' : pods.map(() => backend);
}

function findServices(thing: NamedThing, lookup: Lookup): Found {
  const { config, objects } = lookup;
  if (thing.service === '') return [];
  const services = candidates(thing, lookup);
  if (services.length === 0 && !objects.view.covers('Service', thing.namespace)) return { unknown: `the Services of namespace ${thing.namespace} are not in the snapshot` };
  const found: Backend[] = [];
  // A wildcard in a namespace that is there stands for a name that is there, whatever it finds.
  let exists = isWild(thing.service, lookup) && !isWild(thing.namespace, lookup);
  for (const service of services) {
    if (!isSelected(config.labels, service.source.metadata.labels)) continue;
    const backends = backendsOf(service, thing, lookup);
    if (backends === 'no-name') continue;
    if ('unknown' in backends) return backends;
    exists = true;
    for (const backend of backends) found.push(backend);
  }
  return exists ? found : 'no-name';
}

function candidates({ namespace, service }: NamedThing, lookup: Lookup): readonly KeptService[] {
  const { objects } = lookup;
  if (!isWild(namespace, lookup) && !isWild(service, lookup)) {
    const found = objects.service(namespace, service);
    return found === undefined ? [] : [found];
  }
  return [...objects.services()].filter(
    ({ source: { metadata } }) =>
      (isWild(service, lookup) || metadata.name === service) && (isWild(namespace, lookup) ? isExposed(metadata.namespace, lookup) === true : metadata.namespace === namespace),
  );
}

function backendsOf(service: KeptService, thing: NamedThing, lookup: Lookup): Found {
  const { config, objects, zone } = lookup;
  const { namespace } = service.source.metadata;
  const name = service.domain + zone;
  const { type, externalName = '' } = service.source.spec;
  const isAlias = type === 'ExternalName';
  const needsEndpoints = !isAlias && (service.isHeadless || thing.endpoint !== '' || config.ignoresEmptyServices);
  if (needsEndpoints && config.readsEndpoints && !objects.coversEndpoints(namespace)) return { unknown: `the endpoints of namespace ${namespace} are not in the snapshot` };
  const endpoints = needsEndpoints ? endpointsOf(service, lookup) : [];
  if (config.ignoresEmptyServices && !isAlias && !service.isHeadless) {
    // For a wildcard the endpoints of all Services were counted.
    const counted = isWild(thing.service, lookup) || isWild(thing.namespace, lookup) ? objects.allEndpoints() : endpoints;
    if (counted.every(({ addresses }) => addresses.length === 0)) return 'no-name';
  }
  if (thing.zone !== '' && !service.isHeadless) return 'no-name';
  if (isAlias) {
    // Until 1.10.1 an alias answered for ports below it, from 1.8.1 for endpoints too.
    const answersPorts = !config.version.atLeast('1.10.1');
    const answersEndpoints = answersPorts && config.version.atLeast('1.8.1');
    if (thing.endpoint !== '' && !config.version.atLeast('1.8.1')) failAtEndpoints(config);
    const isBelow = (thing.endpoint !== '' && !answersEndpoints) || ((thing.port !== '' || thing.protocol !== '') && !answersPorts);
    return isBelow || parseIp(externalName) !== undefined ? 'no-name' : [{ host: externalName, port: 0, name }];
  }
  if (service.isHeadless || thing.endpoint !== '') return endpointBackends(thing, endpoints, name, lookup);
  const found: Backend[] = [];
  for (const port of service.ports) {
    if (matchesPort(port, thing, lookup)) for (const host of addressesOf(service, config)) found.push({ host, port: port.port, name });
  }
  return found.length === 0 ? 'no-name' : found;
}

/** Its cluster IPs; until 1.8.1 the first alone. */
export function addressesOf({ clusterIPs }: KeptService, { version }: Pick<KubernetesConfig, 'version'>): readonly string[] {
  return clusterIPs.length < 2 || version.atLeast('1.8.1') ? clusterIPs : clusterIPs.slice(0, 1);
}

function endpointBackends(thing: NamedThing, endpoints: readonly KeptEndpoints[], name: string, lookup: Lookup): Found {
  const inZone = (zone: string): Backend[] => {
    const inIt: Backend[] = [];
    for (const { addresses, ports } of endpoints) {
      const matching = ports.filter((port) => matchesPort(port, thing, lookup));
      for (const address of addresses) {
        if ((zone !== '' && address.zone !== zone) || !matchesEndpoint(address, thing, lookup)) continue;
        for (const { port } of matching) inIt.push({ host: address.ip, port, name: `${endpointLabel(address, lookup.config)}.${name}` });
      }
    }
    return inIt;
  };
  const own = inZone(thing.zone);
  const found = own.length === 0 && thing.prefersZone ? inZone('') : own;
  return found.length === 0 && thing.zone === '' ? 'no-name' : found;
}

/** The slices of a Service that the plugin reads. */
export function endpointsOf({ source }: KeptService, { config, objects }: Pick<Lookup, 'config' | 'objects'>): readonly KeptEndpoints[] {
  failAtEndpoints(config);
  if (!config.readsEndpoints) return [];
  return objects.endpoints(source.metadata.namespace, source.metadata.name).filter((each) => isSelected(config.labels, each.source.metadata.labels));
}

/** With `noendpoints` there are none to be found; until 1.11.0 CoreDNS broke down where it looked for them. */
export function failAtEndpoints({ failsAtEndpoints }: Pick<KubernetesConfig, 'failsAtEndpoints'>): void {
  if (failsAtEndpoints) throw new ServerFailure('plugin/kubernetes: endpoints are looked for, which noendpoints leaves out');
}

/** The first label of an endpoint's name. Source: coredns 1.14.7 plugin/kubernetes/kubernetes.go endpointHostname. */
export function endpointLabel(address: KeptAddress, { namesEndpointsByPod, version }: KubernetesConfig): string {
  if (address.hostname !== '') return address.hostname;
  if (namesEndpointsByPod && address.target !== '') return address.target;
  const { dashed } = address;
  return dashed.endsWith('-') && !address.ip.includes('.') && version.atLeast('1.12.3') ? `${dashed}0` : dashed;
}

export function isSelected(selector: LabelSelector | undefined, labels: Readonly<Record<string, string>> | undefined): boolean {
  return selector === undefined || matchesSelector(selector, labels);
}

function matchesEndpoint(address: KeptAddress, { endpoint }: NamedThing, lookup: Lookup): boolean {
  return endpoint === '' || isWild(endpoint, lookup) || isWord(endpointLabel(address, lookup.config), endpoint);
}

function matchesPort({ name, protocol }: KeptPort, thing: NamedThing, lookup: Lookup): boolean {
  return matchesWord(thing.port, name, lookup) && matchesWord(thing.protocol, protocol, lookup);
}

function matchesWord(asked: string, has: string, lookup: Lookup): boolean {
  return asked === '' || isWild(asked, lookup) || isWord(has, asked);
}

/** @param asked in lower case */
function isWord(has: string, asked: string): boolean {
  return has === asked || has.toLowerCase() === asked;
}

/** `*` and `any` stood for every label until 1.9.0. */
function isWild(label: string, { config }: Pick<Lookup, 'config'>): boolean {
  return (label === '*' || label === 'any') && !config.version.atLeast('1.9.0');
}
