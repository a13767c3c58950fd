import { checkRule } from '../../cluster.table.js';
import { clusterCidrDisagreement } from './cluster-cidr-disagreement.js';
import { amazon, calico, configMap, controlPlanePod, daemonSet, flannel, node } from './networks.table.js';

const proxy = (clusterCIDR: string, more = '') => [daemonSet('kube-proxy', [{ name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v1.34.0', command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf'] }]), configMap('kube-proxy', { 'config.conf': `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nclusterCIDR: ${clusterCIDR}\n${more}` })];
const manager = (cidr: string, allocates = 'true') => controlPlanePod('kube-controller-manager', [`--allocate-node-cidrs=${allocates}`, `--cluster-cidr=${cidr}`]);
const a = node('a', { podCIDRs: ['10.244.0.0/24'] });

checkRule(clusterCidrDisagreement, [
  {
    name: 'the pool of Calico is not what kube-proxy knows',
    cluster: [...calico({ cidr: '192.168.0.0/16' }), ...proxy('10.244.0.0/16')],
    finds: ['error ConfigMap kube-system/kube-proxy: The pods of Calico are in 192.168.0.0/16 (IPPool), and kube-proxy takes 10.244.0.0/16 for the range of the pods.'],
  },
  {
    name: 'kube-proxy knows a part of it',
    cluster: [...calico({ cidr: '10.244.0.0/15' }), ...proxy('10.244.0.0/16')],
    finds: ['error ConfigMap kube-system/kube-proxy: The pods of Calico are in 10.244.0.0/15 (IPPool), and kube-proxy takes 10.244.0.0/16 for the range of the pods.'],
  },
  {
    name: 'the range of a node, by all three',
    cluster: [...flannel('10.244.0.0/16'), ...proxy('10.244.0.0/16'), manager('10.244.0.0/16'), a, node('b', { podCIDRs: ['10.99.1.0/24'] })],
    finds: [
      'error Node b: 1 range of nodes is not within the cluster CIDR of kube-controller-manager, 10.244.0.0/16: 10.99.1.0/24 of b.',
      'error Node b: 1 range of nodes is not within the network of flannel (net-conf.json), 10.244.0.0/16: 10.99.1.0/24 of b.',
      'error ConfigMap kube-system/kube-proxy: 1 range of nodes is not within the cluster CIDR of kube-proxy, 10.244.0.0/16: 10.99.1.0/24 of b.',
    ],
  },
  { name: 'quiet: all agree', cluster: [...flannel('10.244.0.0/16'), ...proxy('10.244.0.0/16'), manager('10.244.0.0/16'), a] },
  { name: 'quiet: kube-proxy knows a larger range', cluster: [...calico({ cidr: '10.244.0.0/16' }), ...proxy('10.0.0.0/8')] },
  { name: 'quiet: of two families, each in its own', cluster: [...calico({ cidr: '10.244.0.0/16' }, { cidr: 'fd00:244::/56' }), ...proxy('10.244.0.0/16,fd00:244::/56')] },
  { name: 'quiet: the pool is disabled', cluster: [...calico({ cidr: '10.244.0.0/16' }, { cidr: '192.168.0.0/16', disabled: true }), ...proxy('10.244.0.0/16')] },
  { name: 'quiet: kube-proxy has no range', cluster: [...calico({ cidr: '192.168.0.0/16' }), ...proxy('""')] },
  { name: 'quiet: kube-proxy tells pods by the range of its node', cluster: [...calico({ cidr: '192.168.0.0/16' }), ...proxy('10.244.0.0/16', 'detectLocalMode: NodeCIDR\n')] },
  { name: 'quiet: no kube-proxy runs, its ConfigMap is a remnant', cluster: [...calico({ cidr: '192.168.0.0/16' }), ...proxy('10.244.0.0/16').slice(1)] },
  { name: 'quiet: Calico does not use the ranges of the nodes', cluster: [...calico({ cidr: '10.244.0.0/16' }), ...proxy('10.244.0.0/16'), manager('10.99.0.0/16', 'false'), a] },
  { name: 'quiet: only kubeadm says otherwise', cluster: [...calico({ cidr: '192.168.0.0/16' }), ...proxy('192.168.0.0/16'), configMap('kubeadm-config', { ClusterConfiguration: 'networking: {podSubnet: 10.244.0.0/16}' })] },
  { name: 'quiet: a cloud gives the addresses', cluster: [amazon, ...proxy('10.244.0.0/16'), node('a')] },
  { name: 'quiet: the range of kube-proxy cannot be read', cluster: [...calico({ cidr: '192.168.0.0/16' }), ...proxy('10.244.0.0/99')] },
  { name: 'quiet: the plugin is not certain', cluster: [...proxy('10.244.0.0/16'), node('a', { podCIDRs: ['10.99.0.0/24'] })] },
]);
