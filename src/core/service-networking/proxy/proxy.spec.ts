import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../cluster/index.js';
import { clusterOf, configMap, node } from '../../cni/cluster.table.js';
import { proxyOf } from './proxy.js';
import type { ProxyLog } from './nodes.js';
import { renderProxyText } from './render.js';

const image = 'registry.k8s.io/kube-proxy:v1.34.0';

/** As kubeadm writes it. */
function kubeProxy({ command = ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf'], nodeSelector = {}, tolerations = [{ operator: 'Exists' }], ready = 1 }: { command?: readonly string[]; nodeSelector?: object; tolerations?: readonly object[]; ready?: number } = {}): object {
  const container = { name: 'kube-proxy', image, command, volumeMounts: [{ name: 'kube-proxy', mountPath: '/var/lib/kube-proxy' }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'kube-proxy', namespace: 'kube-system', uid: 'kp' },
    spec: { selector: { matchLabels: { 'k8s-app': 'kube-proxy' } }, template: { metadata: { labels: { 'k8s-app': 'kube-proxy' } }, spec: { hostNetwork: true, nodeSelector, tolerations, containers: [container], volumes: [{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } }] } } },
    status: { desiredNumberScheduled: 1, numberReady: ready },
  };
}

const config = (text: string) => configMap('kube-proxy', { 'config.conf': text });

function proxyPod(on: string, { ready = true, command = ['kube-proxy'] }: { ready?: boolean; command?: readonly string[] } = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `kube-proxy-${on}`, namespace: 'kube-system', uid: `kp-${on}`, labels: { 'k8s-app': 'kube-proxy' } },
    spec: { nodeName: on, hostNetwork: true, containers: [{ name: 'kube-proxy', image, command }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], ...(!ready && { containerStatuses: [{ name: 'kube-proxy', ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } }] }) },
  };
}

