import { checkRule, pod, service } from '../../cluster.table.js';
import { daemonSet, flannel } from '../cni/networks.table.js';
import { egressPolicyBlocksDns } from './egress-policy-blocks-dns.js';

/** A cluster DNS that listens on `target`, at 10.96.0.10 and 10.244.0.53. */
const dns = (target: number | string = 53, spec: object = {}) => [
  service({ clusterIP: '10.96.0.10', clusterIPs: ['10.96.0.10'], selector: { 'k8s-app': 'kube-dns' }, ports: [{ name: 'dns', port: 53, targetPort: target, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, targetPort: target, protocol: 'TCP' }] }, 'kube-dns', { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }),
  pod('coredns-1', { labels: { 'k8s-app': 'kube-dns' }, ip: '10.244.0.53', metadata: { namespace: 'kube-system' }, spec: { containers: [{ name: 'coredns', image: 'registry.k8s.io/coredns/coredns:v1.11.1', ports: [{ name: 'dns', containerPort: 53, protocol: 'UDP' }, { name: 'dns-tcp', containerPort: 53 }] }], ...spec }, status: { podIPs: [{ ip: '10.244.0.53' }] } }),
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'ks', labels: { 'kubernetes.io/metadata.name': 'kube-system' } } },
];
const web = (spec: object = {}) => pod('web-1', { owner: 'StatefulSet/web', spec });
const policy = (egress: readonly object[], name = 'egress') => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'shop', uid: name }, spec: { podSelector: {}, policyTypes: ['Egress'], egress } });
const both = [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }];
const system = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } };
const blocked = (policies = 'NetworkPolicy shop/egress admits') => `StatefulSet shop/web: No name resolves: ${policies} no egress to the pods of Service kube-system/kube-dns on 53/UDP.`;

checkRule(egressPolicyBlocksDns, [
  { name: 'no egress at all', cluster: [...dns(), web(), policy([])], finds: [`critical ${blocked()}`] },
  { name: 'to the database alone', cluster: [...dns(), web(), policy([{ to: [{ podSelector: { matchLabels: { app: 'db' } } }] }])], finds: [`critical ${blocked()}`] },
  { name: 'to pods called as those of the DNS, in their own namespace', cluster: [...dns(), web(), policy([{ to: [{ podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }], ports: both }])], finds: [`critical ${blocked()}`] },
  { name: 'by two policies', cluster: [...dns(), web(), policy([], 'a'), policy([{ ports: [{ port: 5432 }] }], 'b')], finds: [`critical ${blocked('NetworkPolicy shop/a and NetworkPolicy shop/b admit')}`] },
  { name: 'on the port of the Service, behind which the pods listen on another', cluster: [...dns(5353), web(), policy([{ to: [system], ports: both }])], finds: ['critical StatefulSet shop/web: No name resolves: NetworkPolicy shop/egress admits no egress to the pods of Service kube-system/kube-dns on 5353/UDP, the port behind 53 of Service kube-system/kube-dns.'] },
  { name: 'a warning: over UDP alone', cluster: [...dns(), web(), policy([{ to: [system], ports: [{ port: 53, protocol: 'UDP' }] }])], finds: ['warning StatefulSet shop/web: NetworkPolicy shop/egress admits the cluster DNS over UDP, and not on 53/TCP: answers that do not fit into a datagram cannot be had.'] },
  { name: 'over TCP alone, as is written where no protocol stands', cluster: [...dns(), web(), policy([{ to: [system], ports: [{ port: 53 }] }])], finds: [`critical ${blocked()}`] },
  {
    name: 'a warning where policies of Calico may admit more',
    cluster: [...dns(), web(), policy([]), { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'globalnetworkpolicies.crd.projectcalico.org', uid: 'g' }, spec: { group: 'crd.projectcalico.org', scope: 'Cluster', names: { kind: 'GlobalNetworkPolicy' } } }],
    finds: [`warning ${blocked()} Policies of Calico, which are not in the snapshot, may admit more.`],
  },
  { name: 'quiet: the DNS is admitted', cluster: [...dns(), web(), policy([{ to: [system], ports: both }])] },
  { name: 'quiet: by the names of its ports', cluster: [...dns('dns'), web(), policy([{ to: [system], ports: [{ port: 'dns', protocol: 'UDP' }, { port: 'dns-tcp' }] }])] },
  { name: 'quiet: by another policy', cluster: [...dns(), web(), policy([], 'a'), policy([{ ports: both }], 'b')] },
  { name: 'quiet: everything is admitted', cluster: [...dns(), web(), policy([{}])] },
  { name: 'quiet: a block that holds the pods', cluster: [...dns(), web(), policy([{ to: [{ ipBlock: { cidr: '10.244.0.0/16' } }] }])] },
  { name: 'quiet: a block that holds the Service', cluster: [...dns(), web(), policy([{ to: [{ ipBlock: { cidr: '10.96.0.10/32' } }] }])] },
  { name: 'quiet: a namespace whose labels are not known', cluster: [...dns().slice(0, 2), web(), policy([{ to: [{ namespaceSelector: { matchLabels: { name: 'kube-system' } } }] }])] },
  { name: 'quiet: nothing isolates egress', cluster: [...dns(), web(), { ...policy([]), spec: { podSelector: {}, ingress: [] } }] },
  { name: 'quiet: the pod asks its own nameserver', cluster: [...dns(), web({ dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'] } }), policy([])] },
  { name: 'quiet: the pod is on the network of its node', cluster: [...dns(), web({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }), policy([])] },
  { name: 'quiet: the DNS is on the network of its nodes', cluster: [...dns(53, { hostNetwork: true }), web(), policy([])] },
  { name: 'quiet: a cache on each node', cluster: [...dns(), web(), policy([]), daemonSet('node-local-dns', [{ name: 'node-cache', image: 'registry.k8s.io/dns/k8s-dns-node-cache:1.23.1', args: ['-localip', '169.254.20.10'] }])] },
  { name: 'quiet: no DNS in the snapshot', cluster: [web(), policy([])] },
  { name: 'quiet: nobody enforces policies', cluster: [...flannel(), ...dns(), web(), policy([])] },
]);
