import { endpoint, leaving, nodeA, nodeB, onNodePort, scenario, service, slice, type Scenario } from '../scenario.js';

const here = endpoint('10.244.1.5', { node: nodeA });
const there = endpoint('10.244.2.9', { node: nodeB });
const here6 = endpoint('fd00:244:1::5', { node: nodeA });
const there6 = endpoint('fd00:244:2::9', { node: nodeB });
const six = { name: 'web-6' };

/** IPv6, alone and beside IPv4. */
export const families: readonly Scenario[] = [
  scenario('six', 'IPv6 alone', service({}, { families: 'IPv6' }), slice([here6, there6])),
  scenario('six-none', 'IPv6 without endpoints', service({}, { families: 'IPv6' })),
  scenario('dual', 'both families', service({}, { families: 'dual' }), slice([here, there]), slice([here6, there6], six)),
  scenario('dual-six-first', 'both families, IPv6 first', service({}, { families: 'dual-IPv6' }), slice([here]), slice([here6], six)),
  scenario('dual-half', 'both families, endpoints of one', service({}, { families: 'dual' }), slice([here])),
  scenario('dual-node-port', 'a node port of both families', service({ type: 'NodePort', ports: [onNodePort(30170)] }, { families: 'dual' }), slice([here]), slice([here6], six)),
  scenario('dual-local', 'policies Local of both families', service({ type: 'NodePort', internalTrafficPolicy: 'Local', externalTrafficPolicy: 'Local', ports: [onNodePort(30171)] }, { families: 'dual' }), slice([there]), slice([here6, there6], six)),
  scenario('dual-balancer', 'a load balancer of both families, with ranges of both', service({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: ['203.0.113.0/25', '2001:db8:10::/64', '2001:db8:ff::/48'] }, { families: 'dual', ingress: [{ ip: '198.51.100.40' }, { ip: '2001:db8:1::40' }] }), slice([here]), slice([here6], six)),
  scenario('dual-ranges-one', 'source ranges of one family alone', service({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: ['2001:db8:ff::/48', '::/0'] }, { families: 'dual', ingress: [{ ip: '198.51.100.41' }, { ip: '2001:db8:1::41' }] }), slice([here]), slice([here6], six)),
  scenario('dual-external', 'external addresses of both families', service({ externalIPs: ['203.0.113.40', '2001:db8:2::40'] }, { families: 'dual' }), slice([here]), slice([leaving('fd00:244:1::5', nodeA)], six)),
  scenario('six-health', 'a health check of both families', service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 32170, ports: [onNodePort(30172)] }, { families: 'dual', ingress: [{ ip: '2001:db8:1::42' }] }), slice([here]), slice([there6], six)),
  scenario('six-sticky', 'session affinity of IPv6', service({ sessionAffinity: 'ClientIP' }, { families: 'IPv6' }), slice([here6, there6])),
  scenario('six-order', 'the order of IPv6 endpoints', service({}, { families: 'IPv6' }), slice(['fd00:244:1::10', 'fd00:244:1::9', 'fd00:244:1:0:1::', 'fd00:244:a::1'].map((address) => endpoint(address)))),
  scenario('six-udp', 'UDP and SCTP of IPv6', service({ ports: [{ name: 'udp', port: 53, protocol: 'UDP' }, { name: 'sctp', port: 53, protocol: 'SCTP' }] }, { families: 'IPv6' }), slice([here6], { ports: [{ name: 'udp', port: 53, protocol: 'UDP' }, { name: 'sctp', port: 53, protocol: 'SCTP' }] })),
];
