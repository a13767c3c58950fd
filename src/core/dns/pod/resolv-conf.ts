import { fitSearches, fitServers, type Dropped, type SearchLimits } from './resolv-conf-limits.js';

/** What a pod says about its resolv.conf. */
export interface PodDns {
  readonly namespace: string;
  /** `ClusterFirst` where the manifest says nothing. */
  readonly dnsPolicy: string;
  readonly hostNetwork: boolean;
  readonly dnsConfig?: DnsConfig;
}

/** `spec.dnsConfig` of a pod. */
export interface DnsConfig {
  readonly nameservers?: readonly string[];
  readonly searches?: readonly string[];
  readonly options?: readonly { readonly name: string; readonly value?: string }[];
}

/** What the kubelet took from the resolv.conf of its node. */
export interface HostDns {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

/** What the kubelet is set to. */
export interface KubeletDns {
  /** In the kubelet's order; [] where it has none. */
  readonly clusterDNS: readonly string[];
  /** '' where it has none. */
  readonly clusterDomain: string;
  /** Whether `resolvConf` is set to nothing, so that no file of the node is read. */
  readonly readsNoHostFile: boolean;
  /** Addresses of the node; asked for only where no file is read. */
  readonly nodeIPs: readonly string[];
  readonly limits: SearchLimits;
}

/** Of what a pod's file is made: the cluster DNS, the file of the node, or only what the pod brings. */
export type ResolvConfBase = 'cluster' | 'host' | 'none';

/** The three lists that the kubelet hands to the container runtime. */
export interface ResolvConfLists {
  /** At most 3. */
  readonly nameservers: readonly string[];
  /** At most 32, in the order in which they are tried. */
  readonly searches: readonly string[];
  /** `ndots:5`. Where `dnsConfig` changes them, the kubelet's own order is chance; here they stand in the order in which they were given. */
  readonly options: readonly string[];
}

export interface BuiltResolvConf extends ResolvConfLists {
  readonly base: ResolvConfBase;
  /** The pod asks for the cluster DNS and the kubelet has none: event MissingClusterDNS, and the file of the node instead. */
  readonly lacksClusterDns: boolean;
  /** What was left out because of a limit; each breach is an event DNSConfigForming on the pod. */
  readonly dropped: readonly Dropped[];
}

/**
 * Which base a pod gets. `ClusterFirst` on the network of the node is as `Default`; a policy that no API server takes counts as `ClusterFirst`.
 *
 * Source: kubernetes v1.37.2 pkg/kubelet/network/dns/dns.go getPodDNSType.
 */
export function baseOf({ dnsPolicy, hostNetwork }: Pick<PodDns, 'dnsPolicy' | 'hostNetwork'>): ResolvConfBase {
  if (dnsPolicy === 'None') return 'none';
  if (dnsPolicy === 'Default' || (dnsPolicy === 'ClusterFirst' && hostNetwork)) return 'host';
  return 'cluster';
}

/**
 * The lists of a pod as the kubelet forms them, and what they lose to its limits.
 *
 * Source: kubernetes v1.37.2 pkg/kubelet/network/dns/dns.go GetPodDNS, generateSearchesForDNSClusterFirst, appendDNSConfig; so since 1.10.
 *
 * @param host what the kubelet read of its node's file; empty lists where it reads none
 */
export function buildResolvConf(pod: PodDns, kubelet: KubeletDns, host: HostDns): BuiltResolvConf {
  const wanted = baseOf(pod);
  const lacksClusterDns = wanted === 'cluster' && kubelet.clusterDNS.length === 0;
  const base = lacksClusterDns ? 'host' : wanted;
  const { nameservers, searches, options } = extend(listsOf(base, pod, kubelet, host), pod.dnsConfig);
  const servers = fitServers(nameservers);
  const domains = fitSearches(searches, kubelet.limits);
  return { base, lacksClusterDns, nameservers: servers.kept, searches: domains.kept, options, dropped: [...servers.dropped, ...domains.dropped] };
}

/**
 * The file as containerd and CRI-O write it: the search list, the nameservers, the options. With nothing in it they copy the node's own file instead.
 *
 * Source: containerd v2.1 internal/cri/server/sandbox_run_linux.go parseDNSOptions.
 */
export function textOf({ nameservers, searches, options }: ResolvConfLists): string {
  const search = searches.length === 0 ? [] : [`search ${searches.join(' ')}`];
  const option = options.length === 0 ? [] : [`options ${options.join(' ')}`];
  return [...search, ...nameservers.map((address) => `nameserver ${address}`), ...option].map((line) => `${line}\n`).join('');
}

function listsOf(base: ResolvConfBase, { namespace }: PodDns, kubelet: KubeletDns, host: HostDns): ResolvConfLists {
  if (base === 'none') return { nameservers: [], searches: [], options: [] };
  if (base === 'cluster') return { nameservers: kubelet.clusterDNS, searches: clusterSearches(namespace, kubelet.clusterDomain, host.searches), options: ['ndots:5'] };
  return kubelet.readsNoHostFile ? { nameservers: loopbacks(kubelet.nodeIPs), searches: ['.'], options: host.options } : host;
}

function clusterSearches(namespace: string, domain: string, hostSearches: readonly string[]): readonly string[] {
  return domain === '' ? hostSearches : unique([`${namespace}.svc.${domain}`, `svc.${domain}`, domain, ...hostSearches]);
}

/** Nobody listens there: with no file of the node, the lookups of a pod are to fail rather than to reach what the runtime would take by default. */
function loopbacks(nodeIPs: readonly string[]): readonly string[] {
  return nodeIPs.length === 0 ? ['127.0.0.1'] : nodeIPs.map((ip) => (ip.includes(':') ? '::1' : '127.0.0.1'));
}

function extend(lists: ResolvConfLists, config: DnsConfig | undefined): ResolvConfLists {
  if (config === undefined) return lists;
  return {
    nameservers: unique([...lists.nameservers, ...(config.nameservers ?? [])]),
    searches: unique([...lists.searches, ...(config.searches ?? [])]),
    options: mergeOptions(lists.options, config.options ?? []),
  };
}

/** One of each name, the pod's wins; one without a value erases the value that was there. */
function mergeOptions(given: readonly string[], ofPod: NonNullable<DnsConfig['options']>): readonly string[] {
  const values = new Map<string, string>();
  for (const option of given) {
    const colon = option.indexOf(':');
    if (colon === -1) values.set(option, '');
    else values.set(option.slice(0, colon), option.slice(colon + 1));
  }
  for (const { name, value = '' } of ofPod) values.set(name, value);
  return [...values].map(([name, value]) => (value === '' ? name : `${name}:${value}`));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
