import type { Pod } from '../../cluster/index.js';
import { parseIp } from '../go/net.js';

/** A line of `/etc/hosts`, without comments. */
export interface HostsEntry {
  readonly ip: string;
  readonly names: readonly string[];
}

/** The longest that the kubelet makes the name of a host. Source: kubernetes v1.37.2 pkg/kubelet/kubelet_pods.go truncatePodHostnameIfNeeded. */
const maxHostname = 63;

/**
 * The file that the kubelet mounts into a pod's containers, as far as it is known: on the network of the node it begins with the node's own file, which is not.
 *
 * Source: kubernetes v1.37.2 pkg/kubelet/kubelet_pods.go managedHostsFileContent, GeneratePodHostNameAndDomain.
 */
export function hostsOfPod({ metadata, spec, status }: Pod, clusterDomain: string): readonly HostsEntry[] {
  const aliases = (spec.hostAliases ?? []).map(({ ip, hostnames = [] }) => ({ ip, names: hostnames }));
  const local = [{ ip: '127.0.0.1', names: ['localhost'] }, { ip: '::1', names: ['localhost', 'ip6-localhost', 'ip6-loopback'] }];
  if (spec.hostNetwork === true) return [...local, ...aliases];
  const multicast = [['fe00::', 'ip6-localnet'], ['fe00::', 'ip6-mcastprefix'], ['fe00::1', 'ip6-allnodes'], ['fe00::2', 'ip6-allrouters']].map(([ip = '', name = '']) => ({ ip, names: [name] }));
  const hostname = (spec.hostname ?? metadata.name).slice(0, maxHostname).replace(/[-.]+$/, '');
  const own = spec.subdomain === undefined ? [hostname] : [`${hostname}.${spec.subdomain}.${metadata.namespace}.svc.${clusterDomain}`, hostname];
  return [...local, ...multicast, ...(status?.podIPs ?? []).map(({ ip }) => ({ ip, names: own })), ...aliases];
}

/** The addresses that a file has for a name, of the families that are asked for; undefined where it has none of the name at all. */
export function lookUpHosts(entries: readonly HostsEntry[], name: string, types: readonly string[]): readonly { readonly ip: string; readonly type: string }[] | undefined {
  const found = entries.filter(({ names }) => names.some((each) => each.toLowerCase() === name.toLowerCase()));
  if (found.length === 0) return undefined;
  return found.map(({ ip }) => ({ ip, type: parseIp(ip)?.family === 4 ? 'A' : 'AAAA' })).filter(({ type }) => types.includes(type));
}
