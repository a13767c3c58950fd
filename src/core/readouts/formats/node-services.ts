/** What is known to listen on a port of a Kubernetes node. JSON-safe. */
export interface NodeService {
  /** `kubelet`, `etcd`, `calico`, … or `host` for what any host runs. */
  readonly component: string;
  readonly purpose: string;
  /** Where the component binds unless it is told otherwise. */
  readonly binds: 'all-addresses' | 'loopback' | 'node-address';
}

interface Entry extends NodeService {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** Names of processes, as the kernel cuts them to 15 characters; empty: the kernel's own socket, or a process of any name. */
  readonly processes: readonly string[];
}

/** Distributions that run several components as one process. */
const unified: readonly string[] = ['k3s', 'k3s-server', 'k3s-agent', 'rke2', 'k0s', 'kubelite', 'hyperkube', 'microshift'];

function of(component: string, processes: readonly string[], rows: readonly (readonly [NodeService['binds'], 'tcp' | 'udp', number, string])[]): readonly Entry[] {
  return rows.map(([binds, protocol, port, purpose]) => ({ component, processes, binds, protocol, port, purpose }));
}

/**
 * By component. Sources: kubernetes v1.34.3 `pkg/cluster/ports/ports.go`, `pkg/kubelet/apis/config/v1beta1/defaults.go`, `pkg/proxy/apis/config/v1alpha1/defaults.go`,
 * `cmd/kubeadm/app/constants/constants.go`, `cmd/kubeadm/app/phases/etcd/local.go`, and kubernetes.io “Ports and Protocols”; calico v3.26.3
 * `felix/config/config_params.go`, `typha/pkg/config/config_params.go`; flannel cdf76059 `pkg/backend/{vxlan,udp,wireguard}`; weave v2.8.1
 * `prog/weaver/main.go`, `prog/weave-kube/launch.sh`; docs.cilium.io “System Requirements”; antrea fc70f2bb `docs/network-requirements.md`, `pkg/apis/ports.go`;
 * kube-router 7c2c2779 `pkg/options/options.go`; amazon-vpc-cni-k8s b5218838 `cmd/aws-k8s-agent`, `pkg/ipamd/introspect.go`.
 */
