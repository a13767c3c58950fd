import { checkRule, pod, service } from '../../cluster.table.js';
import { dnspolicyTrap } from './dnspolicy-trap.js';

const agent = (host: string, spec: object = {}) => pod('agent-1', { owner: 'DaemonSet/agent', spec: { containers: [{ name: 'app', image: 'registry.example/agent:1', env: [{ name: 'API_HOST', value: host }] }], ...spec } });
const onNode = { hostNetwork: true };
const told = (detail: string) => [`error DaemonSet shop/agent: ${detail}`];

checkRule(dnspolicyTrap, [
  { name: 'on the network of the node', cluster: [agent('web', onNode), service()], finds: told('dnsPolicy ClusterFirst on the network of the node: web does not resolve.') },
  { name: 'with Default', cluster: [agent('web.shop.svc.cluster.local', { dnsPolicy: 'Default' }), service()], finds: told('dnsPolicy Default: web.shop.svc.cluster.local does not resolve.') },
  { name: 'with None and no nameserver', cluster: [agent('elsewhere.example', { dnsPolicy: 'None' })], finds: told('dnsPolicy is None, and dnsConfig has no nameserver.') },
  { name: 'quiet: ClusterFirstWithHostNet', cluster: [agent('web', { ...onNode, dnsPolicy: 'ClusterFirstWithHostNet' }), service()] },
  { name: 'quiet: on the network of pods', cluster: [agent('web'), service()] },
  { name: 'quiet: no Service of that name', cluster: [agent('web', onNode)] },
  { name: 'quiet: a Service of another namespace', cluster: [agent('web', onNode), service({}, 'web', { namespace: 'other' })] },
  { name: 'quiet: a name beyond the cluster', cluster: [agent('web.example.com', onNode), service()] },
  { name: 'quiet: an alias of its own', cluster: [agent('web', { ...onNode, hostAliases: [{ ip: '192.0.2.1', hostnames: ['web'] }] }), service()] },
  { name: 'quiet: it brings a nameserver', cluster: [agent('web', { dnsPolicy: 'Default', dnsConfig: { nameservers: ['10.96.0.10'] } }), service()] },
  { name: 'quiet: the snapshot does not hold Services', cluster: [agent('web', onNode)], coverage: { Service: { state: 'forbidden' } } },
]);
