import { configMap, controlPlanePod, daemonSet, node } from '../../../cni/cluster.table.js';

/** flannel, certain, with ranges of the nodes cut from `cidr`. */
export function flannel(cidr = '10.244.0.0/16'): object[] {
  return [
    daemonSet('kube-flannel-ds', [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4', command: ['/opt/bin/flanneld'], args: ['--kube-subnet-mgr'] }], { namespace: 'kube-flannel' }),
    configMap('kube-flannel-cfg', { 'net-conf.json': JSON.stringify({ Network: cidr, Backend: { Type: 'vxlan' } }) }, 'kube-flannel'),
  ];
}

/** Calico with pools of its own. */
export function calico(...pools: readonly object[]): object[] {
  return [
    daemonSet('calico-node', [{ name: 'calico-node', image: 'calico/node:v3.26.3' }, { name: 'install-cni', image: 'calico/cni:v3.26.3' }]),
    configMap('calico-config', { cni_network_config: '{"ipam": {"type": "calico-ipam"}}' }),
    ...pools.map((spec, i) => ({ apiVersion: 'crd.projectcalico.org/v1', kind: 'IPPool', metadata: { name: `pool-${i}`, uid: `pool-${i}` }, spec })),
  ];
}

export function serviceRange(cidr: string): object {
  return controlPlanePod('kube-apiserver', [`--service-cluster-ip-range=${cidr}`]);
}

/** Amazon's, whose pods have addresses of the network of the nodes. */
export const amazon = daemonSet('aws-node', [{ name: 'aws-node', image: 'registry.example/amazon-k8s-cni:v1.19.0' }]);

export { configMap, controlPlanePod, daemonSet, node };
