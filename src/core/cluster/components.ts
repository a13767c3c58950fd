import { remembered } from './remembered.js';

/**
 * System components whose flags tell how the network works. By the last segments of the image's repository, never by its registry:
 * mirrors are normal (`rancher/mirrored-calico-node`, `registry.example.com/k8s/hardened-coredns`).
 */
const images: readonly RegExp[] = [
  // control plane
  /^(?:hyperkube|hardened-kubernetes|kube-(?:apiserver|controller-manager|proxy))$/,
  /cloud-controller-manager$|^cloud-node-manager$/,
  // cluster DNS
  /coredns$|^k8s-dns-|^kube-?dns(?:masq)?$/,
  // CNI agents
  /flannel(?:-cni(?:-plugin)?)?$|^flanneld$/,
  /(?:calico|canal|projectcalico)[/-](?:node|cni|typha|kube-controllers)$|^tigera[/-]operator$/,
  /^(?:cilium[/-])?cilium$|cilium[/-]operator(?:-\w+)?$|^cilium-envoy$/,
  /^weave-(?:kube|npc)$/,
  /^kindnetd?$/,
  /^antrea(?:-(?:agent|controller|ubuntu|ubi))*$/,
  /^kube-router$/,
  /^amazon-k8s-cni(?:-init)?$|^aws-network-policy-agent$|network-policy-agent$/,
  /^azure-(?:cns|npm|ipam|vnet|ip-masq-agent)$|^(?:azure-)?ip-masq-agent$/,
  /^(?:multus-cni|hardened-multus-cni|multus)$/,
  /^(?:ovn-kube|ovnkube|ovn-kubernetes|kube-ovn|ovn-daemonset)/,
  // ingress and gateway controllers
  /ingress-controller$|^(?:ingress-)?nginx-ingress(?:[/-]controller)?$|ingress-nginx[/-]controller(?:-chroot)?$|^kubernetes-ingress$|^(?:ingress-gce-)?glbc$/,
  /^(?:traefik|traefikee|haproxy-ingress|contour|kong|skipper|nginx-gateway-fabric)$|^istio[/-]pilot$/,
  /^aws-(?:alb-ingress|load-balancer)-controller$/,
  // load balancers, certificates
  /metallb[/-](?:controller|speaker)$|^kube-vip$/,
  /^cert-manager-controller$/,
];

/** The same by the program that the container starts, where its image is named otherwise. */
const programs = new Set([
  'kube-apiserver',
  'kube-controller-manager',
  'kube-proxy',
  'coredns',
  'kube-dns',
  'node-cache',
  'flanneld',
  'calico-node',
  'cilium-agent',
  'cilium-operator',
  'kube-router',
  'kindnetd',
  'antrea-agent',
  'antrea-controller',
  'nginx-ingress-controller',
  'haproxy-ingress-controller',
  'ovnkube',
]);

/** Variables by which a system component is told ranges, modes and sizes. */
const networkVariable =
  /^(?:CALICO_|FELIX_|IPALLOC_|WEAVE_|AWS_VPC_|ENABLE_|WARM_|MINIMUM_|CNI_|KUBE_ROUTER_|KUBERNETES_SERVICE_|IP6?_AUTODETECTION|CLUSTER_TYPE|USE_POD_CIDR|EXPECT_NPC|HAIRPIN_MODE|POD_SUBNET|CONTROL_PLANE_ENDPOINT|IP6?$|NO_DEFAULT_POOLS|DATASTORE_TYPE|DISABLE_|ANNOTATE_|OVN_(?:NET|SVC)_|ANTREA_|CONTROLLER_(?:INGRESS_CLASS|WATCH_NAMESPACE|PUBLISH_SERVICE)$|TRAEFIK_(?:PROVIDERS|ENTRYPOINTS)_)/;

export function isSystemComponent(image: string, command: readonly string[]): boolean {
  return isSystemProgram(image, command[0] ?? '');
}

const isSystemProgram = remembered((image, program): boolean => {
  const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '').replace(/-(?:amd64|arm64|arm|ppc64le|s390x)$/, '');
  const last = repository.slice(repository.lastIndexOf('/') + 1).replace(/^mirrored-(?:coreos-|flannelcni-|cilium-|metallb-)?(?!calico|metallb)/, '');
  const lastTwo = repository.split('/').slice(-2).join('/');
  return images.some((each) => each.test(last) || each.test(lastTwo)) || programs.has(program.slice(program.lastIndexOf('/') + 1));
});

export function isNetworkVariable(name: string): boolean {
  return networkVariable.test(name);
}
