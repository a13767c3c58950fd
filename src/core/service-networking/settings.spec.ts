import { describe, expect, it } from 'vitest';
import { clusterOf, kubeadmProxy, node, proxyDaemonSet } from './kube-proxy.table.js';
import { proxySettings, type ProxySettings } from './settings.js';

const machine = node('a', ['192.168.10.11', '2001:db8:10::11', '192.168.20.11'], { podCIDRs: ['10.244.1.0/24', 'fd00:244:0:1::/64'] });

function settingsOf(objects: readonly object[], machines: readonly object[] = [machine]): ProxySettings {
  const view = clusterOf([...objects, ...machines]);
  return proxySettings(view, view.objects('Node')[0]);
}

function detectors({ detectLocal }: ProxySettings): string {
  return [detectLocal.IPv4, detectLocal.IPv6].map((each) => (each.kind === 'cidr' ? each.cidr.text : each.kind === 'interface' ? each.name : each.kind === 'interface-prefix' ? `${each.prefix}+` : '-')).join(' ');
}

describe('what kube-proxy runs with', () => {
  it('is read from its ConfigMap, with the line that says so', () => {
    const settings = settingsOf(kubeadmProxy({ mode: 'ipvs', clusterCIDR: '10.244.0.0/16' }));
    expect(settings.mode).toBe('ipvs');
    expect(settings.read.find(({ field }) => field === 'mode')).toEqual({ field: 'mode', value: 'ipvs', from: 'config', evidence: { kind: 'ConfigMap', namespace: 'kube-system', name: 'kube-proxy', field: 'data[config.conf]', value: 'mode: "ipvs"' } });
  });

  it('is iptables where nothing else is said', () => {
    const settings = settingsOf(kubeadmProxy({ mode: '' }));
    expect([settings.mode, settings.masqueradeAll, settings.masqueradeBit, settings.localhostNodePorts, settings.warnings]).toEqual(['iptables', false, 14, true, []]);
  });

  it('is read from flags where there is no file', () => {
    const settings = settingsOf([proxyDaemonSet('kube-proxy:v1.33.1', ['kube-proxy', '--proxy-mode=nftables', '--cluster-cidr', '10.1.0.0/16', '--masquerade-all', '--nodeport-addresses=10.0.0.0/8,::1/128'])]);
    expect([settings.mode, detectors(settings), settings.masqueradeAll, settings.nodePortAddresses, settings.behaviour.minor]).toEqual(['nftables', '10.1.0.0/16 -', true, ['10.0.0.0/8', '::1/128'], 33]);
  });

  it('is read from flags in a line of a shell', () => {
    const settings = settingsOf([proxyDaemonSet('kube-proxy:v1.33.1', ['/bin/sh', '-c', 'kube-proxy --cluster-cidr=10.4.0.0/14 --v=2 1>>/var/log/kube-proxy.log 2>&1'])]);
    expect(detectors(settings)).toBe('10.4.0.0/14 -');
  });

  it('is not read from flags beside a file', () => {
    const [daemonSet, configMap] = kubeadmProxy({ mode: 'iptables' });
    expect(settingsOf([proxyDaemonSet('kube-proxy:v1.37.2', ['kube-proxy', '--config=/var/lib/kube-proxy/config.conf', '--proxy-mode=ipvs']), configMap as object]).mode).toBe('iptables');
    expect(daemonSet).toBeDefined();
  });

  it('is assumed, and said to be, where the file is missing', () => {
    const [daemonSet] = kubeadmProxy({});
    expect(settingsOf([daemonSet as object]).warnings).toEqual(['kube-proxy reads /var/lib/kube-proxy/config.conf from ConfigMap kube-system/kube-proxy, which is not in the snapshot: its defaults were assumed.']);
  });

  it('is assumed where the file is no configuration', () => {
    const [daemonSet] = kubeadmProxy({});
    const broken = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-proxy', namespace: 'kube-system' }, data: { 'config.conf': '[' } };
    expect(settingsOf([daemonSet as object, broken]).warnings).toEqual(['data[config.conf] of ConfigMap kube-system/kube-proxy is no configuration of kube-proxy: its defaults were assumed.']);
  });

  it('is that of the DaemonSet whose selector fits the node', () => {
    const windows = { ...(proxyDaemonSet('kube-proxy-windows:v1.37.2', ['kube-proxy', '--proxy-mode=kernelspace'], { 'kubernetes.io/os': 'windows' }) as { metadata: object }), metadata: { name: 'a-windows', namespace: 'kube-system' } };
    expect(settingsOf([windows, proxyDaemonSet('kube-proxy:v1.37.2', ['kube-proxy', '--proxy-mode=ipvs'])]).mode).toBe('ipvs');
  });

  it.each<readonly [name: string, config: object, expected: string]>([
    ['the cluster CIDR of each family', { clusterCIDR: '10.244.0.0/16,fd00:244::/56' }, '10.244.0.0/16 fd00:244::/56'],
    ['the first of a family, in canonical form', { clusterCIDR: '10.244.7.9/16, 10.9.0.0/16' }, '10.244.0.0/16 -'],
    ['nothing without a CIDR', {}, '- -'],
    ['the range of the node', { detectLocalMode: 'NodeCIDR', clusterCIDR: '10.244.0.0/16' }, '10.244.1.0/24 fd00:244:0:1::/64'],
    ['a bridge', { detectLocalMode: 'BridgeInterface', detectLocal: { bridgeInterface: 'cni0' } }, 'cni0 cni0'],
    ['names of interfaces', { detectLocalMode: 'InterfaceNamePrefix', detectLocal: { interfaceNamePrefix: 'veth' } }, 'veth+ veth+'],
  ])('tells pods by %s', (_, config, expected) => {
    expect(detectors(settingsOf(kubeadmProxy(config)))).toBe(expected);
  });

  it('warns of a node without a range where pods are told by it', () => {
    const settings = settingsOf(kubeadmProxy({ detectLocalMode: 'NodeCIDR' }), [node('a', ['192.168.10.11'])]);
    expect([detectors(settings), settings.warnings.length]).toEqual(['- -', 1]);
  });

  it.each<readonly [name: string, config: object, expected: readonly string[]]>([
    ['the words', { nodePortAddresses: ['primary', 'localhost'] }, ['192.168.10.11/32', '2001:db8:10::11/128', '127.0.0.0/8', '::1/128']],
    ['nothing in mode iptables', {}, []],
    ['the primary addresses in mode nftables', { mode: 'nftables' }, ['192.168.10.11/32', '2001:db8:10::11/128']],
    ['an address that it is told for its own', { nodePortAddresses: ['primary'], bindAddress: '192.168.20.11' }, ['192.168.20.11/32', '2001:db8:10::11/128']],
  ])('takes for the addresses of node ports %s', (_, config, expected) => {
    expect(settingsOf(kubeadmProxy(config)).nodePortAddresses).toEqual(expected);
  });

  it.each<readonly [minor: number, written: readonly string[], expected: readonly string[]]>([
    [30, ['primary'], ['primary']],
    [36, ['primary'], ['192.168.10.11/32', '2001:db8:10::11/128']],
    [36, ['primary', '10.0.0.0/8'], ['primary', '10.0.0.0/8']],
    [37, ['primary', '10.0.0.0/8'], ['192.168.10.11/32', '2001:db8:10::11/128', '10.0.0.0/8']],
  ])('of version 1.%i takes %j for %j', (minor, nodePortAddresses, expected) => {
    expect(settingsOf(kubeadmProxy({ nodePortAddresses }, `kube-proxy:v1.${minor}.0`)).nodePortAddresses).toEqual(expected);
  });

  it.each<readonly [name: string, objects: readonly object[], machine: object, expected: readonly [string | null, number, number]]>([
    ['the tag of the image', kubeadmProxy({}, 'registry.k8s.io/kube-proxy:v1.31.4-eksbuild.2'), machine, ['v1.31.4-eksbuild.2', 31, 0]],
    ['the node, where the image is named by a digest', kubeadmProxy({}, 'registry.k8s.io/kube-proxy@sha256:0123'), node('a', [], { version: 'v1.30.2+k3s1' }), ['v1.30.2+k3s1', 30, 0]],
    ['the nearest that is known, with a warning', kubeadmProxy({}, 'registry.k8s.io/kube-proxy:v1.24.0'), machine, ['v1.24.0', 29, 1]],
    ['the newest that is known, with a warning, of one that is newer', kubeadmProxy({}, 'registry.k8s.io/kube-proxy:v1.60.0'), machine, ['v1.60.0', 37, 1]],
  ])('is of the version of %s', (_, objects, machineOfCase, expected) => {
    const settings = settingsOf(objects, [machineOfCase]);
    expect([settings.kubernetesVersion, settings.behaviour.minor, settings.warnings.length]).toEqual(expected);
  });
});
