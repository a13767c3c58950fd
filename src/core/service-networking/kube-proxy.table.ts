import { ClusterView, kindNames, readCluster, type Coverage } from '../cluster/index.js';

/** What the specs of kube-proxy share: small clusters as a live API server would list them. */
export function clusterOf(objects: readonly object[], coverage: Partial<Coverage> = {}): ClusterView {
  const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  return new ClusterView({ ...readCluster(objects), coverage: { ...whole, ...coverage } });
}

/** Service shop/web with port http 80 and ClusterIP 10.96.7.10. */
export function webService(spec: object = {}, { labels, annotations, ingress }: { labels?: object; annotations?: object; ingress?: readonly object[] } = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', ...(labels && { labels }), ...(annotations && { annotations }) },
    spec: { clusterIP: '10.96.7.10', ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec },
    ...(ingress && { status: { loadBalancer: { ingress } } }),
  };
}

/** A slice of shop/web with port http 8080. Each endpoint is told as `10.244.1.5@node-a ready zone=z1 node=node-a`, with `not-ready`, `terminating` (and serving) in place of `ready`. */
export function webSlice(endpoints: readonly string[], { name = 'web-1', labels = {} }: { name?: string; labels?: object } = {}): object {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web', ...labels } },
    addressType: endpoints[0]?.split(/[@ ]/)[0]?.includes(':') === true ? 'IPv6' : 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: endpoints.map(endpointOf),
  };
}

function endpointOf(told: string): object {
  const [at = '', ...words] = told.split(' ');
  const [address = '', nodeName] = at.split('@');
  const named = (key: string) => words.filter((word) => word.startsWith(`${key}=`)).map((word) => ({ name: word.slice(key.length + 1) }));
  const conditions = words.includes('terminating') ? { ready: false, serving: true, terminating: true } : words.includes('not-ready') ? { ready: false, serving: false, terminating: false } : { ready: true };
  return { addresses: [address], conditions, ...(nodeName !== undefined && { nodeName }), hints: { forZones: named('zone'), forNodes: named('node') } };
}

export function node(name: string, addresses: readonly string[], { labels = {}, version = 'v1.37.2', podCIDRs }: { labels?: object; version?: string; podCIDRs?: readonly string[] } = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/os': 'linux', ...labels } },
    spec: { ...(podCIDRs && { podCIDRs }) },
    status: { addresses: addresses.map((address) => ({ type: 'InternalIP', address })), nodeInfo: { kubeletVersion: version } },
  };
}

/** kube-proxy as kubeadm installs it, with this configuration. */
export function kubeadmProxy(config: object, image = 'registry.k8s.io/kube-proxy:v1.37.2'): readonly object[] {
  return [
    proxyDaemonSet(image, ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf', '--hostname-override=$(NODE_NAME)']),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-proxy', namespace: 'kube-system' }, data: { 'config.conf': JSON.stringify({ apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration', ...config }) } },
  ];
}

export function proxyDaemonSet(image: string, command: readonly string[], nodeSelector: object = { 'kubernetes.io/os': 'linux' }): object {
  const container = { name: 'kube-proxy', image, command, volumeMounts: [{ name: 'kube-proxy', mountPath: '/var/lib/kube-proxy' }] };
  const template = { metadata: { labels: { app: 'kube-proxy' } }, spec: { hostNetwork: true, nodeSelector, containers: [container], volumes: [{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } }] } };
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'kube-proxy', namespace: 'kube-system' }, spec: { selector: { matchLabels: { app: 'kube-proxy' } }, template } };
}
