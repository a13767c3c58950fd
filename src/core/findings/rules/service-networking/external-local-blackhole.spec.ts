import { checkRule, service } from '../../cluster.table.js';
import { node } from '../cni/networks.table.js';
import { externalLocalBlackhole } from './external-local-blackhole.js';

const slice = (endpoints: readonly object[]) => ({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'web-1', namespace: 'shop', uid: 's', labels: { 'kubernetes.io/service-name': 'web' } }, addressType: 'IPv4', ports: [{ name: '', port: 80 }], endpoints });
const on = (nodeName: string | undefined, conditions: object = { ready: true }) => ({ addresses: ['10.244.1.5'], conditions, ...(nodeName !== undefined && { nodeName }) });
const nodePort = service({ type: 'NodePort', externalTrafficPolicy: 'Local', ports: [{ port: 80, nodePort: 30080 }] });
const balancer = service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 31000, ports: [{ port: 80, nodePort: 30080 }] });
const ab = [node('a'), node('b')];

checkRule(externalLocalBlackhole, [
  { name: 'a node port that one node does not answer', cluster: [nodePort, ...ab, slice([on('a')])], finds: ['warning Service shop/web: node port 30080/TCP leads nowhere on 1 node of 2: b.'] },
  { name: 'an endpoint that is neither ready nor serving does not count', cluster: [nodePort, ...ab, slice([on('a'), on('b', { ready: false, serving: false })])], finds: ['warning Service shop/web: node port 30080/TCP leads nowhere on 1 node of 2: b.'] },
  { name: 'endpoints on no node of the cluster', cluster: [balancer, ...ab, slice([on(undefined)])], finds: ['critical Service shop/web: No node of the cluster has an endpoint of it: what comes to node port 30080/TCP is dropped on every node.'] },
  { name: 'quiet: every node has one', cluster: [nodePort, ...ab, slice([on('a'), on('b')])] },
  { name: 'quiet: one that shuts down still serves', cluster: [nodePort, ...ab, slice([on('a'), on('b', { ready: false, serving: true, terminating: true })])] },
  { name: 'quiet: the load balancer asks the nodes', cluster: [balancer, ...ab, slice([on('a')])] },
  { name: 'quiet: the policy is Cluster', cluster: [service({ type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }), ...ab, slice([on('a')])] },
  { name: 'quiet: no endpoint at all has a rule of its own', cluster: [nodePort, ...ab, slice([])] },
  { name: 'quiet: nothing is sent to the control plane', cluster: [nodePort, node('a'), node('cp', { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }), slice([on('a')])] },
  { name: 'quiet: the other is not ready', cluster: [nodePort, node('a'), node('b', { conditions: [{ type: 'Ready', status: 'False' }] }), slice([on('a')])] },
  { name: 'quiet: the other is left out of load balancers', cluster: [nodePort, node('a'), node('b', { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': '' } }), slice([on('a')])] },
]);
