import { checkRule, pod, service, slice } from '../../cluster.table.js';
import { flannel } from '../cni/networks.table.js';
import { controller, ingress, ingressClass } from './controllers.table.js';
import { policyBlocksController } from './policy-blocks-controller.js';

const namespaces = ['shop', 'ingress'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: name, labels: { 'kubernetes.io/metadata.name': name } } }));
const edge = (spec: object = {}) => pod('edge-1', { labels: { app: 'edge' }, ip: '10.244.2.2', metadata: { namespace: 'ingress' }, spec, status: { podIPs: [{ ip: '10.244.2.2' }] } });
const served = ingress({ ingressClassName: 'nginx' });
const slices = { ...slice([{ addresses: ['10.244.1.5'], targetRef: { kind: 'Pod', name: 'web-1' } }]), ports: [{ name: '', port: 8080, protocol: 'TCP' }] };
const cluster = (...more: readonly object[]) => [...namespaces, controller(), ingressClass('nginx'), edge(), served, service({ ports: [{ port: 80, targetPort: 8080 }] }), pod('web-1'), slices, ...more];
const policy = (ingressRules: readonly object[], name = 'closed') => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'shop', uid: name }, spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress: ingressRules } });
const fromEdge = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } }, podSelector: { matchLabels: { app: 'edge' } } };
const blocked = 'critical Ingress shop/shop: NetworkPolicy shop/closed admits no pod of ingress/edge, which serves it, to port 8080 of the pods of web.';

checkRule(policyBlocksController, [
  { name: 'nobody is admitted', cluster: cluster(policy([])), finds: [blocked] },
  { name: 'pods of its own namespace alone', cluster: cluster(policy([{ from: [{ podSelector: {} }] }])), finds: [blocked] },
  { name: 'a pod called as the controller, of another namespace', cluster: cluster(policy([{ from: [{ podSelector: { matchLabels: { app: 'edge' } } }] }])), finds: [blocked] },
  { name: 'on the port of the Service', cluster: cluster(policy([{ from: [fromEdge], ports: [{ port: 80 }] }])), finds: [blocked] },
  {
    name: 'a warning where policies of Calico may admit more',
    cluster: cluster(policy([]), { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'globalnetworkpolicies.crd.projectcalico.org', uid: 'g' }, spec: { group: 'crd.projectcalico.org', scope: 'Cluster', names: { kind: 'GlobalNetworkPolicy' } } }),
    finds: [`${blocked.replace('critical', 'warning')} Policies of Calico, which are not in the snapshot, may admit more.`],
  },
  { name: 'quiet: the controller is admitted', cluster: cluster(policy([{ from: [fromEdge], ports: [{ port: 8080 }] }])) },
  { name: 'quiet: by another policy', cluster: cluster(policy([]), policy([{ from: [fromEdge] }], 'open')) },
  { name: 'quiet: everybody is admitted', cluster: cluster(policy([{}])) },
  { name: 'quiet: no policy on the backend', cluster: cluster({ ...policy([]), spec: { podSelector: { matchLabels: { app: 'db' } } } }) },
  { name: 'quiet: a block of addresses that holds the controller', cluster: cluster(policy([{ from: [{ ipBlock: { cidr: '10.244.0.0/16' } }] }])) },
  { name: 'quiet: the controller is on the network of its nodes', cluster: [...cluster(policy([])).filter((each) => (each as { metadata: { name: string } }).metadata.name !== 'edge-1'), edge({ hostNetwork: true })] },
  { name: 'quiet: no pod of the controller is in the snapshot', cluster: cluster(policy([])).filter((each) => (each as { metadata: { name: string } }).metadata.name !== 'edge-1') },
  { name: 'quiet: no pod of the backend is ready', cluster: [...cluster(policy([])).filter((each) => each !== slices), { ...slices, endpoints: [{ addresses: ['10.244.1.5'], conditions: { ready: false }, targetRef: { kind: 'Pod', name: 'web-1' } }] }] },
  { name: 'quiet: nobody enforces policies', cluster: [...flannel(), ...cluster(policy([]))] },
]);
