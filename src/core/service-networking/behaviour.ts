/** Minor versions of Kubernetes 1 whose kube-proxy was read; others are taken for the nearest of these. */
export const oldestMinor = 29;
export const newestMinor = 37;

/** What kube-proxy does in one version and not in another, after its feature gates. */
export interface KubeProxyBehaviour {
  /** Of Kubernetes 1: 37 for v1.37.2. */
  readonly minor: number;
  /** Topology hints count only where the Service asks for them by annotation. */
  readonly hintsNeedAnnotation: boolean;
  /** `hints.forZones` is followed. */
  readonly zoneHints: boolean;
  /** `hints.forNodes` is read. */
  readonly nodeHints: boolean;
  /** `ipMode: Proxy` keeps an address of the load balancer out of the rules. */
  readonly readsIpMode: boolean;
  /** A source range of prefix length 0 lifts the restriction, in place of being one range among others. */
  readonly zeroRangeLiftsAll: boolean;
  /** `spec.externalIPs` are served. */
  readonly externalIPs: boolean;
  /** A Service with the label `service.kubernetes.io/headless` is not seen, whatever its ClusterIP. */
  readonly skipsHeadlessLabel: boolean;
  /** Of two entries with one address and port the later counts unless it terminates; before that, the first unless the later is of this node. */
  readonly laterEndpointWins: boolean;
  /** Packets of state INVALID are counted with nfacct. */
  readonly countsInvalid: boolean;
  /** Connections to node ports of the loopback are counted with nfacct. */
  readonly countsLocalhostNodePorts: boolean;
  /** The words that stand for addresses in `nodePortAddresses`. */
  readonly nodePortKeywords: readonly string[];
  /** A word counts only where it is all that `nodePortAddresses` holds. */
  readonly nodePortKeywordAlone: boolean;
  /** ServiceCIDR objects are read; mode nftables drops what is sent to addresses of theirs that no Service has. */
  readonly watchesServiceCIDRs: boolean;
  /** Mode nftables answers node ports of the loopback by a proxy of its own (TCP, where `nodePortAddresses` names the loopback), or refuses them. */
  readonly nftablesLocalhostNodePorts: boolean;
}

/**
 * @param minor undefined where the version is not known: the newest
 * @param gates the feature gates that are written, by name
 *
 * Source: pkg/features/kube_features.go v1.29 to v1.37, and the places that each field names.
 */
export function behaviourOf(minor: number = newestMinor, gates: Readonly<Record<string, boolean>> = {}): KubeProxyBehaviour {
  /** A gate that is off at first, on by default `from` a version, and no longer to be set from `locked` on. */
  const gate = (name: string, from: number, locked: number): boolean => (minor >= locked ? true : (gates[name] ?? minor >= from));
  return {
    minor,
    hintsNeedAnnotation: minor < 30 || !gate('ServiceTrafficDistribution', 31, 33),
    zoneHints: minor >= 33 || (gates['TopologyAwareHints'] ?? true) || (minor >= 30 && gate('ServiceTrafficDistribution', 31, 33)),
    nodeHints: minor >= 33 && gate('PreferSameTrafficDistribution', 34, 35),
    readsIpMode: gate('LoadBalancerIPMode', 30, 32),
    zeroRangeLiftsAll: minor >= 34,
    externalIPs: minor < 36 || (gates['AllowServiceExternalIPs'] ?? true),
    skipsHeadlessLabel: minor < 36,
    laterEndpointWins: minor >= 36,
    countsInvalid: minor >= 31,
    countsLocalhostNodePorts: minor >= 31,
    nodePortKeywords: minor >= 37 ? ['primary', 'localhost', 'all'] : minor >= 31 ? ['primary'] : [],
    nodePortKeywordAlone: minor < 37,
    watchesServiceCIDRs: minor >= 30 && gate('MultiCIDRServiceAllocator', 33, 34),
    nftablesLocalhostNodePorts: minor >= 37 && (gates['KubeProxyNFTablesLocalhostNodePorts'] ?? false),
  };
}
