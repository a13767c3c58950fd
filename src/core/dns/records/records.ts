import type { ObjectRef, Steps } from '../../analysis/index.js';
import { refOf } from '../../cluster/index.js';
import { pointerName } from '../../ip/index.js';
import { parseIp } from '../go/net.js';
import { hostType, srvRecords } from '../kubernetes/answer.js';
import type { KubernetesConfig } from '../kubernetes/config.js';
import { endpointLabel, endpointsOf, findThing, isExposed, isSelected, type Backend, type Found } from '../kubernetes/find.js';
import { nsAddresses } from '../kubernetes/name-servers.js';
import type { KeptService, KubernetesObjects } from '../kubernetes/objects.js';
import type { NamedThing } from '../kubernetes/parse-name.js';
import { namesOfAddress } from '../kubernetes/reverse.js';
import type { ResourceRecord } from '../message.js';

/** A record that the plugin `kubernetes` would serve. */
export interface HeldRecord extends ResourceRecord {
  readonly zone: string;
  /** The object that it comes from; null for records of the zone itself. */
  readonly object: ObjectRef | null;
}

/** What a server serves from. */
export interface RecordSource {
  readonly config: KubernetesConfig;
  readonly objects: KubernetesObjects;
  /** The server's own addresses. */
  readonly addresses: readonly string[];
}

const nothing: NamedThing = { kind: 'svc', namespace: '', service: '', endpoint: '', port: '', protocol: '', zone: '', prefersZone: false };

/**
 * Every record of a zone, in the order of the cluster's objects: SOA and NS, the version, then namespace by namespace the Services with their ports and
 * endpoints, then the pods. Names that a query may also use without being told of (a Service under its ports' names, pods by any address where they are
 * `insecure`) are left out.
 *
 * Source: coredns 1.14.7 plugin/kubernetes; https://github.com/kubernetes/dns/blob/master/docs/specification.md 1.1.0
 */
export function* recordsOf(given: RecordSource, zone: string): Steps<HeldRecord[]> {
  // A release that breaks down at endpoints has none to list.
  const source = { ...given, config: { ...given.config, failsAtEndpoints: false } };
  const held = new Map<string, HeldRecord>();
  const hold = (object: ObjectRef | null, records: readonly ResourceRecord[]): void => {
    for (const record of records) {
      // Pods on the network of one node share its address, and so their name.
      const key = `${record.name} ${record.type} ${record.data}`;
      if (!held.has(key)) held.set(key, { zone, object, ...record });
    }
  };
  hold(null, apexRecords(source, zone));
  if (isReverse(zone)) yield* holdPointers(source, zone, hold);
  else {
    hold(null, [{ name: `dns-version.${zone}`, ttl: 28_800, type: 'TXT', data: '"1.1.0"' }]);
    for (const service of source.objects.services()) {
      yield;
      hold(refOf(service.source), serviceRecords(source, zone, service));
    }
    if (source.config.podMode !== 'disabled') yield* holdPods(source, zone, hold);
  }
  return [...held.values()];
}

function apexRecords({ config, objects, addresses }: RecordSource, zone: string): ResourceRecord[] {
  const below = zone === '.' ? '' : zone;
  const soa = { name: zone, ttl: Math.min(config.ttl, 300), type: 'SOA', data: `ns.dns.${below} hostmaster.${below} 0 7200 1800 86400 ${config.ttl}` };
  const servers = nsAddresses(addresses, { config, objects, zone });
  const names = [...new Set(servers.map(({ name }) => name))];
  // Those that are Services of a forward zone stand with them.
  const own = servers.filter(({ name }) => isReverse(zone) || name.startsWith('ns.dns.'));
  return [soa, ...names.map((data) => ({ name: zone, ttl: config.ttl, type: 'NS', data })), ...unique(own)];
}

