import { describe, expect, it } from 'vitest';
import { isNetworkVariable, isSystemComponent } from './components.js';

describe('a system component', () => {
  it.each([
    'registry.k8s.io/kube-apiserver:v1.30.2@sha256:00',
    'gcr.io/google_containers/kube-proxy-amd64:v1.8.1',
    'localhost:5000/kube-controller-manager:v1.30.2',
    'rancher/hardened-kubernetes:v1.30.2-rke2r1',
    'coredns/coredns:1.11.1',
    'rancher/mirrored-coredns-coredns:1.10.1',
    'registry.k8s.io/dns/k8s-dns-node-cache:1.22.28',
    'gcr.io/google_containers/k8s-dns-dnsmasq-nanny-amd64:1.14.5',
    'docker.io/flannel/flannel:v0.25.1',
    'docker.io/rancher/mirrored-flannelcni-flannel:v0.17.0',
    'docker.io/calico/node:v3.28.0',
    'rancher/mirrored-calico-cni:v3.28.0',
    'quay.io/cilium/cilium:v1.15.6@sha256:00',
    'quay.io/cilium/operator-generic:v1.15.6',
    'weaveworks/weave-npc:2.8.1',
    'docker.io/kindest/kindnetd:v20240513',
    'antrea/antrea-agent-ubuntu:latest',
    '602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.18.0',
    'ghcr.io/k8snetworkplumbingwg/multus-cni:snapshot',
    'registry.k8s.io/ingress-nginx/controller:v1.11.1@sha256:00',
    'quay.io/kubernetes-ingress-controller/nginx-ingress-controller:0.26.1',
    'traefik:v3.0',
    'haproxytech/kubernetes-ingress:3.0',
    'ghcr.io/projectcontour/contour:v1.29.1',
    'quay.io/metallb/speaker:v0.14.5',
    'quay.io/jetstack/cert-manager-controller:v1.15.1',
  ])('is %s', (image) => expect(isSystemComponent(image, [])).toBe(true));

  it.each(['nginx:1.27', 'example.com/team/controller:1', 'example.com/team/node:20', 'example.com/shop/sidecar:1', 'postgres', 'example.com/shop/flannel-shirts:1', 'example.com/cilium-shop/api', ''])('is not %j', (image) =>
    expect(isSystemComponent(image, ['/app/server'])).toBe(false),
  );

  it('is known by its program where the image has another name', () => {
    expect(isSystemComponent('example.com/base:1', ['/usr/local/bin/kube-proxy'])).toBe(true);
  });
});

describe('a variable about the network', () => {
  it.each(['CALICO_IPV4POOL_CIDR', 'IPALLOC_RANGE', 'POD_SUBNET', 'AWS_VPC_ENI_MTU', 'IP', 'KUBERNETES_SERVICE_HOST'])('is %s', (name) => expect(isNetworkVariable(name)).toBe(true));
  it.each(['HOSTNAME', 'IPTABLES_EXTRA', 'AWS_ACCESS_KEY_ID', 'ETCD_ENDPOINTS'])('is not %s', (name) => expect(isNetworkVariable(name)).toBe(false));
});
