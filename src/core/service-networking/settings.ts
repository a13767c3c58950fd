import type { Evidence } from '../analysis/index.js';
import { boolIn, minorOf, yamlOf, type ClusterView, type ConfigMap, type Node } from '../cluster/index.js';
import { isRecord } from '../record.js';
import { proxyAgentOf, proxyFlag, versionTag, type ProxyAgent } from './agent.js';
import { behaviourOf, newestMinor, oldestMinor, type KubeProxyBehaviour } from './behaviour.js';
import { readGoAddress, readGoNetwork, type GoNetwork, type IpFamily } from './go-address.js';

/** How kube-proxy programs Services. `kernelspace` is that of Windows. */
export type ProxyModeName = 'iptables' | 'ipvs' | 'nftables' | 'kernelspace';

/** How kube-proxy tells that a packet comes from a pod of its node or its cluster. */
export type LocalDetector =
  | { readonly kind: 'cidr'; readonly cidr: GoNetwork }
  | { readonly kind: 'interface'; readonly name: string }
  | { readonly kind: 'interface-prefix'; readonly prefix: string }
  /** It cannot tell; rules that need to know are left out. */
  | { readonly kind: 'none' };

/** Where a setting was read: its evidence, or none for kube-proxy's default. */
export interface ReadSetting {
  readonly field: string;
  readonly value: unknown;
  readonly from: 'config' | 'flag' | 'image' | 'node' | 'default';
  readonly evidence?: Evidence;
}

/** What kube-proxy of one node runs with. */
export interface ProxySettings {
  /** Undefined where the snapshot holds no kube-proxy for the node. */
  readonly agent: ProxyAgent | undefined;
  readonly mode: ProxyModeName;
  readonly detectLocal: Readonly<Record<IpFamily, LocalDetector>>;
  readonly masqueradeAll: boolean;
  /** 0 to 31: the bit of the packet mark that asks for masquerade. */
  readonly masqueradeBit: number;
  /** As it is set; whether it takes effect depends on the family and on `nodePortAddresses`. */
  readonly localhostNodePorts: boolean;
  /** CIDRs, with the words for them already replaced. Empty: every address of the node. */
  readonly nodePortAddresses: readonly string[];
  /** kube-proxy's own idea of the addresses of its node; the loopback where it knows none. */
  readonly nodeIPs: Readonly<Record<IpFamily, string>>;
  /** `tcpBeLiberal`: kube-proxy makes the kernel let through what it would call INVALID. */
  readonly tcpBeLiberal: boolean;
  /** The kernel of the node can count packets with nfacct. No snapshot tells it: taken for true unless a caller knows better. */
  readonly nfacct: boolean;
  /** The scheduler of ipvs mode. */
  readonly ipvsScheduler: string;
  readonly strictARP: boolean;
  readonly behaviour: KubeProxyBehaviour;
  /** As it is written, `v1.37.2`; null where the snapshot does not tell. */
  readonly kubernetesVersion: string | null;
  /** Every setting above that shapes rules, with its origin. */
  readonly read: readonly ReadSetting[];
  /** What the snapshot lacks, and what was assumed instead. */
  readonly warnings: readonly string[];
}

export interface SettingsOptions {
  /** What {@link ProxySettings.nfacct} is, where a caller knows the kernel of the node. */
  readonly nfacct?: boolean;
}

/**
 * Reads what kube-proxy of a node runs with: the file that `--config` names, or else its flags, and its defaults.
 *
 * @param node undefined: any node, where none is known
 * Source: cmd/kube-proxy/app/options.go v1.37.2, Complete; server_linux.go, platformApplyDefaults, getLocalDetectors; server.go, detectNodeIPs; pkg/proxy/apis/config/v1alpha1/defaults.go.
 */