function serviceRecords({ config, objects }: RecordSource, zone: string, service: KeptService): ResourceRecord[] {
  const { namespace, name } = service.source.metadata;
  const lookup = { config, objects, zone };
  if (isExposed(namespace, lookup) !== true || !isSelected(config.labels, service.source.metadata.labels)) return [];
  const ask = (more: Partial<NamedThing> = {}): Found => findThing({ ...nothing, namespace, service: name, ...more }, lookup);
  const owner = `${name}.${namespace}.svc.${zone}`;
  const records = addressesAt(owner, config.ttl, ask());
  if (service.source.spec.type === 'ExternalName') return records;
  const endpoints = endpointsOf(service, lookup);
  const labels = new Set(endpoints.flatMap(({ addresses }) => addresses.map((address) => endpointLabel(address, config))));
  for (const label of labels) records.push(...addressesAt(`${label}.${owner}`, config.ttl, ask({ endpoint: label.toLowerCase() })));
  const ports = service.isHeadless ? endpoints.flatMap((each) => each.ports) : service.ports;
  for (const key of new Set(ports.filter((port) => port.name !== '' && port.port !== -1).map((port) => `${port.name} ${port.protocol.toLowerCase()}`))) {
    const [port = '', protocol = ''] = key.split(' ');
    const found = srvRecords({ name: `_${port}._${protocol}.${owner}`, ttl: config.ttl }, ask({ port: port.toLowerCase(), protocol }), config.version.atLeast('1.7.0') ? 1 : 0);
    if (typeof found !== 'string' && 'records' in found) records.push(...found.records);
  }
  return unique(records);
}

function addressesAt(name: string, ttl: number, found: Found): ResourceRecord[] {
  if (typeof found === 'string' || 'unknown' in found) return [];
  return unique(found.map(({ host }: Backend) => ({ name, ttl, ...hostType(host) })));
}

function* holdPods({ config, objects }: RecordSource, zone: string, hold: (object: ObjectRef, records: readonly ResourceRecord[]) => void): Steps<void> {
  const lookup = { config, objects, zone };
  for (const pod of objects.view.objects('Pod')) {
    yield;
    const ip = pod.status?.podIP;
    if (ip === undefined || !objects.podsByIP(ip).includes(pod)) continue;
    const { namespace } = pod.metadata;
    const label = ip.replaceAll(/[.:]/g, '-');
    hold(refOf(pod), addressesAt(`${label}.${namespace}.pod.${zone}`, config.ttl, findThing({ ...nothing, kind: 'pod', namespace, service: label }, lookup)));
  }
}

function* holdPointers(source: RecordSource, zone: string, hold: (object: ObjectRef, records: readonly ResourceRecord[]) => void): Steps<void> {
  const { config, objects } = source;
  const seen = new Set<string>();
  const point = (object: ObjectRef, ip: string): void => {
    const name = seen.has(ip) ? '' : pointerOf(ip);
    if (!name.endsWith(`.${zone}`)) return;
    seen.add(ip);
    const found = namesOfAddress(ip, source);
    if ('names' in found) hold(object, found.names.map((data) => ({ name, ttl: config.ttl, type: 'PTR', data })));
  };
  for (const service of objects.services()) {
    yield;
    for (const ip of service.clusterIPs) point(refOf(service.source), ip);
  }
  for (const service of objects.services()) {
    yield;
    for (const { addresses, source: slice } of endpointsOf(service, { config, objects })) for (const { ip } of addresses) point(refOf(slice), ip);
  }
}

/** '' for what is no address. */
function pointerOf(text: string): string {
  const ip = parseIp(text);
  return ip === undefined ? '' : `${pointerName(ip)}.`;
}

/** Unlike CoreDNS, which does not count `in-addr.arpa.` itself. */
function isReverse(zone: string): boolean {
  return /(?:^|\.)(?:in-addr|ip6)\.arpa\.$/.test(zone);
}

function unique<R extends ResourceRecord>(records: readonly R[]): R[] {
  return [...new Map(records.map((record) => [`${record.name} ${record.type} ${record.data}`, record])).values()];
}
