/** A CoreDNS in the cluster, with its Service and its Corefile: what a snapshot would hold beside the objects that it serves. */
const labels = { 'k8s-app': 'kube-dns' };

export const servingObjects: readonly object[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'kube-system' } },
  {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'coredns-1', namespace: 'kube-system', uid: 'coredns-1', labels },
    spec: { containers: [{ name: 'coredns', image: 'registry.k8s.io/coredns/coredns:v1.14.2' }] }, status: { phase: 'Running', podIP: '10.244.0.2', podIPs: [{ ip: '10.244.0.2' }], conditions: [{ type: 'Ready', status: 'True' }] },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kube-dns', namespace: 'kube-system', uid: 'kube-dns', labels }, spec: { clusterIP: '10.96.0.10', selector: labels, ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] } },
  {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'kube-dns-1', namespace: 'kube-system', uid: 'kube-dns-1', labels: { 'kubernetes.io/service-name': 'kube-dns' } },
    addressType: 'IPv4', ports: [{ name: 'dns', port: 53, protocol: 'UDP' }], endpoints: [{ addresses: ['10.244.0.2'], conditions: { ready: true } }],
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace: 'kube-system', uid: 'coredns' }, data: { Corefile: '.:53 {\n    kubernetes cluster.local in-addr.arpa ip6.arpa {\n        pods verified\n    }\n}\n' } },
];
