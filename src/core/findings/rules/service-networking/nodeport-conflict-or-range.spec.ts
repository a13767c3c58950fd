import { checkRule, pod, service } from '../../cluster.table.js';
import { controlPlanePod } from '../cni/networks.table.js';
import { nodeportConflictOrRange } from './nodeport-conflict-or-range.js';

const nodePort = (port: number, protocol = 'TCP') => service({ type: 'NodePort', ports: [{ port: 80, nodePort: port, protocol }] });
const apiserver = (...flags: readonly string[]) => controlPlanePod('kube-apiserver', ['--secure-port=6443', ...flags]);
const host = (name: string, ports: readonly object[], more: object = {}) => pod(name, { ports, ...more });

checkRule(nodeportConflictOrRange, [
  { name: 'a host port of a pod', cluster: [nodePort(30080), host('proxy', [{ containerPort: 80, hostPort: 30080 }])], finds: ['error Service shop/web: Its node port 30080/TCP is a port of the node for shop/proxy on worker-1 too.'] },
  { name: 'a port of a pod on the network of its node', cluster: [nodePort(30080), host('proxy', [], { spec: { hostNetwork: true, containers: [{ name: 'app', ports: [{ containerPort: 30080 }] }] } })], finds: ['error Service shop/web: Its node port 30080/TCP is a port of the node for shop/proxy on worker-1 too.'] },
  { name: 'outside of the range that is configured', cluster: [nodePort(30080), apiserver('--service-node-port-range=31000-32000')], finds: ['error Service shop/web: Its node port 30080/TCP lies outside of 31000-32000, the range of kube-apiserver.'] },
  { name: 'outside of the range that holds untold', cluster: [nodePort(8080), apiserver()], finds: ['error Service shop/web: Its node port 8080/TCP lies outside of 30000-32767, the range of kube-apiserver.'] },
  { name: 'one host port for two pods of a node', cluster: [host('a', [{ containerPort: 80, hostPort: 8080 }]), host('b', [{ containerPort: 80, hostPort: 8080, hostIP: '192.168.10.11' }])], finds: ['warning Pod shop/b: Host port 8080/TCP of node worker-1 is wanted by shop/a on worker-1 too.'] },
  { name: 'quiet: other ports', cluster: [nodePort(30080), apiserver(), host('proxy', [{ containerPort: 30080 }, { containerPort: 80, hostPort: 30081 }])] },
  { name: 'quiet: another protocol', cluster: [nodePort(30080, 'UDP'), host('proxy', [{ containerPort: 80, hostPort: 30080 }])] },
  { name: 'quiet: at loopback', cluster: [nodePort(30080), host('proxy', [{ containerPort: 80, hostPort: 30080, hostIP: '127.0.0.1' }])] },
  { name: 'quiet: on two nodes', cluster: [host('a', [{ containerPort: 80, hostPort: 8080 }]), host('b', [{ containerPort: 80, hostPort: 8080 }], { spec: { nodeName: 'worker-2' } })] },
  { name: 'quiet: at two addresses of a node', cluster: [host('a', [{ containerPort: 80, hostPort: 8080, hostIP: '192.168.10.11' }]), host('b', [{ containerPort: 80, hostPort: 8080, hostIP: '10.0.0.1' }])] },
  { name: 'quiet: one is being deleted', cluster: [host('a', [{ containerPort: 80, hostPort: 8080 }], { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }), host('b', [{ containerPort: 80, hostPort: 8080 }])] },
  { name: 'quiet: one pod names a port in two containers', cluster: [pod('a', { spec: { hostNetwork: true, containers: ['x', 'y'].map((name) => ({ name, ports: [{ containerPort: 8080 }] })) } })] },
  { name: 'quiet: no kube-apiserver tells its range', cluster: [nodePort(8080)] },
]);
