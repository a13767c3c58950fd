import { describe, expect, it } from 'vitest';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../cluster/index.js';
import { InputError } from '../../errors.js';
import { parseReadout } from '../../readouts/index.js';
import type { NodeReadout } from './kubelet-settings.js';
import { resolvConfOfPod, type ResolvConfAnswer } from './resolv-conf-answer.js';

const pod = (spec: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop', uid: 'p' }, spec: { nodeName: 'worker-1', containers: [], ...spec } });
const node = (kubeletVersion = 'v1.34.1') => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1', uid: 'n' }, status: { nodeInfo: { kubeletVersion }, addresses: [{ type: 'InternalIP', address: '192.0.2.7' }] } });
const configMap = (name: string, data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kube-system', uid: name }, data });
const kubelet = (yaml: string, name = 'kubelet-config') => configMap(name, { kubelet: `kind: KubeletConfiguration\n${yaml}` });
const dnsService = (spec: object = {}, name = 'kube-dns', namespace = 'kube-system') => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace, uid: name, labels: { 'k8s-app': 'kube-dns' } }, spec: { clusterIP: '10.96.0.10', ports: [{ port: 53, protocol: 'UDP' }], ...spec } });
const kubeadm = configMap('kubeadm-config', { ClusterConfiguration: 'networking:\n  dnsDomain: corp.local\n' });
const readout = (format: string, text: string, on = 'worker-1'): NodeReadout => ({ node: on, readout: parseReadout(format, text) });
const host = readout('resolv-conf', 'nameserver 192.0.2.53\nsearch lan.example\noptions rotate\n');

const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
const ask = (objects: object[], readouts: NodeReadout[] = [], zone: string | null = null): ResolvConfAnswer =>
  resolvConfOfPod(new ClusterView({ ...readCluster(objects), coverage: whole }), 'shop', 'web', readouts, () => (zone === null ? null : { value: zone, source: 'Corefile', evidence: [], isDeduced: true }));
const lines = ({ outcome, text }: ResolvConfAnswer) => [outcome, ...text.trimEnd().split('\n')];
const from = ({ settings }: ResolvConfAnswer) => settings.map(({ setting, value, source }) => `${setting} ${value} ${source}`);

describe('where the settings of the kubelet are found', () => {
  it.each<[string, object[], NodeReadout[], string | null, string[]]>([
    ['in the ConfigMap of kubeadm', [kubelet('clusterDNS: [10.96.0.10]\nclusterDomain: cluster.local\n'), dnsService({ clusterIP: '10.0.0.1' })], [], null, ['clusterDNS 10.96.0.10 kubelet-config', 'clusterDomain cluster.local kubelet-config']],
    ['in that of the node’s own version first', [node('v1.21.3'), kubelet('clusterDNS: [10.0.0.1]', 'kubelet-config-1.20'), kubelet('clusterDNS: [10.0.0.2]', 'kubelet-config-1.21')], [], null, ['clusterDNS 10.0.0.2 kubelet-config']],
    ['in a readout of the node before all', [kubelet('clusterDNS: [10.96.0.10]\nclusterDomain: cluster.local\n')], [readout('kubelet-config', 'kubelet --cluster-dns=169.254.20.10 --cluster-domain=a.example\n')], null, ['clusterDNS 169.254.20.10 readout', 'clusterDomain a.example readout']],
    ['not in a readout of another node', [kubelet('clusterDNS: [10.96.0.10]')], [readout('kubelet-config', 'kubelet --cluster-dns=169.254.20.10\n', 'worker-2')], null, ['clusterDNS 10.96.0.10 kubelet-config']],
    ['in what k3s tells', [configMap('cluster-dns', { clusterDNS: '10.43.0.10', clusterDomain: 'cluster.local' })], [], null, ['clusterDNS 10.43.0.10 cluster-dns', 'clusterDomain cluster.local cluster-dns']],
    ['by the DNS Service and kubeadm’s domain', [dnsService({ clusterIPs: ['10.96.0.10', 'fd00::a'] }), kubeadm], [], 'zone.example', ['clusterDNS 10.96.0.10 fd00::a Service', 'clusterDomain corp.local kubeadm-config']],
    ['by the DNS Service and the Corefile', [dnsService()], [], 'zone.example', ['clusterDNS 10.96.0.10 Service', 'clusterDomain zone.example Corefile']],
    ['not by a Service of another namespace that is called likewise but is headless', [dnsService({ clusterIP: 'None' })], [], null, []],
  ])('%s', (_, objects, readouts, zone, expected) => {
    expect(from(ask([pod(), ...objects], readouts, zone))).toEqual(expected);
  });
});

