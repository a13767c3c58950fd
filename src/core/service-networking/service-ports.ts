import type { ClusterView, Service } from '../cluster/index.js';
import { behaviourOf, type KubeProxyBehaviour } from './behaviour.js';
import { readGoAddress, readGoNetwork, type GoNetwork, type IpFamily } from './go-address.js';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/**
 * A port of a Service in one family, as kube-proxy holds it. Addresses are printed as Go prints them, each list in the order of the Service.
 *
 * Source: pkg/proxy/serviceport.go v1.37.2, BaseServicePortInfo.
 */
export interface ServicePort {
  readonly service: Service;
  readonly ipFamily: IpFamily;
  /** `namespace/name`, or `namespace/name:port` for a port that has a name. */
  readonly name: string;
  /** '' for a port without a name. */
  readonly portName: string;
  readonly protocol: Protocol;
  readonly clusterIP: string;
  readonly port: number;
  /** 0 where there is none. */
  readonly nodePort: number;
  readonly externalIPs: readonly string[];
  /** Addresses of the load balancer to which packets come as they were sent. */
  readonly loadBalancerVIPs: readonly string[];
  /** Empty: every source may come. */
  readonly loadBalancerSourceRanges: readonly GoNetwork[];
  /** 0 where there is none. */
  readonly healthCheckNodePort: number;
  readonly externalPolicyLocal: boolean;
  readonly internalPolicyLocal: boolean;
  /** Seconds for which a client keeps its endpoint; undefined without session affinity. */
  readonly affinitySeconds?: number;
  /** By a node port, an external address or a load balancer. */
  readonly externallyAccessible: boolean;
  /** Some of its traffic goes to endpoints of any node. */
  readonly usesClusterEndpoints: boolean;
  /** Some of its traffic goes to endpoints of this node alone. */
  readonly usesLocalEndpoints: boolean;
}

const newest = behaviourOf();

/** Every port of every Service that kube-proxy serves in that family, by namespace, name, and position in the Service. */
export function servicePorts(view: ClusterView, ipFamily: IpFamily, behaviour: KubeProxyBehaviour = newest): readonly ServicePort[] {
  return view.objects('Service').flatMap((service) => servicePortsOf(view, service, ipFamily, behaviour));
}

/** The ports of one Service in that family; empty where kube-proxy does not serve it. Source: pkg/proxy/servicechangetracker.go v1.37.2, serviceToServiceMap. */
export function servicePortsOf(_view: ClusterView, service: Service, ipFamily: IpFamily, behaviour: KubeProxyBehaviour = newest): readonly ServicePort[] {
  if (whyUnserved(service, behaviour) !== undefined || !isNameable(service)) return [];
  const clusterIP = readGoAddress(clusterIPOf(service, ipFamily) ?? '')?.text;
  if (clusterIP === undefined) return [];
  const shared = sharedBy(service, ipFamily, clusterIP, behaviour);
  const ports = service.spec.ports.map((port) => ofPort(shared, port));
  return ports.length < 2 ? ports : [...new Map(ports.map((port) => [`${port.portName}/${port.protocol}`, port])).values()];
}

/** Why kube-proxy leaves a Service alone in every family. */
export type Unserved = 'other-proxy' | 'headless' | 'no-cluster-ip' | 'external-name';

/**
 * Source: cmd/kube-proxy/app/server.go v1.37.2, Run (the selectors of its informers); pkg/proxy/util/utils.go, ShouldSkipService.
 */
export function whyUnserved(service: Service, behaviour: KubeProxyBehaviour = newest): Unserved | undefined {
  const labels = service.metadata.labels ?? {};
  const { clusterIP, type } = service.spec;
  if (Object.hasOwn(labels, 'service.kubernetes.io/service-proxy-name')) return 'other-proxy';
  if (clusterIP === 'None' || (behaviour.skipsHeadlessLabel && Object.hasOwn(labels, 'service.kubernetes.io/headless'))) return 'headless';
  if (type === 'ExternalName') return 'external-name';
  return clusterIP === undefined || clusterIP === '' ? 'no-cluster-ip' : undefined;
}

type Port = Service['spec']['ports'][number];

/** No API server takes other names; in an upload they could smuggle words into the text of rules. */
function isNameable({ metadata, spec }: Service): boolean {
  return name.test(metadata.namespace) && name.test(metadata.name) && spec.ports.every((port) => port.name === undefined || port.name === '' || name.test(port.name));
}