export function proxySettings(view: ClusterView, node: Node | undefined, { nfacct = true }: SettingsOptions = {}): ProxySettings {
  const agent = proxyAgentOf(view, node);
  const warnings: string[] = [];
  const source = sourceOf(view, agent, warnings);
  const reader = new Reader(source);
  const version = versionOf(view, node, agent, reader, warnings);
  const behaviour = behaviourOf(version.minor, reader.gates());
  const mode = modeOf(reader, node, warnings);
  const nodeIPs = nodeIPsOf(node, reader.text('bindAddress', 'bind-address', '0.0.0.0'));
  const table = mode === 'nftables' ? 'nftables' : 'iptables';
  return {
    agent,
    mode,
    detectLocal: detectorsOf(reader, node, warnings),
    masqueradeAll: reader.bool(`${table}.masqueradeAll`, 'masquerade-all', false),
    masqueradeBit: reader.integer(`${table}.masqueradeBit`, table === 'iptables' ? 'iptables-masquerade-bit' : undefined, 14),
    localhostNodePorts: reader.bool('iptables.localhostNodePorts', 'iptables-localhost-nodeports', true),
    nodePortAddresses: nodePortAddressesOf(reader, mode, nodeIPs, behaviour),
    nodeIPs,
    tcpBeLiberal: reader.bool('conntrack.tcpBeLiberal', 'conntrack-tcp-be-liberal', false),
    nfacct,
    ipvsScheduler: reader.text('ipvs.scheduler', 'ipvs-scheduler', '') || 'rr',
    strictARP: reader.bool('ipvs.strictARP', 'ipvs-strict-arp', false),
    behaviour,
    kubernetesVersion: version.text,
    read: reader.read,
    warnings,
  };
}

type Source =
  | { readonly kind: 'config'; readonly config: Readonly<Record<string, unknown>>; readonly evidence: Evidence }
  | { readonly kind: 'flags'; readonly agent: ProxyAgent }
  | { readonly kind: 'defaults' };

/** With `--config` kube-proxy takes its settings from the file alone. */
function sourceOf(view: ClusterView, agent: ProxyAgent | undefined, warnings: string[]): Source {
  if (agent === undefined) {
    const lone = view.get('ConfigMap', 'kube-system', 'kube-proxy') ?? view.get('ConfigMap', 'kube-system', 'kube-proxy-config');
    return (lone && fromConfigMap(lone, undefined, warnings)) ?? { kind: 'defaults' };
  }
  const path = proxyFlag(agent, 'config')?.value;
  if (path === undefined) return { kind: 'flags', agent };
  const mount = agent.container.volumeMounts?.filter(({ mountPath }) => path.startsWith(`${mountPath.replace(/\/$/, '')}/`)).sort((a, b) => b.mountPath.length - a.mountPath.length)[0];
  // Where the mounts were left out, the name that kubeadm gives it stands for what is mounted.
  const name = mount === undefined ? 'kube-proxy' : agent.volumes.find((volume) => volume.name === mount.name)?.configMap?.name;
  const map = name === undefined ? undefined : view.get('ConfigMap', agent.namespace, name);
  const found = map && fromConfigMap(map, path.slice(path.lastIndexOf('/') + 1), warnings);
  if (found !== undefined) return found;
  warnings.push(`kube-proxy reads ${path}${name === undefined ? '' : ` from ConfigMap ${agent.namespace}/${name}`}, which is not in the snapshot: its defaults were assumed.`);
  return { kind: 'defaults' };
}

function fromConfigMap(map: ConfigMap, key: string | undefined, warnings: string[]): Source | undefined {
  const found = [key, 'config.conf', 'config'].find((each): each is string => each !== undefined && Object.hasOwn(map.data, each));
  const text = found === undefined ? undefined : map.data[found];
  if (found === undefined || text === undefined) return undefined;
  const { namespace, name } = map.metadata;
  const evidence: Evidence = { kind: 'ConfigMap', namespace, name, field: `data[${found}]` };
  const config = yamlOf(text);
  if (isRecord(config)) return { kind: 'config', config, evidence };
  warnings.push(`data[${found}] of ConfigMap ${namespace}/${name} is no configuration of kube-proxy: its defaults were assumed.`);
  return { kind: 'defaults' };
}

/** Reads one setting after the other, and takes down where each was found. */
class Reader {
  readonly read: ReadSetting[] = [];

  constructor(readonly source: Source) {}

  text(path: string, flag: string | undefined, byDefault: string): string {
    const found = this.#find(path, flag);
    return this.#tell(path, typeof found?.value === 'string' && found.value !== '' ? found : undefined, byDefault);
  }

  bool(path: string, flag: string | undefined, byDefault: boolean): boolean {
    const found = this.#find(path, flag);
    const value = typeof found?.value === 'string' ? boolIn(found.value) : found?.value;
    return this.#tell(path, found !== undefined && typeof value === 'boolean' ? { ...found, value } : undefined, byDefault);
  }

  integer(path: string, flag: string | undefined, byDefault: number): number {
    const found = this.#find(path, flag);
    const value = typeof found?.value === 'string' && /^\d{1,9}$/.test(found.value) ? Number(found.value) : found?.value;
    return this.#tell(path, found !== undefined && Number.isSafeInteger(value) ? { ...found, value: value as number } : undefined, byDefault);
  }