const entries: readonly Entry[] = [
  ...of('kubelet', ['kubelet'], [
    ['all-addresses', 'tcp', 10250, 'API of the kubelet (TLS, authenticated)'],
    ['loopback', 'tcp', 10248, 'health of the kubelet'],
    ['all-addresses', 'tcp', 10255, 'read-only API of the kubelet (no TLS, no authentication)'],
  ]),
  ...of('kube-proxy', ['kube-proxy'], [['loopback', 'tcp', 10249, 'metrics of kube-proxy'], ['all-addresses', 'tcp', 10256, 'health of kube-proxy']]),
  ...of('etcd', ['etcd'], [['node-address', 'tcp', 2379, 'clients of etcd'], ['node-address', 'tcp', 2380, 'peers of etcd'], ['loopback', 'tcp', 2381, 'metrics and health of etcd']]),
  ...of('kube-apiserver', ['kube-apiserver', 'haproxy', 'nginx', 'envoy', 'docker-proxy'], [['all-addresses', 'tcp', 6443, 'Kubernetes API']]),
  ...of('kube-scheduler', ['kube-scheduler'], [['loopback', 'tcp', 10259, 'health and metrics of the scheduler']]),
  ...of('kube-controller-manager', ['kube-controller'], [['loopback', 'tcp', 10257, 'health and metrics of the controller manager']]),
  ...of('cloud-controller-manager', [], [['all-addresses', 'tcp', 10258, 'health and metrics of the cloud controller manager']]),
  ...of('calico', ['calico-node'], [['loopback', 'tcp', 9099, 'health of Felix'], ['all-addresses', 'tcp', 9091, 'metrics of Felix']]),
  ...of('calico', ['calico-typha'], [['all-addresses', 'tcp', 5473, 'Typha, for Felix'], ['loopback', 'tcp', 9098, 'health of Typha'], ['all-addresses', 'tcp', 9093, 'metrics of Typha']]),
  ...of('bgp', ['bird', 'bird6', 'gobgpd', 'kube-router', 'cilium-agent', 'bgpd', 'speaker'], [['all-addresses', 'tcp', 179, 'BGP']]),
  ...of('vxlan', [], [
    ['all-addresses', 'udp', 4789, 'VXLAN by its registered port (Calico, Antrea, OpenShift, Docker)'],
    ['all-addresses', 'udp', 8472, 'VXLAN by the port of Linux (Flannel, Cilium, k3s)'],
  ]),
  ...of('geneve', [], [['all-addresses', 'udp', 6081, 'Geneve (Antrea, Cilium, OVN-Kubernetes)']]),
  ...of('flannel', ['flanneld'], [['node-address', 'udp', 8285, 'UDP backend of Flannel']]),
  ...of('wireguard', [], [
    ['all-addresses', 'udp', 51820, 'WireGuard (Flannel, Calico)'],
    ['all-addresses', 'udp', 51821, 'WireGuard for IPv6 (Flannel, Calico)'],
    ['all-addresses', 'udp', 51871, 'WireGuard of Cilium'],
  ]),
  ...of('weave', ['weaver'], [
    ['all-addresses', 'tcp', 6783, 'peers of Weave'],
    ['all-addresses', 'udp', 6783, 'sleeve of Weave'],
    ['loopback', 'tcp', 6784, 'HTTP API of Weave'],
    ['all-addresses', 'tcp', 6782, 'metrics of Weave'],
  ]),
  ...of('weave', [], [['all-addresses', 'udp', 6784, 'fast datapath of Weave']]),
  ...of('weave', ['weave-npc'], [['all-addresses', 'tcp', 6781, 'metrics of Weave’s network policy controller']]),
  ...of('cilium', ['cilium-agent', 'cilium-health-r', 'cilium-envoy', 'cilium-envoy-st'], [
    ['all-addresses', 'tcp', 4240, 'health of the mesh of Cilium'],
    ['all-addresses', 'tcp', 4244, 'Hubble'],
    ['loopback', 'tcp', 9879, 'health of the Cilium agent'],
    ['loopback', 'tcp', 9878, 'health of Cilium’s Envoy'],
    ['loopback', 'tcp', 9890, 'gops of the Cilium agent'],
    ['all-addresses', 'tcp', 9962, 'metrics of the Cilium agent'],
    ['all-addresses', 'tcp', 9964, 'metrics of Cilium’s Envoy'],
  ]),
  ...of('cilium', ['cilium-operator'], [['loopback', 'tcp', 9234, 'API of the Cilium operator'], ['loopback', 'tcp', 9891, 'gops of the Cilium operator'], ['all-addresses', 'tcp', 9963, 'metrics of the Cilium operator']]),
  ...of('antrea', ['antrea-agent'], [
    ['all-addresses', 'tcp', 10350, 'API of the Antrea agent'],
    ['all-addresses', 'tcp', 10351, 'members of Antrea’s cluster'],
    ['all-addresses', 'udp', 10351, 'members of Antrea’s cluster'],
  ]),
  ...of('antrea', ['antrea-controll'], [['all-addresses', 'tcp', 10349, 'API of the Antrea controller']]),
  ...of('kube-router', ['kube-router'], [['all-addresses', 'tcp', 20244, 'health of kube-router']]),
  ...of('aws-vpc-cni', ['aws-k8s-agent'], [['loopback', 'tcp', 50051, 'gRPC of ipamd'], ['loopback', 'tcp', 61679, 'introspection of ipamd'], ['all-addresses', 'tcp', 61678, 'metrics of ipamd']]),
  ...of('host', ['sshd', 'systemd', 'dropbear'], [['all-addresses', 'tcp', 22, 'SSH']]),
  ...of('host', ['dhclient', 'systemd-network', 'NetworkManager', 'dhcpcd'], [['all-addresses', 'udp', 68, 'DHCP client'], ['node-address', 'udp', 546, 'DHCPv6 client']]),
  ...of('host', ['systemd-resolve', 'node-cache', 'dnsmasq', 'unbound', 'named', 'coredns', 'dockerd'], [['loopback', 'tcp', 53, 'DNS of the node'], ['loopback', 'udp', 53, 'DNS of the node']]),
  ...of('host', ['chronyd', 'ntpd', 'systemd-timesyn'], [['loopback', 'udp', 323, 'control of chrony'], ['all-addresses', 'udp', 123, 'NTP']]),
];

/** What holds a port, as far as the text tells. */
export interface Holder {
  readonly protocol: string;
  readonly port: number;
  /** Names as printed; empty where none are. */
  readonly processes: readonly string[];
}

/** What is known of a port: the service, and whether the process that holds it is one that runs it. */
export interface KnownPort {
  readonly service: NodeService;
  /** false where a process is named that is not known to be the service. */
  readonly isHeldByIts: boolean;
}

/** Who is known to listen there. A node port is known where kube-proxy or the kernel holds it (`--service-node-port-range` is 30000 to 32767 unless it says another). */
export function serviceOf({ protocol, port, processes }: Holder): KnownPort | undefined {
  const matching = entries.filter((entry) => entry.protocol === protocol && entry.port === port);
  const held = (entry: Entry) => processes.length === 0 || entry.processes.length === 0 || processes.some((name) => entry.processes.includes(name) || unified.includes(name));
  const entry = matching.find(held) ?? matching[0];
  if (entry !== undefined) {
    const { component, purpose, binds } = entry;
    return { service: { component, purpose, binds }, isHeldByIts: held(entry) };
  }
  const isNodePort = port >= 30000 && port <= 32767 && processes.every((name) => name === 'kube-proxy' || unified.includes(name));
  return isNodePort ? { service: { component: 'kube-proxy', purpose: 'node port of a Service', binds: 'all-addresses' }, isHeldByIts: true } : undefined;
}

/** Ports that `ss` and `netstat` print by name unless `-n` is given. Source: Debian 12 netbase 6.4 `/etc/services`, as far as a node uses them. */
export const portNames: Readonly<Record<string, number>> = {
  ssh: 22, domain: 53, bootps: 67, bootpc: 68, http: 80, sunrpc: 111, ntp: 123, bgp: 179, https: 443, 'dhcpv6-client': 546, 'etcd-client': 2379,
  'etcd-server': 2380, mdns: 5353, 'http-alt': 8080, mysql: 3306, postgresql: 5432, redis: 6379, nfs: 2049, 'zabbix-agent': 10050,
};
