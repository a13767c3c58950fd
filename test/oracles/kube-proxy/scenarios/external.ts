import { endpoint, nodeA, nodeB, onNodePort, scenario, service, slice, type Scenario } from '../scenario.js';

const here = endpoint('10.244.1.5', { node: nodeA });
const there = endpoint('10.244.2.9', { node: nodeB });
const balanced = { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false };
const vip = [{ ip: '198.51.100.7' }];

/** Node ports, external addresses and load balancers, with policy Cluster. */
export const external: readonly Scenario[] = [
  scenario('node-port', 'a node port', service({ type: 'NodePort', ports: [onNodePort(30080)] }), slice([here, there])),
  scenario('node-port-none', 'a node port without endpoints', service({ type: 'NodePort', ports: [onNodePort(30081)] })),
  scenario('node-port-udp', 'node ports of two protocols with one number', service({ type: 'NodePort', ports: [{ name: 'tcp', port: 53, protocol: 'TCP', nodePort: 30053 }, { name: 'udp', port: 53, protocol: 'UDP', nodePort: 30053 }] }), slice([here], { ports: [{ name: 'tcp', port: 53, protocol: 'TCP' }, { name: 'udp', port: 53, protocol: 'UDP' }] })),
  scenario('node-port-sctp', 'a node port of SCTP', service({ type: 'NodePort', ports: [{ name: 'sig', port: 3868, protocol: 'SCTP', nodePort: 30082 }] }), slice([here], { ports: [{ name: 'sig', port: 3868, protocol: 'SCTP' }] })),
  scenario('node-port-sticky', 'a node port with session affinity', service({ type: 'NodePort', ports: [onNodePort(30083)], sessionAffinity: 'ClientIP' }), slice([here, there])),
  scenario('external-ips', 'two external addresses', service({ externalIPs: ['203.0.113.9', '203.0.113.10'] }), slice([here])),
  scenario('external-ips-none', 'an external address without endpoints', service({ externalIPs: ['203.0.113.11'] })),
  scenario('external-ips-family', 'external addresses of both families on a Service of one', service({ externalIPs: ['203.0.113.12', '2001:db8::12'] }), slice([here])),
  scenario('external-of-node', 'an external address that is the node’s', service({ externalIPs: ['192.168.10.11'] }), slice([here])),
  scenario('balancer', 'a load balancer with a node port', service({ type: 'LoadBalancer', ports: [onNodePort(30084)] }, { ingress: vip }), slice([here, there])),
  scenario('balancer-alone', 'a load balancer without node ports', service(balanced, { ingress: [{ ip: '198.51.100.8' }] }), slice([here])),
  scenario('balancer-none', 'a load balancer without endpoints', service({ type: 'LoadBalancer', ports: [onNodePort(30085)] }, { ingress: [{ ip: '198.51.100.9' }] })),
  scenario('balancer-pending', 'a load balancer without an address', service(balanced), slice([here])),
  scenario('balancer-host', 'a load balancer that is a host name', service(balanced, { ingress: [{ hostname: 'lb.example.com' }] }), slice([here])),
  scenario('balancer-proxy', 'a load balancer that sends from its own address', service(balanced, { ingress: [{ ip: '198.51.100.10', ipMode: 'Proxy' }] }), slice([here])),
  scenario('balancer-modes', 'two addresses, of which one is a proxy’s', service(balanced, { ingress: [{ ip: '198.51.100.11', ipMode: 'VIP' }, { ip: '198.51.100.12', ipMode: 'Proxy' }] }), slice([here])),
  scenario('everything', 'node port, external address and load balancer, with affinity', service({ type: 'LoadBalancer', ports: [onNodePort(30086)], externalIPs: ['203.0.113.13'], sessionAffinity: 'ClientIP' }, { ingress: [{ ip: '198.51.100.13' }] }), slice([here, there])),
  scenario('ranges', 'source ranges', service({ ...balanced, loadBalancerSourceRanges: ['203.0.113.0/25', '198.18.0.0/15'] }, { ingress: [{ ip: '198.51.100.14' }] }), slice([here])),
  scenario('ranges-node', 'source ranges that hold the node', service({ ...balanced, loadBalancerSourceRanges: ['192.168.10.0/24', '203.0.113.0/25'] }, { ingress: [{ ip: '198.51.100.15' }, { ip: '198.51.100.16' }] }), slice([here])),
  scenario('ranges-other-node', 'source ranges that hold an address of the node that kube-proxy does not take for its own', service({ ...balanced, loadBalancerSourceRanges: ['192.168.20.13/32'] }, { ingress: [{ ip: '198.51.100.17' }] }), slice([here])),
  scenario('ranges-all', 'a source range of everything beside another', service({ ...balanced, loadBalancerSourceRanges: ['203.0.113.0/25', '0.0.0.0/0'] }, { ingress: [{ ip: '198.51.100.18' }] }), slice([here])),
  scenario('ranges-blank', 'a source range with blanks around it', service({ ...balanced, loadBalancerSourceRanges: [' 203.0.113.0/25 '] }, { ingress: [{ ip: '198.51.100.19' }] }), slice([here])),
  scenario('ranges-family', 'source ranges of the other family alone', service({ ...balanced, loadBalancerSourceRanges: ['2001:db8::/32'] }, { ingress: [{ ip: '198.51.100.21' }] }), slice([here])),
  scenario('ranges-none', 'source ranges without endpoints', service({ ...balanced, loadBalancerSourceRanges: ['203.0.113.0/25'] }, { ingress: [{ ip: '198.51.100.22' }] })),
  scenario('ranges-node-port', 'source ranges beside a node port and an external address', service({ type: 'LoadBalancer', ports: [onNodePort(30087)], externalIPs: ['203.0.113.14'], loadBalancerSourceRanges: ['203.0.113.0/25'] }, { ingress: [{ ip: '198.51.100.23' }] }), slice([here])),
];