  /** A list in the file; a flag's is parted by commas. */
  list(path: string, flag: string): readonly string[] {
    const found = this.#find(path, flag);
    const value = typeof found?.value === 'string' ? found.value.split(',') : found?.value;
    const texts = Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string' && each !== '') : [];
    return this.#tell(path, found !== undefined && texts.length > 0 ? { ...found, value: texts } : undefined, []);
  }

  gates(): Readonly<Record<string, boolean>> {
    const found = this.#find('featureGates', 'feature-gates')?.value;
    const pairs = typeof found === 'string' ? found.split(',').map((each) => each.split('=') as [string, string?]) : Object.entries((found ?? {}) as Record<string, unknown>);
    return Object.fromEntries(
      pairs.flatMap(([name, written]) => {
        const value = typeof written === 'string' ? boolIn(written.trim()) : written;
        return typeof value === 'boolean' ? [[name.trim(), value]] : [];
      }),
    );
  }

  tell(setting: ReadSetting): void {
    this.read.push(setting);
  }

  #find(path: string, flag: string | undefined): { value: unknown; from: 'config' | 'flag'; evidence: Evidence } | undefined {
    const { source } = this;
    if (source.kind === 'flags') {
      const found = flag === undefined ? undefined : proxyFlag(source.agent, flag);
      return found && { value: found.value, from: 'flag', evidence: found.evidence };
    }
    if (source.kind === 'defaults') return undefined;
    const value = path.split('.').reduce<unknown>((within, key) => (typeof within === 'object' && within !== null && Object.hasOwn(within, key) ? (within as Record<string, unknown>)[key] : undefined), source.config);
    return value === undefined || value === null ? undefined : { value, from: 'config', evidence: { ...source.evidence, value: `${path}: ${JSON.stringify(value)}` } };
  }

  #tell<T>(field: string, found: { value: unknown; from: 'config' | 'flag'; evidence: Evidence } | undefined, byDefault: T): T {
    this.read.push(found === undefined ? { field, value: byDefault, from: 'default' } : { field, value: found.value, from: found.from, evidence: found.evidence });
    return found === undefined ? byDefault : (found.value as T);
  }
}

function versionOf(view: ClusterView, node: Node | undefined, agent: ProxyAgent | undefined, reader: Reader, warnings: string[]): { text: string | null; minor: number } {
  const tag = agent && versionTag(agent);
  const info = node?.status?.nodeInfo;
  // Since 1.33 nodes no longer tell the version of kube-proxy; before that they told the kubelet's own.
  const field = info?.kubeProxyVersion === undefined ? 'kubeletVersion' : 'kubeProxyVersion';
  const ofNode = info?.[field];
  const told = tag?.value ?? ofNode ?? view.state.kubernetesVersion;
  const minor = minorOf(told ?? undefined);
  if (told === null || minor === undefined) {
    warnings.push(`The version of kube-proxy is not known: it was taken for 1.${newestMinor}.`);
    return { text: null, minor: newestMinor };
  }
  if (minor < oldestMinor || minor > newestMinor) warnings.push(`kube-proxy ${told} is ${minor < oldestMinor ? 'older' : 'newer'} than what is known here: it was taken for 1.${clamp(minor)}.`);
  const evidence: Evidence | undefined = tag?.evidence ?? (node !== undefined && ofNode !== undefined ? { kind: 'Node', name: node.metadata.name, field: `status.nodeInfo.${field}`, value: ofNode } : undefined);
  reader.tell({ field: 'version', value: told, from: tag === undefined ? 'node' : 'image', ...(evidence !== undefined && { evidence }) });
  return { text: told, minor: clamp(minor) };
}

function clamp(minor: number): number {
  return Math.min(newestMinor, Math.max(oldestMinor, minor));
}

function modeOf(reader: Reader, node: Node | undefined, warnings: string[]): ProxyModeName {
  const windows = node?.status?.nodeInfo?.operatingSystem === 'windows' || node?.metadata.labels?.['kubernetes.io/os'] === 'windows';
  const written = reader.text('mode', 'proxy-mode', windows ? 'kernelspace' : 'iptables');
  const known = (['iptables', 'ipvs', 'nftables', 'kernelspace'] as const).find((each) => each === written);
  if (known === undefined) warnings.push(`kube-proxy knows no mode “${written}” and would not start: iptables was assumed.`);
  return known ?? 'iptables';
}

