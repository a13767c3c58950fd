import { checkRule, pod, service, workload } from '../../cluster.table.js';
import { flannel } from '../cni/networks.table.js';
import { backendsPolicyIsolated } from './backends-policy-isolated.js';

const policy = (spec: object, name = 'closed') => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'shop', uid: name }, spec: { podSelector: { matchLabels: { app: 'web' } }, ...spec } });
const from = (...peers: readonly object[]) => policy({ ingress: [{ from: peers }] });
const labelled = (app: string) => ({ matchLabels: { app } });
const crd = (name: string) => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name, uid: name }, spec: { group: 'cilium.io', scope: 'Namespaced', names: { kind: 'X' } } });
const web = [service({ ports: [{ port: 80, targetPort: 8080 }] }), pod('web-1')];
const front = pod('front', { labels: { app: 'front' } });
const told = (detail: string, severity = 'error') => [`${severity} Service shop/web: ${detail}`];

checkRule(backendsPolicyIsolated, [
  { name: 'nobody is admitted', cluster: [...web, front, policy({})], finds: told('Its ready endpoint may be called by nobody beyond its own node: NetworkPolicy shop/closed admits nobody.') },
  { name: 'on another port alone, that of the Service', cluster: [...web, front, policy({ ingress: [{ ports: [{ port: 80 }] }] })], finds: told('Its ready endpoint may be called by nobody beyond its own node: NetworkPolicy shop/closed admits 80/TCP alone.') },
  { name: 'pods that do not exist', cluster: [...web, front, from({ podSelector: labelled('frnt') })], finds: told('Its ready endpoint may be called by nobody beyond its own node: NetworkPolicy shop/closed admits pods app=frnt, of whom there are none.') },
  { name: 'pods of a namespace that does not exist', cluster: [...web, front, from({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'fronts' } } })], finds: told('Its ready endpoint may be called by nobody beyond its own node: NetworkPolicy shop/closed admits pods of namespaces kubernetes.io/metadata.name=fronts, of whom there are none.') },
  { name: 'several pods, several policies', cluster: [...web, pod('web-2', { ip: '10.244.1.6' }), policy({}), policy({ podSelector: {} }, 'default-deny')], finds: told('None of its 2 ready endpoints may be called by anybody beyond their own nodes: NetworkPolicy shop/closed admits nobody and NetworkPolicy shop/default-deny admits nobody.') },
  { name: 'a warning where policies of Cilium may admit more', cluster: [...web, front, policy({}), crd('ciliumnetworkpolicies.cilium.io')], finds: told('Its ready endpoint may be called by nobody beyond its own node: NetworkPolicy shop/closed admits nobody. Policies of Cilium, which are not in the snapshot, may admit more.', 'warning') },
  { name: 'quiet: no policy', cluster: [...web, front] },
  { name: 'quiet: a policy of egress', cluster: [...web, front, policy({ policyTypes: ['Egress'] })] },
  { name: 'quiet: a caller exists', cluster: [...web, front, from({ podSelector: labelled('front') })] },
  { name: 'quiet: a caller exists elsewhere, in a namespace whose labels are not known', cluster: [...web, pod('other', { labels: { app: 'x' }, metadata: { namespace: 'other' } }), from({ namespaceSelector: { matchLabels: { team: 'a' } } })] },
  { name: 'quiet: a caller will exist when its CronJob runs', cluster: [...web, from({ podSelector: labelled('nightly') }), { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'nightly', namespace: 'shop', uid: 'n' }, spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template: { metadata: { labels: { app: 'nightly' } }, spec: { containers: [{ name: 'a', image: 'x' }] } } } } } }] },
  { name: 'quiet: a caller that is scaled to none', cluster: [...web, from({ podSelector: labelled('front') }), workload('Deployment', 'front', { replicas: 0, selector: labelled('front'), template: { metadata: { labels: { app: 'front' } }, spec: { containers: [{ name: 'a', image: 'x' }] } } })] },
  { name: 'quiet: the pods call each other', cluster: [...web, from({ podSelector: labelled('web') })] },
  { name: 'quiet: a block of addresses', cluster: [...web, front, from({ ipBlock: { cidr: '203.0.113.0/24' } })] },
  { name: 'quiet: everybody', cluster: [...web, front, policy({ ingress: [{}] })] },
  { name: 'quiet: another policy opens the port', cluster: [...web, front, policy({}), policy({ ingress: [{ ports: [{ port: 8000, endPort: 8100 }] }] }, 'open')] },
  { name: 'quiet: one of its ports is open', cluster: [service({ ports: [{ name: 'a', port: 80, targetPort: 8080 }, { name: 'b', port: 81, targetPort: 9090 }] }), pod('web-1'), front, policy({ ingress: [{ ports: [{ port: 9090 }] }] })] },
  { name: 'quiet: one of its pods is not isolated', cluster: [...web, pod('web-2', { ip: '10.244.1.6', labels: { app: 'web', tier: 'b' } }), front, policy({ podSelector: { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] } })] },
  { name: 'quiet: no pod is ready, of which another rule tells', cluster: [service(), pod('web-1', { ready: false }), policy({})] },
  { name: 'quiet: a pod on the network of its node', cluster: [service(), pod('web-1', { spec: { hostNetwork: true } }), policy({})] },
  { name: 'quiet: nobody enforces policies', cluster: [...flannel(), ...web, front, policy({})] },
  { name: 'quiet: not all pods are in the snapshot', cluster: [...web, front, policy({})], coverage: { Pod: { state: 'collected', namespaces: ['shop'] } } },
]);
