import { checkRule } from '../../cluster.table.js';
import { amazon, calico, configMap, controlPlanePod, flannel, serviceRange } from './networks.table.js';
import { podServiceCidrOverlap } from './pod-service-cidr-overlap.js';

checkRule(podServiceCidrOverlap, [
  {
    name: 'the pods’ range holds that of the Services',
    cluster: [...flannel('10.0.0.0/8'), serviceRange('10.96.0.0/12')],
    finds: ['critical ConfigMap kube-flannel/kube-flannel-cfg: 10.0.0.0/8 of the pods (net-conf.json) and 10.96.0.0/12 of the Services (apiserver-flag) share 10.96.0.0/12.'],
  },
  {
    name: 'a pool within the Services’ range',
    cluster: [...calico({ cidr: '10.100.0.0/16' }), serviceRange('10.96.0.0/12')],
    finds: ['critical IPPool pool-0: 10.100.0.0/16 of the pods (IPPool) and 10.96.0.0/12 of the Services (apiserver-flag) share 10.100.0.0/16.'],
  },
  { name: 'quiet: neighbours', cluster: [...flannel('10.112.0.0/12'), serviceRange('10.96.0.0/12')] },
  { name: 'quiet: the pool is disabled', cluster: [...calico({ cidr: '10.100.0.0/16', disabled: true }), serviceRange('10.96.0.0/12')] },
  { name: 'quiet: only kube-proxy takes it for the pods’ range', cluster: [...flannel(), configMap('kube-proxy', { 'config.conf': 'clusterCIDR: 10.0.0.0/8' }), serviceRange('10.96.0.0/12')] },
  { name: 'quiet: a cloud gives the addresses', cluster: [amazon, controlPlanePod('kube-controller-manager', ['--cluster-cidr=10.0.0.0/8']), serviceRange('10.96.0.0/12')] },
  { name: 'quiet: no plugin is certain', cluster: [configMap('kubeadm-config', { ClusterConfiguration: 'networking: {podSubnet: 10.0.0.0/8, serviceSubnet: 10.96.0.0/12}' })] },
  { name: 'quiet: the range is unreadable', cluster: [...flannel('10.0.0.0/99'), serviceRange('10.96.0.0/12')] },
]);
