import type { Evidence } from '../../analysis/index.js';
import { at, controlPlaneFlag, refOf, textAt, yamlOf, type ClusterView } from '../../cluster/index.js';
import { detectCni } from '../../cni/index.js';
import { bitsOf, blockOf, compareCidrs, contains, formatCidr, lastOf, parseAddress, type Cidr, type IpAddress } from '../../ip/index.js';
import { readGoAddress, readGoNetwork, type IpFamily } from '../go-address.js';

/** Where a range of the Services was read, the best first: the first that tells anything is in force. `inferred`: from the ClusterIPs in use, so that it may be larger. */
export type ServiceRangeSource = (typeof serviceRangeSources)[number];

export const serviceRangeSources = ['ServiceCIDR', 'apiserver-flag', 'kubeadm-config', 'Network', 'controller-manager-flag', 'inferred'] as const;

/** A range of the Services, and who states it. */
export interface ServiceRange {
  /** As it is written, which need not be a well-formed CIDR. */
  readonly cidr: string;
  /** Null where it is none. */
  readonly ipFamily: IpFamily | null;
  readonly source: ServiceRangeSource;
  /** ClusterIPs are taken of it; false where a better source says otherwise, and while its ServiceCIDR is not ready or is being deleted. */
  readonly isInForce: boolean;
  /** Of a ServiceCIDR; null for other sources. */
  readonly state: 'ready' | 'not-ready' | 'being-deleted' | null;
  readonly evidence: readonly Evidence[];
}

type Stated = Omit<ServiceRange, 'isInForce'>;

/** Every range of the Services that anything in the cluster states, by source; where nothing does, what the ClusterIPs in use allow to say. */
export function serviceRanges(view: ClusterView): ServiceRange[] {
  const told = [...statedByCluster(view), ...byExtraArgs(view), ...byControllerManager(view)];
  const stated = told.length > 0 ? told : inferred(view);
  const best = serviceRangeSources.find((source) => stated.some((each) => each.source === source));
  return [...stated]
    .sort((a, b) => serviceRangeSources.indexOf(a.source) - serviceRangeSources.indexOf(b.source))
    .map((range) => ({ ...range, isInForce: range.source === best && range.ipFamily !== null && (range.state === null || range.state === 'ready') }));
}

/** The network of a range; undefined where it is none. */
export function networkOf({ cidr }: Pick<ServiceRange, 'cidr'>): Cidr | undefined {
  return readGoNetwork(cidr)?.cidr;
}

function statedByCluster(view: ClusterView): Stated[] {
  return detectCni(view).serviceCIDRs.flatMap(({ cidr, source, evidence }) => {
    const known = serviceRangeSources.find((each) => each === source);
    return known === undefined ? [] : [stated(cidr, known, evidence, known === 'ServiceCIDR' ? stateOf(view, evidence[0]?.name ?? '') : null)];
  });
}

function stated(cidr: string, source: ServiceRangeSource, evidence: readonly Evidence[], state: ServiceRange['state'] = null): Stated {
  return { cidr, ipFamily: readGoNetwork(cidr)?.family ?? null, source, state, evidence };
}

/** One without the condition is ready. Source: kubernetes v1.37.2 pkg/registry/core/service/ipallocator/cidrallocator.go, syncAllocators and isReady. */
function stateOf(view: ClusterView, name: string): ServiceRange['state'] {
  const object = view.get('ServiceCIDR', '', name);
  if (object?.metadata.deletionTimestamp !== undefined) return 'being-deleted';
  const ready = object?.status?.conditions?.find(({ type }) => type === 'Ready');
  return ready === undefined || ready.status === 'True' ? 'ready' : 'not-ready';
}

/** A list since kubeadm.k8s.io/v1beta4, a map before. */
function byExtraArgs(view: ClusterView): Stated[] {
  const found = kubeadmArgument(view, 'service-cluster-ip-range');
  return found === undefined ? [] : found.value.split(',').map((cidr) => stated(cidr.trim(), 'kubeadm-config', [found.evidence]));
}

/** An argument that kubeadm was told to give to kube-apiserver. */
export function kubeadmArgument(view: ClusterView, name: string): { value: string; evidence: Evidence } | undefined {
  const configMap = view.get('ConfigMap', 'kube-system', 'kubeadm-config');
  const args = at(yamlOf(configMap?.data['ClusterConfiguration']), 'apiServer', 'extraArgs');
  const value = Array.isArray(args) ? args.map((each: unknown) => (textAt(each, 'name') === name ? textAt(each, 'value') : undefined)).find((each) => each !== undefined) : textAt(args, name);
  return configMap === undefined || value === undefined ? undefined : { value, evidence: { ...refOf(configMap), field: `data.ClusterConfiguration: apiServer.extraArgs.${name}`, value } };
}

function byControllerManager(view: ClusterView): Stated[] {
  const found = controlPlaneFlag(view, /^kube-controller-manager/, 'service-cluster-ip-range');
  return found === undefined ? [] : found.value.split(',').map((cidr) => stated(cidr.trim(), 'controller-manager-flag', [found.evidence]));
}

/**
 * The smallest range that begins where that of `default/kubernetes` must begin, which has the first address of the first range, and holds every ClusterIP of the family; without that Service, the smallest that holds them.
 * Source: kubernetes v1.37.2 cmd/kube-apiserver/app/options/completion.go, getServiceIPAndRanges.
 */
function inferred(view: ClusterView): Stated[] {
  const services = view.objects('Service');
  return (['IPv4', 'IPv6'] as const).flatMap((family) => {
    const used = services.flatMap((service) => addressesOf(service.spec.clusterIPs, family));
    const first = addressesOf(view.get('Service', 'default', 'kubernetes')?.spec.clusterIPs, family)[0];
    const cidr = around(used, first);
    if (cidr === undefined) return [];
    const evidence: Evidence[] = first === undefined ? [] : [{ kind: 'Service', namespace: 'default', name: 'kubernetes', field: 'spec.clusterIPs' }];
    return [stated(formatCidr(cidr), 'inferred', evidence)];
  });
}

function addressesOf(written: readonly string[] | undefined, family: IpFamily): IpAddress[] {
  return (written ?? []).flatMap((each) => {
    const read = readGoAddress(each);
    return read?.family === family ? [parseAddress(read.text)] : [];
  });
}

function around(addresses: readonly IpAddress[], first: IpAddress | undefined): Cidr | undefined {
  const [any] = addresses;
  if (any === undefined) return undefined;
  const base: IpAddress | undefined = first === undefined ? undefined : { family: first.family, value: first.value - 1n };
  for (let prefixLength = bitsOf(any.family) - 3; prefixLength >= 0; prefixLength--) {
    const block = blockOf(base ?? any, prefixLength);
    const begins = base === undefined || block.first.value === base.value;
    // Of two bounds that cannot both hold, that every ClusterIP is in counts more.
    if (!begins) break;
    if (addresses.every((each) => contains(block, each) && each.value !== block.first.value && (each.family === 6 || each.value !== lastOf(block).value))) return block;
  }
  return smallest(addresses);
}

function smallest(addresses: readonly IpAddress[]): Cidr | undefined {
  const blocks = addresses.map((each) => blockOf(each, bitsOf(each.family))).sort(compareCidrs);
  const [low] = blocks;
  const high = blocks.at(-1);
  if (low === undefined || high === undefined) return undefined;
  let { prefixLength } = low;
  while (prefixLength > 0 && !contains(blockOf(low.first, prefixLength), high.first)) prefixLength--;
  return blockOf(low.first, prefixLength);
}
