import { specOf, type KindName } from '../../core/cluster/index.js';

/** One kind of object that a capture reads, as role-based access control names it. */
export interface CapturedResource {
  readonly kind: KindName;
  /** '' for the core group. */
  readonly group: string;
  readonly plural: string;
  /** Absent: all objects are listed. Present: these are read one by one, and nothing else of the kind. */
  readonly named?: readonly NamedObject[];
}

export interface NamedObject {
  readonly namespace: string;
  readonly name: string;
}

/** Listed whole. Never among them: Secrets, and what no analysis of a live cluster needs. */
const listed: readonly KindName[] = [
  'Namespace',
  'Node',
  'Service',
  'EndpointSlice',
  'Endpoints',
  'Pod',
  'IngressClass',
  'Ingress',
  'GatewayClass',
  'Gateway',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'ReferenceGrant',
  'NetworkPolicy',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'Certificate',
  'ServiceCIDR',
  'IPAddress',
  'IPPool',
  'IPAMBlock',
  'BlockAffinity',
  'FelixConfiguration',
  'BGPConfiguration',
  'BGPPeer',
  'Installation',
  'CiliumNode',
  'CiliumPodIPPool',
  'CiliumLoadBalancerIPPool',
  'IPAddressPool',
  'L2Advertisement',
  'NetworkAttachmentDefinition',
  'Network',
];

/** By namespace: the names under which the components install them. */
const configMaps: Readonly<Record<string, readonly string[]>> = {
  'kube-system': [
    // cluster DNS
    'coredns',
    'coredns-custom',
    'kube-dns',
    'node-local-dns',
    // kubeadm, kube-proxy, kubelet
    'kubeadm-config',
    'kube-proxy',
    'kube-proxy-config',
    'kubelet-config',
    // CNI plugins
    'kube-flannel-cfg',
    'calico-config',
    'canal-config',
    'kubernetes-services-endpoint',
    'cilium-config',
    'antrea-config',
    'kube-router-cfg',
    'amazon-vpc-cni',
    'multus-cni-config',
    'multus-daemon-config',
    'cns-config',
    'azure-npm-config',
    'azure-ip-masq-agent-config',
    'ip-masq-agent',
    // ingress controllers
    'nginx-configuration',
    'ingress-nginx-controller',
    'nginx-load-balancer-conf',
    'tcp-services',
    'udp-services',
  ],
  'kube-flannel': ['kube-flannel-cfg'],
  'ovn-kubernetes': ['ovn-config'],
  'openshift-dns': ['dns-default'],
  'ingress-nginx': ['ingress-nginx-controller', 'nginx-configuration', 'tcp-services', 'udp-services'],
  'nginx-ingress': ['nginx-config'],
  'haproxy-ingress': ['haproxy-ingress'],
  'haproxy-controller': ['haproxy-kubernetes-ingress'],
  projectcontour: ['contour'],
  'metallb-system': ['config'],
};

/** Everything that a capture reads. What `deploy/` grants is made from it. */
export const capturedResources: readonly CapturedResource[] = [
  ...listed.map((kind) => resourceOf(kind)),
  { ...resourceOf('ConfigMap'), named: Object.entries(configMaps).flatMap(([namespace, names]) => names.map((name) => ({ namespace, name }))) },
];

function resourceOf(kind: KindName): CapturedResource {
  const { apiVersion, plural } = specOf(kind);
  return { kind, group: groupOf(apiVersion), plural };
}

/** `networking.k8s.io` of `networking.k8s.io/v1`; '' of `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
