import { formatRef, Journal, type Evidence } from '../analysis/index.js';
import { refOf, type ClusterView, type ConfigMap, type Pod, type Service } from '../cluster/index.js';
import { isAddress, parseAddress, scopeOf } from '../ip/index.js';
import type { Files } from './corefile/files.js';
import { loadCorefile, type LoadedCorefile } from './corefile/load.js';
import { clusterIPsOf, dnsServices } from './dns-services.js';
import { nodeCacheAt, type FoundNodeCache } from './node-cache/find.js';
import { newestRelease, releaseIn, versionOf } from './releases/release.js';
import { DnsServer, type Listener } from './server.js';

type PodSpec = Pod['spec'];
type Container = PodSpec['containers'][number];

/** The CoreDNS of a cluster, as the snapshot has it. */
export interface ClusterDns {
  /** null where no Service leads to it. */
  readonly service: Service | null;
  /** Those that run, by name. */
  readonly pods: readonly Pod[];
  /** The release of its image; null where the tag names none, and the newest is simulated. */
  readonly release: string | null;
  readonly configMap: ConfigMap;
  readonly loaded: LoadedCorefile;
  readonly server: DnsServer;
  readonly evidence: readonly Evidence[];
  /** What was taken for granted. */
  readonly assumptions: readonly string[];
}

/** What would have to be known to ask the cluster DNS. */
export interface NoClusterDns {
  readonly missing: readonly string[];
}

interface Program {
  readonly spec: PodSpec;
  readonly container: Container;
  readonly evidence: Evidence;
}

const known = new WeakMap<ClusterView, ClusterDns | NoClusterDns>();

/** The CoreDNS that the cluster's pods ask, started on its Corefile; once for a view. */
export function clusterDnsOf(view: ClusterView): ClusterDns | NoClusterDns {
  const found = known.get(view) ?? find(view);
  known.set(view, found);
  return found;
}

function find(view: ClusterView): ClusterDns | NoClusterDns {
  const [service = null] = dnsServices(view);
  const pods = podsOf(view, service);
  const program = programOf(view, service, pods);
  if (program !== undefined && !/coredns/i.test(program.container.image ?? '') && program.container.name !== 'coredns') return { missing: [`what ${program.container.image ?? program.container.name} answers: only CoreDNS is simulated`] };
  const namespace = service?.metadata.namespace ?? 'kube-system';
  const configMap = configMapOf(view, namespace, program);
  if (configMap === undefined) return { missing: [`the ConfigMap with the Corefile of the cluster DNS (${namespace}/coredns as a rule)`] };
  const release = releaseIn(tagOf(program?.container.image)) ?? null;
  const assumptions = release === null ? [`The release of CoreDNS is not in the snapshot; ${newestRelease} is simulated.`] : [];
  const files = filesOf(view, configMap, namespace, program);
  const loaded = loadCorefile(configMap.data['Corefile'] ?? '', { version: versionOf(release ?? newestRelease), files, environment: environmentOf(program) });
  const [first] = pods;
  const server = new DnsServer(loaded, { view, addresses: (first?.status?.podIPs ?? []).map(({ ip }) => ip) });
  const evidence = [...(service === null ? [] : [refOf(service)]), ...(program === undefined ? [] : [program.evidence]), { ...refOf(configMap), field: 'data.Corefile' }];
  return { service, pods, release, configMap, loaded, server, evidence, assumptions: [...assumptions, ...loaded.assumptions.map((what) => `CoreDNS: ${what}.`)] };
}

/** Pods behind the Service that have not ended, those that run first. */
function podsOf(view: ClusterView, service: Service | null): readonly Pod[] {
  if (service === null) return [];
  const selected = view.podsSelectedBy(service.metadata.namespace, service.spec.selector).filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const isReady = ({ status }: Pod) => status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
  return [...selected.filter(isReady), ...selected.filter((pod) => !isReady(pod))];
}

function programOf(view: ClusterView, service: Service | null, [pod]: readonly Pod[]): Program | undefined {
  if (pod !== undefined) return ofSpec(pod.spec, refOf(pod));
  const workloads = (['Deployment', 'DaemonSet', 'ReplicaSet'] as const).flatMap((kind) => view.objects(kind));
  const [found] = workloads.filter(({ metadata, spec }) => metadata.namespace === (service?.metadata.namespace ?? 'kube-system') && spec.template.spec.containers.some(({ image }) => /coredns/i.test(image ?? '')));
  return found === undefined ? undefined : ofSpec(found.spec.template.spec, refOf(found));
}

function ofSpec(spec: PodSpec, ref: Evidence): Program | undefined {
  const serving = spec.containers.findIndex(({ image = '', name }) => /coredns|dnsmasq|kube-dns/i.test(`${name} ${image}`));
  const container = spec.containers[serving];
  return container === undefined ? undefined : { spec, container, evidence: { ...ref, field: `spec.containers[${serving}].image`, value: container.image } };
}

