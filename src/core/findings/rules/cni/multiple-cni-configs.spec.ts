import { checkRule } from '../../cluster.table.js';
import { multipleCniConfigs } from './multiple-cni-configs.js';
import { calico, daemonSet, flannel, node } from './networks.table.js';

const conf = (...types: readonly string[]) => JSON.stringify({ cniVersion: '1.0.0', name: 'n', plugins: types.map((type) => ({ type })) });
const flannelFile = ['10-flannel.conflist', conf('flannel', 'portmap')] as const;
const calicoFile = ['10-calico.conflist', conf('calico', 'portmap')] as const;

/** What `tail -n +1 /etc/cni/net.d/*` prints on a node. */
const files = (onNode: string, ...each: readonly (readonly [string, string])[]) => ({ node: onNode, format: 'cni-conf', text: each.map(([name, text]) => `==> /etc/cni/net.d/${name} <==\n${text}\n`).join('\n') });

const agent = (name: string, onNode: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `${name}-${onNode}`, namespace: 'kube-system', uid: `${name}-${onNode}`, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name, uid: name, controller: true }] },
  spec: { nodeName: onNode, hostNetwork: true, containers: [{ name: 'agent' }] },
  status: { phase: 'Running' },
});
const netd = { hostPaths: { cni: '/etc/cni/net.d' } };
const twoAgents = [
  daemonSet('calico-node', [{ name: 'calico-node', image: 'calico/node:v3.26.3' }, { name: 'install-cni', image: 'calico/cni:v3.26.3' }], netd),
  daemonSet('kube-flannel-ds', [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4', command: ['/opt/bin/flanneld'], args: ['--kube-subnet-mgr'] }], netd),
];

checkRule(multipleCniConfigs, [
  {
    name: 'what an earlier plugin left goes first',
    cluster: [...flannel(), node('a'), node('b')],
    readouts: [files('a', calicoFile, flannelFile), files('b', flannelFile)],
    finds: ['warning Node a: On node a, 10-calico.conflist (calico) goes before 10-flannel.conflist of flannel: new pods get the network of the first.'],
  },
  {
    name: 'by bytes, 10- comes before 9-',
    cluster: [...flannel(), node('a')],
    readouts: [files('a', ['9-flannel.conflist', conf('flannel')], ['10-bridge.conf', JSON.stringify({ name: 'x', type: 'bridge' })])],
    finds: ['warning Node a: On node a, 10-bridge.conf (bridge) goes before 9-flannel.conflist of flannel: new pods get the network of the first.'],
  },
  {
    name: 'two agents on one node, without readouts',
    cluster: [...twoAgents, node('a'), node('b'), agent('calico-node', 'a'), agent('kube-flannel-ds', 'a'), agent('calico-node', 'b')],
    finds: ['warning DaemonSet kube-system/kube-flannel-ds: Calico and flannel run on a and write into /etc/cni/net.d: 10-calico.conflist goes before 10-flannel.conflist.'],
  },
  { name: 'quiet: each on nodes of its own', cluster: [...twoAgents, node('a'), node('b'), agent('calico-node', 'a'), agent('kube-flannel-ds', 'b')] },
  { name: 'quiet: the other comes later', cluster: [...flannel(), node('a')], readouts: [files('a', flannelFile, ['87-podman-bridge.conflist', conf('bridge')], ['99-loopback.conf', JSON.stringify({ name: 'lo', type: 'loopback' })])] },
  { name: 'quiet: Multus calls it', cluster: [...flannel(), node('a')], readouts: [files('a', ['00-multus.conf', JSON.stringify({ name: 'm', type: 'multus' })], flannelFile)] },
  { name: 'quiet: the first is a chain that holds it', cluster: [...calico({ cidr: '10.10.0.0/16' }), node('a')], readouts: [files('a', ['05-mine.conflist', conf('calico', 'istio-cni')], calicoFile)] },
  { name: 'quiet: no runtime looks at the other', cluster: [...flannel(), node('a')], readouts: [files('a', ['10-calico.conflist.bak', conf('calico')], flannelFile)] },
  { name: 'quiet: the file of the plugin was not read out', cluster: [...flannel(), node('a')], readouts: [files('a', calicoFile, ['20-x.conflist', conf('bridge')])] },
  { name: 'quiet: the names of the files are not told', cluster: [...flannel(), node('a')], readouts: [{ node: 'a', format: 'cni-conf', text: `${calicoFile[1]}\n${flannelFile[1]}` }] },
  { name: 'quiet: it was mended, and read out again', cluster: [...flannel(), node('a')], readouts: [files('a', calicoFile, flannelFile), files('a', flannelFile)] },
  { name: 'quiet: a readout of another format', cluster: [...flannel(), node('a')], readouts: [{ ...files('a', calicoFile, flannelFile), format: 'cni-log' }] },
]);
