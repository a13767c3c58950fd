import { checkRule } from '../../cluster.table.js';
import { calico, configMap, daemonSet, flannel, node } from './networks.table.js';
import { policyNotEnforced } from './policy-not-enforced.js';

const policy = (name: string, more: object = {}) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'shop', uid: name, ...more }, spec: { podSelector: {} } });
const router = (flag: string) => daemonSet('kube-router', [{ name: 'kube-router', image: 'cloudnativelabs/kube-router:v2.2.1', args: ['--run-router=false', `--run-firewall=${flag}`] }]);

checkRule(policyNotEnforced, [
  { name: 'flannel alone', cluster: [...flannel(), policy('a'), policy('b')], finds: ['warning DaemonSet kube-flannel/kube-flannel-ds: flannel enforces no policy, and nothing beside it does: without effect are 2 NetworkPolicies (shop/a and shop/b).'] },
  { name: 'beside an engine that is switched off', cluster: [...flannel(), router('false'), policy('a')], finds: ['warning DaemonSet kube-flannel/kube-flannel-ds: flannel enforces no policy, and nothing beside it does: without effect is 1 NetworkPolicy (shop/a).'] },
  { name: 'quiet: nobody asks for any', cluster: flannel() },
  { name: 'quiet: kube-router enforces them', cluster: [...flannel(), router('true'), policy('a')] },
  { name: 'quiet: Calico enforces them', cluster: [...calico({ cidr: '10.10.0.0/16' }), policy('a')] },
  { name: 'quiet: Calico beside flannel, in another pod', cluster: [...flannel(), daemonSet('calico-node', [{ name: 'calico-node', image: 'calico/node:v3.26.3', env: { CALICO_NETWORKING_BACKEND: 'none' } }]), policy('a')] },
  { name: 'quiet: whether Cilium does is not told', cluster: [daemonSet('cilium', [{ name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.18.1' }]), policy('a')] },
  { name: 'quiet: k3s has a controller of its own, unless told otherwise', cluster: [node('a', { kubelet: 'v1.30.4+k3s1', annotations: { 'flannel.alpha.coreos.com/backend-type': 'vxlan' } }), policy('a')] },
  { name: 'quiet: the plugin is not known', cluster: [policy('a'), configMap('kube-flannel-cfg', { 'net-conf.json': '{}' })] },
  { name: 'quiet: the policy is being deleted', cluster: [...flannel(), policy('a', { deletionTimestamp: '2026-01-01T00:00:00Z' })] },
]);