function detectorsOf(reader: Reader, node: Node | undefined, warnings: string[]): Readonly<Record<IpFamily, LocalDetector>> {
  const none = { kind: 'none' } as const;
  const mode = reader.text('detectLocalMode', 'detect-local-mode', 'ClusterCIDR');
  if (mode === 'BridgeInterface') {
    const name = interfaceOf(reader.text('detectLocal.bridgeInterface', 'pod-bridge-interface', ''), warnings);
    const detector = name === undefined ? none : ({ kind: 'interface', name } as const);
    return { IPv4: detector, IPv6: detector };
  }
  if (mode === 'InterfaceNamePrefix') {
    const prefix = interfaceOf(reader.text('detectLocal.interfaceNamePrefix', 'pod-interface-name-prefix', ''), warnings);
    const detector = prefix === undefined ? none : ({ kind: 'interface-prefix', prefix } as const);
    return { IPv4: detector, IPv6: detector };
  }
  if (mode === 'NodeCIDR') {
    const podCIDRs = node?.spec?.podCIDRs ?? [];
    if (podCIDRs.length === 0) warnings.push(`kube-proxy waits for spec.podCIDRs of its node${node === undefined ? '' : ` ${node.metadata.name}`}, which has none, and exits after five minutes; it was taken to run without telling pods apart.`);
    return byCIDRs(podCIDRs);
  }
  if (mode !== 'ClusterCIDR') return { IPv4: none, IPv6: none };
  return byCIDRs(reader.text('clusterCIDR', 'cluster-cidr', '').split(','));
}

/** Source: pkg/proxy/apis/config/validation/validation.go v1.37.2, validateInterface; a kernel takes no longer name, and no blank in it. */
function interfaceOf(name: string, warnings: string[]): string | undefined {
  if (/^[^\s/"'\\\p{Cc}]{1,15}$/u.test(name)) return name;
  warnings.push(`“${name.slice(0, 60)}” is no name of an interface, and kube-proxy would not start: it was taken to run without telling pods apart.`);
  return undefined;
}

function byCIDRs(cidrs: readonly string[]): Readonly<Record<IpFamily, LocalDetector>> {
  const networks = cidrs.flatMap((each) => readGoNetwork(each.trim()) ?? []);
  const first = (family: IpFamily): LocalDetector => {
    const cidr = networks.find((each) => each.family === family);
    return cidr === undefined ? { kind: 'none' } : { kind: 'cidr', cidr };
  };
  return { IPv4: first('IPv4'), IPv6: first('IPv6') };
}

/** Source: cmd/kube-proxy/app/server.go v1.37.2, detectNodeIPs; pkg/util/node/node.go, GetNodeHostIPs. */
function nodeIPsOf(node: Node | undefined, bindAddress: string): Readonly<Record<IpFamily, string>> {
  const addresses = node?.status?.addresses ?? [];
  const all = ['InternalIP', 'ExternalIP'].flatMap((type) => addresses.filter((each) => each.type === type).flatMap(({ address }) => readGoAddress(address) ?? []));
  const [primary] = all;
  const found = new Map([primary, all.find(({ family }) => family !== primary?.family)].flatMap((each) => (each === undefined ? [] : [[each.family, each.text] as const])));
  const bound = readGoAddress(bindAddress);
  if (bound !== undefined && bound.text !== '0.0.0.0' && bound.text !== '::') found.set(bound.family, bound.text);
  return { IPv4: found.get('IPv4') ?? '127.0.0.1', IPv6: found.get('IPv6') ?? '::1' };
}

/** Source: cmd/kube-proxy/app/server.go v1.37.2, expandNodePortAddressKeywords; server_linux.go, platformApplyDefaults. */
function nodePortAddressesOf(reader: Reader, mode: ProxyModeName, nodeIPs: Readonly<Record<IpFamily, string>>, { nodePortKeywords, nodePortKeywordAlone }: KubeProxyBehaviour): readonly string[] {
  const written = reader.list('nodePortAddresses', 'nodeport-addresses');
  const words = written.length === 0 && mode === 'nftables' ? ['primary'] : written;
  return words.flatMap((word) => {
    if (!nodePortKeywords.includes(word) || (nodePortKeywordAlone && words.length > 1)) return [word];
    if (word === 'localhost') return ['127.0.0.0/8', '::1/128'];
    if (word === 'all') return ['0.0.0.0/0', '::/0'];
    return [...(nodeIPs.IPv4.startsWith('127.') ? [] : [`${nodeIPs.IPv4}/32`]), ...(nodeIPs.IPv6 === '::1' ? [] : [`${nodeIPs.IPv6}/128`])];
  });
}