const name = /^[\w.-]{1,253}$/;

type Shared = Omit<ServicePort, 'portName' | 'protocol' | 'port' | 'nodePort' | 'externallyAccessible' | 'usesClusterEndpoints' | 'usesLocalEndpoints'>;

function sharedBy(service: Service, ipFamily: IpFamily, clusterIP: string, behaviour: KubeProxyBehaviour): Shared {
  const { spec, metadata } = service;
  const externalPolicyLocal = isExternal(service) && spec.externalTrafficPolicy === 'Local';
  return {
    service,
    ipFamily,
    name: `${metadata.namespace}/${metadata.name}`,
    clusterIP,
    externalIPs: behaviour.externalIPs ? addressesOf(spec.externalIPs, ipFamily) : [],
    loadBalancerVIPs: addressesOf(virtualAddresses(service, behaviour), ipFamily),
    loadBalancerSourceRanges: sourceRanges(service, ipFamily, behaviour),
    healthCheckNodePort: spec.type === 'LoadBalancer' && externalPolicyLocal ? (spec.healthCheckNodePort ?? 0) : 0,
    externalPolicyLocal,
    internalPolicyLocal: spec.internalTrafficPolicy === 'Local',
    ...(spec.sessionAffinity === 'ClientIP' && { affinitySeconds: spec.sessionAffinityConfig?.clientIP.timeoutSeconds ?? 10_800 }),
  };
}

function ofPort(shared: Shared, { name = '', protocol, port, nodePort = 0 }: Port): ServicePort {
  // With the gate of external addresses off kube-proxy still counts them here: ExternallyAccessible reads the field, not the method.
  const hasExternalIPs = addressesOf(shared.service.spec.externalIPs, shared.ipFamily).length > 0;
  const externallyAccessible = nodePort !== 0 || shared.loadBalancerVIPs.length > 0 || hasExternalIPs;
  return {
    ...shared,
    name: name === '' ? shared.name : `${shared.name}:${name}`,
    portName: name,
    protocol,
    port,
    nodePort,
    externallyAccessible,
    usesClusterEndpoints: !shared.internalPolicyLocal || externallyAccessible,
    usesLocalEndpoints: shared.internalPolicyLocal || (shared.externalPolicyLocal && externallyAccessible),
  };
}

/** Source: pkg/api/v1/service/util.go v1.37.2, ExternallyAccessible. */
function isExternal({ spec }: Service): boolean {
  return spec.type === 'LoadBalancer' || spec.type === 'NodePort' || (spec.type === 'ClusterIP' && (spec.externalIPs ?? []).length > 0);
}

/** The ClusterIP of that family; undefined where the Service has none. Source: pkg/proxy/util/utils.go v1.37.2, GetClusterIPByFamily. */
function clusterIPOf({ spec }: Service, ipFamily: IpFamily): string | undefined {
  if (spec.ipFamilies === undefined || spec.ipFamilies.length === 0) {
    return readGoAddress(spec.clusterIP ?? '')?.family === ipFamily ? spec.clusterIP : undefined;
  }
  return spec.ipFamilies.flatMap((family, i) => (family === ipFamily ? (spec.clusterIPs?.[i] ?? []) : []))[0];
}

function addressesOf(written: readonly string[] | undefined, ipFamily: IpFamily): readonly string[] {
  if (written === undefined || written.length === 0) return [];
  return written.flatMap((each) => {
    const read = readGoAddress(each);
    return read?.family === ipFamily ? [read.text] : [];
  });
}

/** Source: pkg/proxy/util/utils.go v1.37.2, IsVIPMode. */
function virtualAddresses({ status }: Service, behaviour: KubeProxyBehaviour): readonly string[] | undefined {
  return status?.loadBalancer?.ingress?.flatMap(({ ip, ipMode }) => (ip === undefined || (behaviour.readsIpMode && ipMode !== undefined && ipMode !== 'VIP') ? [] : [ip]));
}

function sourceRanges({ spec }: Service, ipFamily: IpFamily, behaviour: KubeProxyBehaviour): readonly GoNetwork[] {
  if (spec.loadBalancerSourceRanges === undefined) return [];
  const ranges = spec.loadBalancerSourceRanges.flatMap((each) => {
    const read = readGoNetwork(each.trim());
    return read?.family === ipFamily ? [read] : [];
  });
  return behaviour.zeroRangeLiftsAll && ranges.some(({ cidr }) => cidr.prefixLength === 0) ? [] : ranges;
}
