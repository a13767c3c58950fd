import { endpoint, leaving, nodeA, nodeB, notReady, onNodePort, scenario, service, slice, type Scenario } from '../scenario.js';

const here = endpoint('10.244.1.5', { node: nodeA });
const there = endpoint('10.244.2.9', { node: nodeB });
const ext = (nodePort: number) => ({ type: 'NodePort', externalTrafficPolicy: 'Local', ports: [onNodePort(nodePort)] });
const int = { internalTrafficPolicy: 'Local' };
const lb = (nodePort: number, healthCheckNodePort: number) => ({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort, ports: [onNodePort(nodePort)] });

/** Traffic policies, endpoints that are shut down, and both together. */
export const policies: readonly Scenario[] = [
  scenario('ext-local', 'external policy Local with endpoints here and there', service(ext(30100)), slice([here, there])),
  scenario('ext-local-there', 'external policy Local without an endpoint on node a', service(ext(30101)), slice([there])),
  scenario('ext-local-none', 'external policy Local without endpoints', service(ext(30102))),
  scenario('ext-local-ips', 'external policy Local at external addresses', service({ externalTrafficPolicy: 'Local', externalIPs: ['203.0.113.20'] }), slice([there])),
  scenario('ext-local-cluster-ip', 'external policy Cluster at external addresses, internal policy Local', service({ ...int, externalIPs: ['203.0.113.21'] }), slice([here, there])),
  scenario('int-local', 'internal policy Local with endpoints here and there', service(int), slice([here, there])),
  scenario('int-local-there', 'internal policy Local without an endpoint on node a', service(int), slice([there])),
  scenario('int-local-none', 'internal policy Local without endpoints', service(int)),
  scenario('int-local-sticky', 'internal policy Local with session affinity', service({ ...int, sessionAffinity: 'ClientIP' }), slice([here, there])),
  scenario('int-local-node-port', 'internal policy Local and a node port with policy Cluster', service({ ...int, type: 'NodePort', ports: [onNodePort(30103)] }), slice([here, there])),
  scenario('int-local-node-port-there', 'the same without an endpoint on node a', service({ ...int, type: 'NodePort', ports: [onNodePort(30104)] }), slice([there])),
  scenario('both-local', 'both policies Local', service({ ...int, ...ext(30105) }), slice([here, there])),
  scenario('both-local-there', 'both policies Local without an endpoint on node a', service({ ...int, ...ext(30106) }), slice([there])),
  scenario('both-local-sticky', 'both policies Local with session affinity', service({ ...int, ...ext(30107), sessionAffinity: 'ClientIP' }), slice([here, there])),
  scenario('lb-local', 'a load balancer with policy Local and its health check', service(lb(30108, 32108), { ingress: [{ ip: '198.51.100.30' }] }), slice([here, there])),
  scenario('lb-local-there', 'the same without an endpoint on node a', service(lb(30109, 32109), { ingress: [{ ip: '198.51.100.31' }] }), slice([there])),
  scenario('lb-local-none', 'the same without endpoints', service(lb(30110, 32110), { ingress: [{ ip: '198.51.100.32' }] })),
  scenario('lb-local-two-ports', 'a health check of a Service with two ports', service({ ...lb(30111, 32111), ports: [onNodePort(30111), { name: 'udp', port: 80, protocol: 'UDP', nodePort: 30112 }] }, { ingress: [{ ip: '198.51.100.33' }] }), slice([here], { ports: [{ name: 'http', port: 8080, protocol: 'TCP' }, { name: 'udp', port: 8080, protocol: 'UDP' }] })),
  scenario('lb-local-ranges', 'policy Local with source ranges that hold the node', service({ ...lb(30113, 32113), loadBalancerSourceRanges: ['192.168.10.0/24'] }, { ingress: [{ ip: '198.51.100.34' }] }), slice([there])),
  scenario('lb-local-pending', 'a load balancer with policy Local that has no address yet', service({ ...lb(30114, 32114) }), slice([there])),
  scenario('leaving', 'only endpoints that are shut down, and still serve', service(), slice([leaving('10.244.1.5', nodeA), leaving('10.244.2.9', nodeB)])),
  scenario('leaving-beside', 'one that is shut down beside one that is ready', service(), slice([leaving('10.244.1.5', nodeA), there])),
  scenario('leaving-unserving', 'shut down, and serving no more', service(), slice([endpoint('10.244.1.5', { node: nodeA, ready: false, serving: false, terminating: true })])),
  scenario('leaving-published', 'shut down and still called ready, as publishNotReadyAddresses has it', service(), slice([endpoint('10.244.1.5', { node: nodeA, ready: true, serving: false, terminating: true }), notReady('10.244.2.9', nodeB)])),
  scenario('ext-local-leaving', 'external policy Local: here only one that is shut down, there one that is ready', service(ext(30115)), slice([leaving('10.244.1.5', nodeA), there])),
  scenario('ext-local-leaving-both', 'external policy Local: all are shut down', service(ext(30116)), slice([leaving('10.244.1.5', nodeA), leaving('10.244.2.9', nodeB)])),
  scenario('ext-local-leaving-there', 'external policy Local: only one elsewhere, shut down', service(ext(30117)), slice([leaving('10.244.2.9', nodeB), notReady('10.244.1.5', nodeA)])),
  scenario('int-local-leaving', 'internal policy Local: here only one that is shut down, there one that is ready', service(int), slice([leaving('10.244.1.5', nodeA), there])),
  scenario('int-local-unready', 'internal policy Local: none here is ready', service(int), slice([notReady('10.244.1.5', nodeA), there])),
  scenario('both-local-leaving', 'both policies Local, all shut down', service({ ...int, ...ext(30118) }), slice([leaving('10.244.1.5', nodeA), leaving('10.244.2.9', nodeB)])),
  scenario('reused', 'an address that a pod left and another took', service(), slice([leaving('10.244.1.5', nodeA)]), slice([here], { name: 'web-2' })),
  scenario('reused-other-order', 'the same, the slices the other way round', service(), slice([here]), slice([leaving('10.244.1.5', nodeA)], { name: 'web-2' })),
];
