import type { Evidence } from '../../analysis/index.js';
import { compareText, refOf, type ClusterView, type ConfigMap } from '../../cluster/index.js';
import { formatAddress, isAddress, parseAddress } from '../../ip/index.js';
import type { Readout } from '../../readouts/index.js';
import { parseYaml } from '../../yaml.js';
import { clusterIPsOf, dnsServices } from '../dns-services.js';

/** A readout, and the node that it was copied off. */
export interface NodeReadout {
  readonly node: string;
  readonly readout: Readout;
}

/** A setting of the kubelet, and where it was found. */
export interface Setting<T> {
  readonly value: T;
  /** `kubelet-config`, `readout`, `cluster-dns`, `kubeadm-config`, `Service`, `Corefile`. */
  readonly source: string;
  readonly evidence: readonly Evidence[];
  /** It is what else would be the case, not what is written. */
  readonly isDeduced: boolean;
}

/** Settings of the kubelet of one node; null where nothing tells. */
export interface KubeletSettings {
  readonly clusterDNS: Setting<readonly string[]> | null;
  readonly clusterDomain: Setting<string> | null;
  /** '' : the kubelet reads no file of the node. null: nothing is written, so `/etc/resolv.conf`. */
  readonly resolvConf: Setting<string> | null;
}

interface Written {
  readonly clusterDNS?: readonly string[];
  readonly clusterDomain?: string;
  readonly resolvConf?: string;
}

interface Place {
  readonly source: string;
  readonly written: Written;
  readonly evidenceOf: (field: keyof Written) => readonly Evidence[];
}

const limits = { depth: 64, nodes: 20_000 };

/**
 * What the kubelet of a node is set to, by what is nearest to it: a readout of the node, the ConfigMap that kubeadm keeps, the one that k3s keeps. Without these,
 * the address of the DNS Service and the domain that kubeadm or the Corefile states are what it must be set to if names are to resolve.
 *
 * @param node undefined where it is not known on which node the pod runs
 * @param corefileZones the first zone that the Corefile serves from the cluster, with evidence; asked for last
 */
export function kubeletSettings(view: ClusterView, node: string | undefined, readouts: readonly NodeReadout[], corefileZone: () => Setting<string> | null): KubeletSettings {
  const places = [...readoutPlaces(node, readouts), ...configMapPlaces(view, node)];
  const deduced = ofService(view);
  return {
    clusterDNS: first(places, 'clusterDNS', normalAddresses) ?? deduced,
    clusterDomain: first(places, 'clusterDomain', (domain) => domain) ?? ofKubeadm(view) ?? corefileZone(),
    resolvConf: first(places, 'resolvConf', (path) => path) ?? null,
  };
}

function first<K extends keyof Written>(places: readonly Place[], field: K, normal: (value: NonNullable<Written[K]>) => NonNullable<Written[K]>): Setting<NonNullable<Written[K]>> | undefined {
  for (const { source, written, evidenceOf } of places) {
    const value = written[field];
    if (value !== undefined) return { value: normal(value), source, evidence: evidenceOf(field), isDeduced: false };
  }
  return undefined;
}

/** The kubelet passes over what is no address. */
function normalAddresses(addresses: readonly string[]): readonly string[] {
  return addresses.filter((address) => isAddress(address)).map((address) => formatAddress(parseAddress(address)));
}

function readoutPlaces(node: string | undefined, readouts: readonly NodeReadout[]): readonly Place[] {
  return readouts
    .flatMap(({ node: of, readout }) => (of === node && readout.format === 'kubelet-config' ? [readout.parsed.settings] : []))
    .reverse()
    .map((written) => ({ source: 'readout', written, evidenceOf: (field) => [{ kind: 'Node', name: node ?? '', field: `readout kubelet-config ${field}`, value: written[field] }] }));
}

function configMapPlaces(view: ClusterView, node: string | undefined): readonly Place[] {
  const version = node === undefined ? undefined : view.get('Node', '', node)?.status?.nodeInfo?.kubeletVersion;
  const ofVersion = `kubelet-config-${/^v?(1\.\d+)/.exec(version ?? '')?.[1] ?? ''}`;
  const maps = view.objects('ConfigMap').filter(({ metadata, data }) => metadata.namespace === 'kube-system' && data['kubelet'] !== undefined);
  const rank = ({ metadata: { name } }: ConfigMap) => (name === ofVersion ? 0 : name === 'kubelet-config' ? 1 : 2);
  const kubeadm = [...maps].sort((a, b) => rank(a) - rank(b) || compareText(b.metadata.name, a.metadata.name)).flatMap((map) => placeOf(map, 'kubelet-config', writtenIn(map)));
  return [...kubeadm, ...k3sPlaces(view)];
}

function placeOf(map: ConfigMap, source: string, written: Written): Place {
  return { source, written, evidenceOf: (field) => [{ ...refOf(map), field: source === 'kubelet-config' ? `data.kubelet ${field}` : `data.${field}`, value: written[field] }] };
}

/** k3s tells both in a ConfigMap for its own helpers. Source: k3s pkg/server/server.go setClusterDNSConfig. */
function k3sPlaces(view: ClusterView): readonly Place[] {
  const map = view.get('ConfigMap', 'kube-system', 'cluster-dns');
  if (map === undefined) return [];
  const { clusterDNS, clusterDomain } = map.data;
  return [placeOf(map, 'cluster-dns', { ...(clusterDNS !== undefined && { clusterDNS: clusterDNS.split(',') }), ...(clusterDomain !== undefined && { clusterDomain }) })];
}

const read = new WeakMap<ConfigMap, Written>();

/** What a KubeletConfiguration says; read once, as every pod of the cluster asks for it. */
function writtenIn(map: ConfigMap): Written {
  let written = read.get(map);
  if (written === undefined) {
    const { clusterDNS, clusterDomain, resolvConf } = firstDocument(map.data['kubelet']);
    written = {
      ...(Array.isArray(clusterDNS) && { clusterDNS: clusterDNS.filter((each): each is string => typeof each === 'string') }),
      ...(typeof clusterDomain === 'string' && { clusterDomain }),
      ...(typeof resolvConf === 'string' && { resolvConf }),
    };
    read.set(map, written);
  }
  return written;
}

function firstDocument(text: string | undefined): Readonly<Record<string, unknown>> {
  const reading = text === undefined ? undefined : parseYaml(text, limits);
  const document: unknown = reading?.outcome === 'read' ? reading.documents[0] : undefined;
  return typeof document === 'object' && document !== null ? (document as Readonly<Record<string, unknown>>) : {};
}

function ofService(view: ClusterView): Setting<readonly string[]> | null {
  const service = dnsServices(view).find((each) => clusterIPsOf(each).length > 0);
  if (service === undefined) return null;
  const value = clusterIPsOf(service);
  return { value, source: 'Service', evidence: [{ ...refOf(service), field: 'spec.clusterIPs', value }], isDeduced: true };
}

function ofKubeadm(view: ClusterView): Setting<string> | undefined {
  const map = view.get('ConfigMap', 'kube-system', 'kubeadm-config');
  const { networking } = firstDocument(map?.data['ClusterConfiguration'] ?? map?.data['MasterConfiguration']);
  const domain: unknown = typeof networking === 'object' && networking !== null && 'dnsDomain' in networking ? networking.dnsDomain : undefined;
  if (map === undefined || typeof domain !== 'string' || domain === '') return undefined;
  return { value: domain, source: 'kubeadm-config', evidence: [{ ...refOf(map), field: 'data.ClusterConfiguration networking.dnsDomain', value: domain }], isDeduced: false };
}
