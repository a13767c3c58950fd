import { checkRule, pod } from '../../cluster.table.js';
import { configMap, daemonSet, node } from '../cni/networks.table.js';
import { kubeProxyMissingOrMixed } from './kube-proxy-missing-or-mixed.js';

const image = 'registry.k8s.io/kube-proxy:v1.34.0';
const kubeProxy = (name = 'kube-proxy', args: readonly string[] = [], template: object = {}) => {
  const whole = daemonSet(name, [{ name: 'kube-proxy', image, command: ['kube-proxy', ...args] }]) as { spec: { template: { spec: object } } };
  return { ...whole, spec: { ...whole.spec, template: { ...whole.spec.template, spec: { ...whole.spec.template.spec, tolerations: [{ operator: 'Exists' }], ...template } } } };
};
const runs = (on: string, { ready = true }: { ready?: boolean } = {}) =>
  pod(`kube-proxy-${on}`, { ready, labels: {}, metadata: { namespace: 'kube-system' }, spec: { nodeName: on, hostNetwork: true, containers: [{ name: 'kube-proxy', image, command: ['kube-proxy'] }] }, status: { containerStatuses: [{ name: 'kube-proxy', ready, state: ready ? { running: {} } : { waiting: { reason: 'CrashLoopBackOff' } } }] } });
const cilium = [daemonSet('cilium', [{ name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.16.5', command: ['cilium-agent'] }]), configMap('cilium-config', { ipam: 'kubernetes', 'kube-proxy-replacement': 'true' })];

checkRule(kubeProxyMissingOrMixed, [
  {
    name: 'it crashes on one node and is missing on another',
    cluster: [kubeProxy(), node('a'), node('b'), node('c'), runs('a'), runs('b', { ready: false })],
    finds: ['critical Node b: kube-proxy-b is not ready: CrashLoopBackOff (container kube-proxy).', 'critical Node c: DaemonSet kube-system/kube-proxy should have a pod on the node, and has none.'],
  },
  {
    name: 'a taint keeps it off',
    cluster: [kubeProxy('kube-proxy', [], { tolerations: [] }), node('a', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] })],
    finds: ['critical Node a: DaemonSet kube-system/kube-proxy puts no pod there: it does not tolerate the taint gpu:NoSchedule.'],
  },
  {
    name: 'two DaemonSets of different modes',
    cluster: [kubeProxy('old', ['--proxy-mode=ipvs'], { nodeSelector: { pool: 'old' } }), kubeProxy('new', ['--proxy-mode=nftables'], { nodeSelector: { pool: 'new' } }), node('a', { labels: { pool: 'old' } }), node('b', { labels: { pool: 'old' } }), node('c', { labels: { pool: 'new' } }), runs('a'), runs('b'), runs('c')],
    finds: ['warning Node c: kube-proxy runs in mode ipvs on a and b and nftables on c: what a packet meets depends on the node.'],
  },
  { name: 'quiet: it is ready everywhere', cluster: [kubeProxy(), node('a'), runs('a')] },
  { name: 'quiet: another program replaces it', cluster: [...cilium, node('a')] },
  { name: 'quiet: another program replaces it, and it is being taken away', cluster: [...cilium, kubeProxy(), node('a')] },
  { name: 'quiet: the node is not ready, and its pods are not known', cluster: [kubeProxy(), node('a', { conditions: [{ type: 'Ready', status: 'Unknown' }] }), runs('a', { ready: false })] },
  { name: 'quiet: k3s runs it within itself', cluster: [node('a', { kubelet: 'v1.34.1+k3s1' })] },
  { name: 'quiet: a virtual node', cluster: [kubeProxy(), node('a'), runs('a'), node('v', { labels: { type: 'virtual-kubelet' } })] },
  { name: 'quiet: a node of Windows, which the DaemonSet for Linux leaves out', cluster: [kubeProxy('kube-proxy', [], { nodeSelector: { 'kubernetes.io/os': 'linux' } }), node('w', { labels: { 'kubernetes.io/os': 'windows' } })] },
  { name: 'quiet: nothing is known of a kube-proxy', cluster: [node('a'), pod('web-1')] },
]);