function configMapOf(view: ClusterView, namespace: string, program: Program | undefined): ConfigMap | undefined {
  const mounted = (program?.spec.volumes ?? []).flatMap(({ configMap }) => configMap?.name ?? []);
  const candidates = [...mounted, 'coredns', ...view.objects('ConfigMap').filter(({ metadata }) => metadata.namespace === namespace && metadata.name !== 'node-local-dns').map(({ metadata }) => metadata.name)];
  return candidates.flatMap((name) => view.get('ConfigMap', namespace, name) ?? []).find(({ data }) => data['Corefile'] !== undefined);
}

/** The keys of every ConfigMap that its pods mount, at the paths where they lie. */
function filesOf(view: ClusterView, configMap: ConfigMap, namespace: string, program: Program | undefined): Files {
  const texts = new Map<string, string>();
  const args = [...(program?.container.command ?? []), ...(program?.container.args ?? [])];
  const flag = args.findIndex((argument) => /^--?conf$/.test(argument));
  const corefile = args.find((argument) => /^--?conf=/.test(argument))?.replace(/^--?conf=/, '') ?? (flag === -1 ? undefined : args[flag + 1]) ?? '/etc/coredns/Corefile';
  const own = corefile.slice(0, corefile.lastIndexOf('/') + 1);
  for (const [key, text] of Object.entries(configMap.data)) texts.set(`${own}${key}`, text);
  for (const { name, mountPath } of program?.container.volumeMounts ?? []) {
    const volume = program?.spec.volumes?.find((each) => each.name === name)?.configMap;
    const map = volume === undefined ? undefined : view.get('ConfigMap', namespace, volume.name);
    for (const [key, text] of Object.entries(map?.data ?? {})) texts.set(`${mountPath.replace(/\/$/, '')}/${key}`, text);
  }
  return { corefile, texts };
}

function environmentOf(program: Program | undefined): (name: string) => string | undefined {
  const values = new Map((program?.container.env ?? []).map(({ name, value }) => [name, value]));
  return (name) => values.get(name);
}

function tagOf(image = ''): string {
  const [path = ''] = image.split('@', 1);
  const colon = path.indexOf(':', path.lastIndexOf('/'));
  return colon === -1 ? '' : path.slice(colon + 1);
}

/** Whether the cluster DNS itself has records for a name. */
export function isServedName({ server }: ClusterDns, name: string): boolean {
  const served = server.ask({ name, type: 'A', class: 'IN', client: '0.0.0.0', protocol: 'udp' }, new Journal());
  return served.kind === 'unknown' || (served.kind === 'reply' && served.reply.rcode === 'NOERROR');
}

/** Why nobody answers at the Service: it has no ready endpoint. undefined where it has one, or where that is not known. */
export function silenceOf(view: ClusterView, service: Service): string | undefined {
  const { namespace } = service.metadata;
  if (!view.covers('EndpointSlice', namespace)) return undefined;
  const isServed = view.slicesOf(service).some(({ endpoints }) => endpoints.some(({ conditions }) => conditions.ready));
  return isServed ? undefined : `${formatRef(refOf(service))} has no ready endpoint`;
}

/** Where a nameserver of a pod leads. */
export type ServerKind =
  /** The cluster DNS, by the address of its Service or of one of its pods. */
  | { readonly kind: 'cluster-dns'; readonly service: Service | null }
  /** A cache on the node of the pod, which asks the cluster DNS for the cluster's names. */
  | { readonly kind: 'node-cache'; readonly cache: FoundNodeCache; /** The Service whose address it also has. */ readonly service: Service | null }
  /** A Service of the cluster that is not its DNS. */
  | { readonly kind: 'other-service'; readonly service: Service }
  /** It may be a Service: not all of them are in the snapshot. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'beyond' };

/** What stands at an address that a resolv.conf names. */
export function serverAt(view: ClusterView, address: string): ServerKind {
  for (const service of dnsServices(view)) {
    if (clusterIPsOf(service).includes(address)) {
      const cache = nodeCacheAt(view, address);
      return cache === undefined ? { kind: 'cluster-dns', service } : { kind: 'node-cache', cache, service };
    }
  }
  const cache = nodeCacheAt(view, address);
  if (cache !== undefined) return { kind: 'node-cache', cache, service: null };
  const dns = clusterDnsOf(view);
  if ('server' in dns && dns.pods.some(({ status }) => (status?.podIPs ?? []).some(({ ip }) => ip === address))) return { kind: 'cluster-dns', service: null };
  const other = view.objects('Service').find((service) => clusterIPsOf(service).includes(address));
  if (other !== undefined) return { kind: 'other-service', service: other };
  return !view.covers('Service') && isPrivate(address) ? { kind: 'unknown' } : { kind: 'beyond' };
}

/** Whether a cluster may have given it to a Service. */
function isPrivate(address: string): boolean {
  return isAddress(address) && scopeOf(parseAddress(address)) === 'private';
}

/** The port at which CoreDNS is reached through its Service. */
export function listenerOf(service: Service | null, { pods: [pod] }: ClusterDns, transport: 'udp' | 'tcp'): Listener {
  const port = service?.spec.ports.find(({ port: number, protocol }) => number === 53 && protocol.toLowerCase() === transport);
  const target = port?.targetPort ?? 53;
  const named = typeof target === 'number' ? target : pod?.spec.containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === target)?.containerPort;
  return { transport: 'dns', port: String(named ?? 53) };
}