const cilium = (replacement: string) => [
  { ...kubeProxy({ command: ['cilium-agent'] }), metadata: { name: 'cilium', namespace: 'kube-system', uid: 'ci' }, spec: { selector: {}, template: { metadata: {}, spec: { hostNetwork: true, containers: [{ name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.16.5', command: ['cilium-agent'] }] } } } },
  configMap('cilium-config', { ipam: 'kubernetes', 'kube-proxy-replacement': replacement }),
];

const told = (objects: readonly object[], logs: readonly ProxyLog[] = [], coverage?: Partial<Coverage>) => proxyOf(clusterOf(objects, coverage), logs);
const health = (answer: ReturnType<typeof told>) => answer.nodes.items.map((each) => `${each.node} ${each.health} ${each.mode} ${each.modeFrom}`);

describe('kube-proxy', () => {
  it('that kubeadm set up is told with its mode, its settings and where they were read', () => {
    const answer = told([kubeProxy(), config('mode: ipvs\nclusterCIDR: 10.244.0.0/16\n'), node('a'), proxyPod('a')]);
    expect(answer).toMatchObject({ outcome: 'kube-proxy', mode: 'ipvs', daemonSets: [{ image, desired: 1, ready: 1 }], missing: [] });
    expect(answer.settings).toContainEqual(expect.objectContaining({ field: 'mode', value: 'ipvs', from: 'config', evidence: expect.objectContaining({ kind: 'ConfigMap', name: 'kube-proxy' }) as object }));
    expect(answer.localDetection).toEqual([{ ipFamily: 'IPv4', kind: 'cidr', value: '10.244.0.0/16' }, { ipFamily: 'IPv6', kind: 'none', value: null }]);
    expect(health(answer)).toEqual(['a ready ipvs config']);
    expect(answer.summary).toBe('kube-proxy in mode ipvs, ready on its one node.');
  });

  it('without a mode takes iptables, and that is said to be the default', () => {
    expect(told([kubeProxy(), config('clusterCIDR: 10.244.0.0/16\n'), node('a'), proxyPod('a')])).toMatchObject({ mode: 'iptables', nodes: { items: [{ mode: 'iptables', modeFrom: 'default' }] } });
  });

  it('whose file is not in the snapshot has a mode that is not known, unless its log tells it', () => {
    const cluster = [kubeProxy(), node('a'), proxyPod('a')];
    expect(told(cluster)).toMatchObject({ outcome: 'kube-proxy', mode: null, modes: [], nodes: { items: [{ health: 'ready', mode: null, modeFrom: null }] } });
    expect(told(cluster).summary).toBe('kube-proxy in a mode that the snapshot does not tell, ready on its one node.');
    expect(told(cluster, [{ node: 'a', mode: 'ipvs' }])).toMatchObject({ mode: 'ipvs', missing: [] });
  });

  it('of pods that no DaemonSet owns is told by their flags', () => {
    const answer = told([node('a'), proxyPod('a', { command: ['kube-proxy', '--proxy-mode=nftables'] })]);
    expect([answer.outcome, answer.mode, health(answer)]).toEqual(['kube-proxy', 'nftables', ['a ready nftables flag']]);
  });

  it.each([
    ['crashes', [kubeProxy(), config('mode: iptables\n'), node('a'), proxyPod('a', { ready: false })], 'a not-ready', 'CrashLoopBackOff'],
    ['is missing', [kubeProxy(), config('mode: iptables\n'), node('a')], 'a missing', 'should have a pod on the node'],
    ['is kept off by a taint', [kubeProxy({ tolerations: [] }), config('mode: iptables\n'), node('a', { taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] })], 'a left-out', 'taint gpu=yes:NoSchedule'],
    ['is kept off by its nodeSelector', [kubeProxy({ nodeSelector: { proxy: 'yes' } }), config('mode: iptables\n'), node('a')], 'a left-out', 'nodeSelector proxy=yes'],
    ['tolerates what the DaemonSet controller adds', [kubeProxy({ tolerations: [] }), config('mode: iptables\n'), node('a', { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }] })], 'a missing', ''],
    ['is not needed in k3s', [node('a', { kubelet: 'v1.34.1+k3s1' })], 'a without-pod', 'within its own process'],
    ['is not needed by a virtual node', [kubeProxy(), config('mode: iptables\n'), node('a', { labels: { type: 'virtual-kubelet' } })], 'a without-pod', 'no network stack'],
  ])('%s', (_, objects, expected, detail) => {
    const answer = told(objects);
    expect(`${answer.nodes.items[0]?.node} ${answer.nodes.items[0]?.health}`).toBe(expected);
    expect(answer.nodes.items[0]?.detail).toContain(detail);
  });

  it('is not judged where the snapshot does not hold the pods', () => {
    expect(health(told([kubeProxy(), config('mode: iptables\n'), node('a')], [], { Pod: { state: 'forbidden' } }))).toEqual(['a unknown null null']);
  });

  it('runs in the mode that its log tells, and a configuration that says otherwise is told', () => {
    const answer = told([kubeProxy(), config('mode: nftables\n'), node('a'), node('b'), proxyPod('a'), proxyPod('b')], [{ node: 'a', mode: 'iptables' }]);
    expect([answer.mode, health(answer)]).toEqual([null, ['a ready iptables log', 'b ready nftables config']]);
    expect(answer.warnings).toContain('By its log kube-proxy of node a runs in mode iptables, and what is written asks for nftables: it was not started since that was changed, or its log is of an earlier start.');
    expect(answer.summary).toContain('in different modes (iptables on a; nftables on b)');
  });
});

describe('what replaces kube-proxy', () => {
  it('is told, not guessed', () => {
    const answer = told([...cilium('true'), node('a')]);
    expect([answer.outcome, answer.mode, answer.settings, answer.replacements.map(({ name }) => name)]).toEqual(['replaced', 'none', [], ['cilium']]);
    expect(answer.summary).toBe('Cilium does what kube-proxy does; kube-proxy does not run.');
  });

  it('beside a kube-proxy that still runs is told', () => {
    const answer = told([...cilium('true'), kubeProxy(), config('mode: iptables\n'), node('a'), proxyPod('a')]);
    expect(answer.outcome).toBe('both');
    expect(answer.warnings).toContain('kube-proxy runs, and Cilium is set to do what it does: both program Services.');
  });

  it('is none where the plugin leaves Services to kube-proxy', () => {
    expect(told([...cilium('false'), kubeProxy(), config('mode: iptables\n'), node('a'), proxyPod('a')]).outcome).toBe('kube-proxy');
  });

  it('k3s has no object that tells the mode; a log does', () => {
    const cluster = [node('a', { kubelet: 'v1.34.1+k3s1' })];
    expect(told(cluster)).toMatchObject({ outcome: 'in-process', mode: null });
    expect(told(cluster, [{ node: 'a', mode: 'iptables' }])).toMatchObject({ outcome: 'in-process', mode: 'iptables', nodes: { items: [{ modeFrom: 'log' }] } });
  });

  it('nothing, where the snapshot would hold it', () => {
    const other = { ...proxyPod('a'), metadata: { name: 'web', namespace: 'shop', uid: 'w' }, spec: { nodeName: 'a', containers: [{ name: 'web', image: 'web:1' }] } };
    expect(told([node('a'), other]).outcome).toBe('none');
    const unknown = told([node('a'), other], [], { DaemonSet: { state: 'absent' } });
    expect([unknown.outcome, unknown.summary]).toEqual(['insufficient-information', 'The snapshot does not hold all DaemonSets: what serves ClusterIPs is not known.']);
  });

  it('is rendered with the nodes that are ill first', () => {
    const text = renderProxyText(told([kubeProxy(), config('mode: iptables\n'), node('a'), node('b'), proxyPod('a')]));
    expect(text.split('\n')[0]).toContain('kube-proxy in mode iptables; not at work on b');
    expect(text).toContain('Nodes without a working one');
  });
});
