import { fromBuild } from '../build.mjs';
import { median, ms } from '../quantities.mjs';

const services = 10_000;
const endpointsOfEach = 10;
const nodes = 100;
const traces = 20_000;
const runs = 5;

/** @type {import('../row.mjs').Row} */
export const tracesRow = {
  id: 'traces',
  title: 'Traces',
  what: `${traces.toLocaleString('en-US')} traces on one core, from a warm snapshot of ${services.toLocaleString('en-US')} Services with ${(services * endpointsOfEach).toLocaleString('en-US')} endpoints: each from another address to another Service, on ten nodes in turns, in mode iptables. Medians of ${runs}, after one that is not counted.`,
  note: 'Reached is a second: 20,000 traces per second. Every trace walks the rules that it meets, and tells them.',
  async measure() {
    const { ClusterView, readCluster } = /** @type {typeof import('../../src/core/cluster/index.js')} */ (await fromBuild('src/core/cluster/index.js'));
    const { trace } = /** @type {typeof import('../../src/core/service-networking/index.js')} */ (await fromBuild('src/core/service-networking/index.js'));
    const view = new ClusterView(readCluster(corpus()));
    const times = Array.from({ length: runs + 1 }, () => {
      const begun = performance.now();
      for (let i = 0; i < traces; i++) trace(view, { from: { ip: `10.0.${(i >> 8) & 255}.${i & 255}` }, to: { ip: clusterIPOf((i * 7) % services), port: 80 }, node: `node-${i % 10}` });
      return performance.now() - begun;
    }).slice(1);
    return [{ case: `${traces.toLocaleString('en-US')} traces`, measured: ms(median(times)), reach: { atMost: ms(1000) } }];
  },
};

/** @param {number} i */
function clusterIPOf(i) {
  return `172.${16 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
}

function corpus() {
  const named = (/** @type {number} */ i) => ({ name: `service-${i}`, namespace: `namespace-${i % 100}` });
  return [
    ...Array.from({ length: nodes }, (_, i) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: `node-${i}` }, status: { addresses: [{ type: 'InternalIP', address: `192.168.0.${i + 1}` }], nodeInfo: { kubeletVersion: 'v1.37.2' } } })),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-proxy', namespace: 'kube-system' }, data: { 'config.conf': JSON.stringify({ kind: 'KubeProxyConfiguration', mode: 'iptables', clusterCIDR: '10.0.0.0/8' }) } },
    ...Array.from({ length: services }, (_, i) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: named(i),
      spec: { clusterIP: clusterIPOf(i), clusterIPs: [clusterIPOf(i)], ipFamilies: ['IPv4'], ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }] },
    })),
    ...Array.from({ length: services }, (_, i) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...named(i), name: `service-${i}-slice`, labels: { 'kubernetes.io/service-name': `service-${i}` } },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      endpoints: Array.from({ length: endpointsOfEach }, (_each, j) => {
        const n = i * endpointsOfEach + j;
        return { addresses: [`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`], conditions: { ready: true, serving: true, terminating: false }, nodeName: `node-${n % nodes}` };
      }),
    })),
  ];
}
