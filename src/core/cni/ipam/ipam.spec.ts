import { describe, expect, it } from 'vitest';
import type { ClusterView } from '../../cluster/index.js';
import { parseCidr } from '../../ip/index.js';
import { clusterOf, configMap, controlPlanePod, daemonSet, node, pod } from '../cluster.table.js';
import { calicoBlocks, ciliumHostScope, hostLocal, ovnSwitch, weaveRange } from './capacity.js';
import { ipamOf, ipamOverTime, renderIpamText } from './index.js';

describe('the capacity of a piece', () => {
  it.each([
    { rule: hostLocal, cidr: '10.244.1.0/24', pods: 253n },
    { rule: hostLocal, cidr: '10.244.1.0/30', pods: 1n },
    { rule: hostLocal, cidr: '10.244.1.0/31', pods: 0n },
    { rule: hostLocal, cidr: '10.244.1.1/32', pods: 0n },
    { rule: hostLocal, cidr: 'fd00::/126', pods: 2n },
    { rule: hostLocal, cidr: 'fd00::/64', pods: 2n ** 64n - 2n },
    { rule: ciliumHostScope(true), cidr: '10.0.1.0/24', pods: 252n },
    { rule: ciliumHostScope(false), cidr: '10.0.1.0/24', pods: 253n },
    { rule: ciliumHostScope(true), cidr: '10.0.1.0/31', pods: 0n },
    { rule: ciliumHostScope(true), cidr: 'fd00::/64', pods: 65_532n },
    { rule: calicoBlocks, cidr: '192.168.0.0/26', pods: 64n },
    { rule: calicoBlocks, cidr: 'fd00::/122', pods: 64n },
    { rule: weaveRange, cidr: '10.32.0.0/12', pods: 1_048_574n },
    { rule: ovnSwitch, cidr: '10.128.0.0/23', pods: 508n },
    { rule: ovnSwitch, cidr: 'fd01::/64', pods: 65_533n },
    { rule: ovnSwitch, cidr: 'fd01::/120', pods: 253n },
  ])('of $cidr is $pods: $rule.text', ({ rule, cidr, pods }) => {
    expect(rule.capacity(parseCidr(cidr))).toBe(pods);
  });
});