describe('the resolv.conf of a pod of the snapshot', () => {
  const settings = kubelet('clusterDNS: [10.96.0.10]\nclusterDomain: cluster.local\n');

  it.each<[string, object[], NodeReadout[], string[]]>([
    ['is known whole with the file of its node', [pod(), settings], [host], ['known', 'search shop.svc.cluster.local svc.cluster.local cluster.local lan.example', 'nameserver 10.96.0.10', 'options ndots:5']],
    ['is known but for the node’s domains without it', [pod(), settings], [], ['partly-known', 'search shop.svc.cluster.local svc.cluster.local cluster.local', 'nameserver 10.96.0.10', 'options ndots:5']],
    ['is the node’s with Default', [pod({ dnsPolicy: 'Default' }), settings], [host], ['known', 'search lan.example', 'nameserver 192.0.2.53', 'options rotate']],
    ['is not known with Default and without the file of the node', [pod({ dnsPolicy: 'Default' }), settings], [], ['insufficient-information', '']],
    ['is the node’s on the network of the node', [pod({ hostNetwork: true }), settings], [host], ['known', 'search lan.example', 'nameserver 192.0.2.53', 'options rotate']],
    ['is known with None without anything else', [pod({ dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.1'] } })], [], ['known', 'nameserver 192.0.2.1']],
    ['is not known where nothing tells the cluster DNS', [pod()], [host], ['insufficient-information', '']],
    ['is not written where the kubelet refuses the file of the node', [pod(), settings], [readout('resolv-conf', 'nameserver\nsearch a.example\n')], ['not-written', '']],
    ['points at loopback where the kubelet reads no file', [pod({ dnsPolicy: 'Default' }), node(), kubelet('clusterDNS: [10.96.0.10]\nresolvConf: ""\n')], [], ['known', 'search .', 'nameserver 127.0.0.1']],
    ['is the node’s where the kubelet is set to no cluster DNS', [pod(), kubelet('clusterDNS: []\nclusterDomain: a.example\n')], [host], ['known', 'search lan.example', 'nameserver 192.0.2.53', 'options rotate']],
  ])('%s', (_, objects, readouts, expected) => {
    expect(lines(ask(objects, readouts))).toEqual(expected);
  });

  it('says which domain it takes where nothing tells it, and that the address is deduced', () => {
    const { warnings } = ask([pod(), dnsService()], [host]);
    expect(warnings).toEqual([expect.stringContaining('cluster.local is taken'), expect.stringContaining('taken to be the address of the DNS Service')]);
    expect(ask([pod(), settings], [host]).warnings).toEqual([]);
  });

  it('names the object and the field of each decision', () => {
    const { steps } = ask([pod({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }), settings], [host]);
    expect(steps.flatMap(({ evidence }) => evidence.map(({ kind, name, field }) => `${kind} ${name} ${field}`))).toEqual([
      'Pod web spec.dnsPolicy', 'Pod web spec.hostNetwork', 'ConfigMap kubelet-config data.kubelet clusterDNS', 'ConfigMap kubelet-config data.kubelet clusterDomain',
    ]);
  });

  it('cuts by the limits of the node’s kubelet', () => {
    const searches = ['a', 'b', 'c', 'd'].map((letter) => `${letter}.example`);
    const dropped = (version: string) => ask([pod({ dnsConfig: { searches } }), node(version), settings], [host]).dropped.map(({ value }) => value);
    expect([dropped('v1.25.3'), dropped('v1.26.0')]).toEqual([['c.example', 'd.example'], []]);
  });

  it('of a pod that is not there is not found, with the near ones', () => {
    const view = new ClusterView({ ...readCluster([pod()]), coverage: whole });
    expect(() => resolvConfOfPod(view, 'shop', 'wep')).toThrow(new InputError('not-found', 'the snapshot has no pod "shop/wep"; near names: web'));
    expect(() => resolvConfOfPod(view, 'shpo', 'web')).toThrow(new InputError('not-found', 'the snapshot has no pod "shpo/web"; near names: shop/web'));
  });
});
