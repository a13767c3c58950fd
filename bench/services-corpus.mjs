const namespaces = 100;

/** How large a cluster of Services is. @typedef {{ readonly services: number, readonly endpointsOfEach: number, readonly nodes: number }} ServicesSize */

/** @type {ServicesSize} */
export const servicesSize = { services: 10_000, endpointsOfEach: 10, nodes: 1_000 };

/** `10,000 Services with 100,000 endpoints` */
export function tellSize(/** @type {ServicesSize} */ { services, endpointsOfEach }) {
  const n = (/** @type {number} */ count) => count.toLocaleString('en-US');
  return `${n(services)} Services with ${n(services * endpointsOfEach)} endpoints`;
}

/** The ClusterIP of Service `i`. @param {number} i */
export function clusterIPOf(i) {
  return `172.${16 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
}

/** Services, each tenth with a node port. @param {ServicesSize} size */
export function servicesOf({ services }) {
  return Array.from({ length: services }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: named(i),
    spec: {
      type: i % 10 === 0 ? 'NodePort' : 'ClusterIP',
      clusterIP: clusterIPOf(i),
      clusterIPs: [clusterIPOf(i)],
      ipFamilies: ['IPv4'],
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080, ...(i % 10 === 0 && { nodePort: 30000 + i / 10 }) }],
    },
  }));
}

/** Their slices; endpoint after endpoint on another node. @param {ServicesSize} size */
export function slicesOf({ services, endpointsOfEach, nodes }) {
  return Array.from({ length: services }, (_, i) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...named(i), name: `service-${i}-slice`, labels: { 'kubernetes.io/service-name': `service-${i}` } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: Array.from({ length: endpointsOfEach }, (_each, j) => {
      const n = i * endpointsOfEach + j;
      return { addresses: [`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`], conditions: { ready: true, serving: true, terminating: false }, nodeName: `node-${n % nodes}` };
    }),
  }));
}

/** The first nodes, and kube-proxy's configuration. @param {number} count */
export function nodesWithProxy(count) {
  return [
    ...Array.from({ length: count }, (_, i) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: `node-${i}` }, status: { addresses: [{ type: 'InternalIP', address: `192.168.${i >> 8}.${(i & 255) + 1}` }], nodeInfo: { kubeletVersion: 'v1.37.2' } } })),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-proxy', namespace: 'kube-system' }, data: { 'config.conf': JSON.stringify({ kind: 'KubeProxyConfiguration', mode: 'iptables', clusterCIDR: '10.0.0.0/8' }) } },
  ];
}

function named(/** @type {number} */ i) {
  return { name: `service-${i}`, namespace: `namespace-${i % namespaces}` };
}