const flannel = [
  daemonSet('kube-flannel-ds', [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4', command: ['/opt/bin/flanneld'], args: ['--kube-subnet-mgr'] }]),
  configMap('kube-flannel-cfg', { 'net-conf.json': '{"Network":"10.244.0.0/22","Backend":{"Type":"vxlan"}}' }),
];

describe('pieces in the spec of nodes', () => {
  const view = clusterOf([
    ...flannel,
    controlPlanePod('kube-controller-manager', ['--cluster-cidr=10.244.0.0/22']),
    node('a', { podCIDRs: ['10.244.0.0/24'], pods: '110' }),
    node('b', { podCIDRs: ['10.244.1.0/24'], pods: '500' }),
    pod('one', { ip: '10.244.0.2' }),
    pod('two', { ip: '10.244.1.2', node: 'b' }),
    pod('ended', { ip: '10.244.1.3', node: 'b', phase: 'Succeeded' }),
    pod('host', { ip: '192.168.10.11', hostNetwork: true }),
    pod('lost', { ip: '10.244.1.9' }),
    pod('far', { ip: '10.9.9.9', node: 'b' }),
  ]);
  const answer = ipamOf(view);

  it('fill the range, and leave room for nodes', () => {
    expect(answer.pools).toEqual([
      { cidr: '10.244.0.0/22', source: 'controller-manager-flag', capacity: 1012, allocated: 3, free: 1009, utilisation: 0.002964, nodePrefixLength: 24, blocksUsed: 2, blocks: 4, nodesAddable: 2, isDisabled: false },
    ]);
  });

  it('are told by node, with what runs out first', () => {
    expect(answer.nodes).toEqual([
      { node: 'a', blocks: [{ cidr: '10.244.0.0/24', capacity: 253, allocated: 1, free: 252 }], capacity: 253, allocated: 2, free: 252, utilisation: 0.003952, maxPods: 110, pods: 4, limit: 'max-pods' },
      { node: 'b', blocks: [{ cidr: '10.244.1.0/24', capacity: 253, allocated: 2, free: 251 }], capacity: 253, allocated: 2, free: 251, utilisation: 0.007905, maxPods: 500, pods: 2, limit: 'addresses' },
    ]);
  });

  it('tell pods outside of them, and whose piece it is', () => {
    expect(answer.outside.items.map(({ address, pod: { name }, rangeOf }) => [address, name, rangeOf])).toEqual([
      ['10.9.9.9', 'far', null],
      ['10.244.1.9', 'lost', 'b'],
    ]);
  });

  it('are of what kube-controller-manager does untold, where no node has one', () => {
    const bare = clusterOf([...flannel, controlPlanePod('kube-controller-manager', ['--cluster-cidr=10.244.0.0/16']), node('a')]);
    expect(ipamOf(bare).pools).toMatchObject([{ nodePrefixLength: 24, blocks: 256, nodesAddable: 256 }]);
    expect(ipamOf(bare).warnings).toContain('Nodes without a range in spec.podCIDRs: 1.');
    expect(ipamOf(clusterOf([...flannel, node('a')])).pools).toMatchObject([{ cidr: '10.244.0.0/22', nodePrefixLength: null, capacity: null, nodesAddable: null }]);
  });

  it('of two families give as many pods as the smaller', () => {
    const dual = clusterOf([...flannel, node('a', { podCIDRs: ['10.244.0.0/28', 'fd00::/64'] }), pod('one', { ips: ['10.244.0.2', 'fd00::2'] })]);
    expect(ipamOf(dual).nodes).toMatchObject([{ capacity: 13, free: 12, blocks: [{ capacity: 13 }, { cidr: 'fd00::/64', capacity: '18446744073709551614', allocated: 1, free: '18446744073709551613' }] }]);
  });
});

const calicoDs = daemonSet('calico-node', [{ name: 'calico-node', image: 'calico/node:v3.26.3' }, { name: 'install-cni', image: 'calico/cni:v3.26.3' }]);
const calicoConfig = configMap('calico-config', { cni_network_config: '{"ipam": {"type": "calico-ipam"}}' });
const pool = (name: string, spec: object) => ({ apiVersion: 'crd.projectcalico.org/v1', kind: 'IPPool', metadata: { name }, spec });
const block = (cidr: string, affinity: string, owners: readonly (object | null)[]) => ({
  apiVersion: 'crd.projectcalico.org/v1',
  kind: 'IPAMBlock',
  metadata: { name: cidr.replace(/[./]/g, '-') },
  spec: { cidr, affinity: `host:${affinity}`, allocations: owners.map((owner, i) => (owner === null ? null : i)), unallocated: [], attributes: owners.map((owner) => (owner === null ? {} : { handle_id: 'h', secondary: owner })) },
});

describe('Calico’s blocks', () => {
  const view = clusterOf([
    calicoDs,
    calicoConfig,
    pool('p', { cidr: '192.168.0.0/24', blockSize: 26, vxlanMode: 'Always' }),
    pool('off', { cidr: '172.16.0.0/24', disabled: true }),
    node('a'),
    node('b'),
    block('192.168.0.0/26', 'a', [{ node: 'a', type: 'vxlanTunnelAddress' }, { namespace: 'shop', pod: 'one', node: 'a' }, { namespace: 'shop', pod: 'gone', node: 'a' }, { namespace: 'shop', pod: 'starting', node: 'a' }]),
    block('192.168.0.64/26', 'b', [null, { namespace: 'shop', pod: 'done', node: 'b' }, { namespace: 'shop', pod: 'one', node: 'a' }]),
    pod('one', { ip: '192.168.0.1' }),
    pod('starting', { phase: 'Pending' }),
    pod('done', { ip: '192.168.0.65', node: 'b', phase: 'Succeeded' }),
    pod('far', { ip: '10.1.1.1' }),
  ]);
  const answer = ipamOf(view);

  it('fill the pools, whole: nothing is held back', () => {
    expect(answer.pools).toMatchObject([
      { cidr: '172.16.0.0/24', capacity: 256, allocated: 0, isDisabled: true, blocks: 4 },
      { cidr: '192.168.0.0/24', capacity: 256, allocated: 6, free: 250, nodePrefixLength: 26, blocksUsed: 2, blocks: 4, nodesAddable: 2, isDisabled: false },
    ]);
    expect(answer.nodes).toMatchObject([{ node: 'a', capacity: 64, free: 60 }, { node: 'b', capacity: 64, free: 62 }]);
  });

  it('tell addresses that no pod has, but not those of tunnels and of pods that start', () => {
    expect(answer.leaks.items.map(({ detail }) => detail)).toEqual([
      '192.168.0.2 is given to Pod shop/gone, and there is no such pod.',
      '192.168.0.65 is given to Pod shop/done, and it has ended (Succeeded).',
      '192.168.0.66 is given to Pod shop/one, and it has another address.',
    ]);
  });

  it('bind no pod to the block of its node: borrowing is lawful', () => {
    expect(answer.outside.items.map(({ address, rangeOf }) => [address, rangeOf])).toEqual([['10.1.1.1', null]]);
    expect(ipamOf(clusterOf([calicoDs, calicoConfig, pool('p', { cidr: '192.168.0.0/24' }), node('a'), block('192.168.0.64/26', 'b', []), pod('one', { ip: '192.168.0.66' })])).outside.total).toBe(0);
  });

  it('where they are not held are not guessed: the addresses of the pods are counted', () => {
    const without = ipamOf(clusterOf([calicoDs, calicoConfig, pool('p', { cidr: '192.168.0.0/24' }), pod('one', { ip: '192.168.0.1' })], { IPAMBlock: { state: 'absent' } }));
    expect(without.pools).toMatchObject([{ allocated: 1, blocksUsed: null, nodesAddable: null }]);
    expect(without.warnings[0]).toContain('holds no IPAMBlocks');
  });
});

describe('other ways of counting', () => {
  const ciliumDs = daemonSet('cilium', [{ name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.18.1', command: ['cilium-agent'] }]);
  const ciliumNode = (name: string, ipam: object, used?: object) => ({ apiVersion: 'cilium.io/v2', kind: 'CiliumNode', metadata: { name }, spec: { ipam }, ...(used && { status: { ipam: { used } } }) });

  it('CiliumNodes of a pool for the cluster, and one whose Node is gone', () => {
    const view = clusterOf([ciliumDs, configMap('cilium-config', { ipam: 'cluster-pool', 'cluster-pool-ipv4-cidr': '10.0.0.0/22', 'cluster-pool-ipv4-mask-size': '24' }), node('a'), ciliumNode('a', { podCIDRs: ['10.0.0.0/24'] }), ciliumNode('gone', { podCIDRs: ['10.0.1.0/24'] }), pod('one', { ip: '10.0.0.7' }), pod('two', { ip: '10.0.1.7' })]);
    expect(ipamOf(view)).toMatchObject({
      pools: [{ cidr: '10.0.0.0/22', nodePrefixLength: 24, blocks: 4, blocksUsed: 2, nodesAddable: 2, capacity: 1008, allocated: 2 }],
      nodes: [{ node: 'a', capacity: 252, free: 251 }],
      outside: { items: [{ address: '10.0.1.7', rangeOf: 'gone' }] },
      leaks: { items: [{ address: '10.0.1.0/24', owner: 'gone' }] },
    });
  });

  it('Weave’s one range, of which every node takes an address', () => {
    const view = clusterOf([daemonSet('weave-net', [{ name: 'weave', image: 'weaveworks/weave-kube:2.8.1', env: { IPALLOC_RANGE: '10.32.0.0/24' } }]), node('a', { podCIDRs: ['10.99.0.0/24'] }), node('b'), pod('one', { ip: '10.32.0.9' }), pod('two', { ip: '10.99.0.4' })]);
    expect(ipamOf(view)).toMatchObject({ pools: [{ capacity: 252, allocated: 1, blocks: null, nodesAddable: null }], nodes: [{ capacity: null, limit: null }, { capacity: null }], outside: { items: [{ address: '10.99.0.4', rangeOf: null }] } });
  });

  it('OVN-Kubernetes’ annotations', () => {
    const view = clusterOf([
      daemonSet('ovnkube-node', [{ name: 'ovn-controller', image: 'ghcr.io/ovn-org/ovn-kubernetes/ovn-kube-u:v1' }]),
      configMap('ovn-config', { net_cidr: '10.128.0.0/14/23' }),
      node('a', { annotations: { 'k8s.ovn.org/node-subnets': '{"default":["10.128.0.0/23"]}' } }),
      node('b', { annotations: { 'k8s.ovn.org/node-subnets': 'no JSON' } }),
      pod('one', { ip: '10.128.0.9' }),
    ]);
    expect(ipamOf(view)).toMatchObject({ pools: [{ blocks: 512, blocksUsed: 1, nodesAddable: 511 }], nodes: [{ capacity: 508, free: 507 }, { capacity: null }] });
  });

  it.each<{ name: string; view: ClusterView; says: string }>([
    { name: 'the cloud', view: clusterOf([daemonSet('aws-node', [{ name: 'aws-node', image: 'x/amazon-k8s-cni:v1.19.0' }]), node('a')]), says: 'The addresses of Amazon VPC CNI are kept outside the cluster: no object of it tells how many there are.' },
    { name: 'nobody known', view: clusterOf([node('a', { podCIDRs: ['10.0.0.0/24'] })]), says: 'The snapshot does not tell which CNI plugin gives out addresses.' },
    { name: 'two at once', view: clusterOf([...flannel, ciliumDs, node('a')]), says: 'Cilium and flannel would give out addresses: which does on which node is not told.' },
  ])('not where they are of $name', ({ view, says }) => {
    expect(ipamOf(view)).toMatchObject({ outcome: 'insufficient-information', pools: [], missing: [says] });
  });
});

describe('what is wrong', () => {
  const view = clusterOf([
    ...flannel,
    controlPlanePod('kube-controller-manager', ['--cluster-cidr=10.244.0.0/16']),
    controlPlanePod('kube-apiserver', ['--service-cluster-ip-range=10.244.128.0/24']),
    node('a', { podCIDRs: ['10.244.0.0/24'], address: '10.244.200.1' }),
    pod('one', { ip: '10.244.0.2' }),
    pod('two', { ip: '10.244.0.2' }),
  ]);

  it('goes first: shared addresses, overlaps', () => {
    const { summary, duplicates, overlaps } = ipamOf(view);
    expect(summary).toBe('10.244.0.0/16: 2 of 64768 addresses in use (under 0.1 %); room for 255 more nodes. 10.244.0.2 is the address of Pod shop/one and Pod shop/two and 2 overlaps of ranges.');
    expect(duplicates.total).toBe(1);
    expect(overlaps.items).toMatchObject([
      { a: { kind: 'pods', cidr: '10.244.0.0/16', source: 'controller-manager-flag' }, b: { kind: 'services', cidr: '10.244.128.0/24', source: 'apiserver-flag' }, common: '10.244.128.0/24' },
      { a: { kind: 'pods', cidr: '10.244.0.0/16', source: 'controller-manager-flag' }, b: { kind: 'node', cidr: '10.244.200.1/32', source: 'a' }, common: '10.244.200.1/32' },
    ]);
    expect(renderIpamText(ipamOverTime(view, 1, ipamOf(view), []))).toContain('- 10.244.128.0/24 is of pods 10.244.0.0/16 (controller-manager-flag) and of\n  services 10.244.128.0/24 (apiserver-flag)');
  });
});
