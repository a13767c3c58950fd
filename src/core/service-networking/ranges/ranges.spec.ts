import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../cluster/index.js';
import { clusterOf, configMap, controlPlanePod, daemonSet, node } from '../../cni/cluster.table.js';
import { rangesOf } from './ranges.js';
import { renderRangesMarkdown, renderRangesText } from './render.js';

const service = (name: string, clusterIP: string, namespace = 'default') => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace, uid: `${namespace}/${name}` }, spec: { clusterIP, ports: [{ port: 443 }] } });
const kubernetes = (ip: string) => service('kubernetes', ip);
const serviceCIDR = (name: string, cidrs: readonly string[], more: object = {}) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name, uid: name, ...more }, spec: { cidrs }, status: { conditions: [{ type: 'Ready', status: 'True' }] } });
const apiserver = (...args: string[]) => controlPlanePod('kube-apiserver', args);
const kubeadm = (networking: string) => configMap('kubeadm-config', { ClusterConfiguration: networking });
const flannel = (cidr: string) => [
  daemonSet('kube-flannel-ds', [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4', command: ['/opt/bin/flanneld'], args: ['--kube-subnet-mgr'] }], { namespace: 'kube-flannel' }),
  configMap('kube-flannel-cfg', { 'net-conf.json': JSON.stringify({ Network: cidr, Backend: { Type: 'vxlan' } }) }, 'kube-flannel'),
];

const told = (objects: readonly object[], coverage?: Partial<Coverage>) => {
  const answer = rangesOf(clusterOf(objects, coverage));
  return { ...answer, of: answer.services.map(({ cidr, source, isInForce, state }) => [cidr, source, ...(isInForce ? ['in force'] : []), ...(state === null ? [] : [state])].join(' ')) };
};

describe('the range of the Services', () => {
  it.each([
    ['ServiceCIDR objects', [serviceCIDR('kubernetes', ['10.96.0.0/16', 'fd00:96::/112']), apiserver('--service-cluster-ip-range=10.96.0.0/16,fd00:96::/112')], ['10.96.0.0/16 ServiceCIDR in force ready', 'fd00:96::/112 ServiceCIDR in force ready', '10.96.0.0/16 apiserver-flag', 'fd00:96::/112 apiserver-flag']],
    ['the flag of kube-apiserver', [apiserver('--service-cluster-ip-range=10.96.0.0/12')], ['10.96.0.0/12 apiserver-flag in force']],
    ['kubeadm, networking.serviceSubnet', [kubeadm('networking:\n  serviceSubnet: 10.43.0.0/16\n')], ['10.43.0.0/16 kubeadm-config in force']],
    ['kubeadm, extraArgs of v1beta3', [kubeadm('apiServer:\n  extraArgs:\n    service-cluster-ip-range: 10.44.0.0/16\n')], ['10.44.0.0/16 kubeadm-config in force']],
    ['kubeadm, extraArgs of v1beta4', [kubeadm('apiServer:\n  extraArgs:\n  - name: service-cluster-ip-range\n    value: 10.45.0.0/16\n')], ['10.45.0.0/16 kubeadm-config in force']],
    ['the flag of kube-controller-manager', [controlPlanePod('kube-controller-manager', ['--service-cluster-ip-range=10.46.0.0/16'])], ['10.46.0.0/16 controller-manager-flag in force']],
    ['the ClusterIPs in use: it begins before that of default/kubernetes', [kubernetes('10.96.0.1'), service('dns', '10.96.0.10'), service('web', '10.103.7.1')], ['10.96.0.0/13 inferred in force']],
    ['the ClusterIPs in use, without default/kubernetes', [service('a', '10.96.0.10'), service('b', '10.96.3.4')], ['10.96.0.0/22 inferred in force']],
    ['nothing', [], []],
  ])('is read from %s', (_, objects, expected) => {
    expect(told(objects).of).toEqual(expected);
  });

  it('that is not ready, or is being deleted, gives no ClusterIPs', () => {
    const objects = [serviceCIDR('old', ['10.1.0.0/16'], { deletionTimestamp: '2026-01-01T00:00:00Z' }), { ...serviceCIDR('new', ['10.2.0.0/16']), status: { conditions: [{ type: 'Ready', status: 'False' }] } }, serviceCIDR('kubernetes', ['10.96.0.0/16'])];
    const { of, warnings } = told(objects);
    expect(of).toEqual(['10.96.0.0/16 ServiceCIDR in force ready', '10.2.0.0/16 ServiceCIDR not-ready', '10.1.0.0/16 ServiceCIDR being-deleted']);
    expect(warnings).toContain('ServiceCIDR range 10.1.0.0/16 is being deleted: no ClusterIP is taken of it.');
  });

  it('is told where two sources differ', () => {
    expect(told([apiserver('--service-cluster-ip-range=10.96.0.0/12'), kubeadm('networking:\n  serviceSubnet: 10.43.0.0/16\n')]).warnings).toContain('kubeadm-config states 10.43.0.0/16 for the Services, which is not the range in force.');
  });

  it('that is inferred is said to be', () => {
    const { outcome, missing, summary } = told([kubernetes('10.96.0.1')]);
    expect(outcome).toBe('partly-told');
    expect(missing[0]).toContain('10.96.0.0/29 is the least that holds the ClusterIPs in use, and may be larger');
    expect(summary).toContain('Services in at least 10.96.0.0/29 (inferred)');
  });
});

describe('ranges that share addresses', () => {
  const cluster = (pods: string, services: string, address = '192.168.10.11') => [...flannel(pods), apiserver(`--service-cluster-ip-range=${services}`), node('a', { podCIDRs: [pods.replace(/\/\d+$/, '/24')], address })];

  it('are none where nothing overlaps', () => {
    const { outcome, overlaps, summary } = told(cluster('10.244.0.0/16', '10.96.0.0/12'));
    expect([outcome, overlaps.total]).toEqual(['told', 0]);
    expect(summary).toBe('Services in 10.96.0.0/12, pods in 10.244.0.0/16, 1 node. Nothing overlaps that should not.');
  });

  it.each([
    ['pods and Services', cluster('10.96.0.0/16', '10.96.0.0/12'), /pods.*services|services.*pods/, 'gets none of its traffic'],
    ['Services and nodes', cluster('10.244.0.0/16', '10.96.0.0/12', '10.96.0.5'), /services.*node/, 'as its ClusterIP'],
    ['pods and nodes', cluster('10.244.0.0/16', '10.96.0.0/12', '10.244.9.9'), /pods.*node/, 'A pod may get the address of node a'],
  ])('of %s are told with what comes of it', (_, objects, kinds, consequence) => {
    const { overlaps } = told(objects);
    expect(overlaps.total).toBe(1);
    expect(`${overlaps.items[0]?.a.kind} ${overlaps.items[0]?.b.kind}`).toMatch(kinds);
    expect(overlaps.items[0]).toMatchObject({ isByDesign: false });
    expect(overlaps.items[0]?.consequence).toContain(consequence);
  });

  it('are by design where pods have addresses of the network of the nodes', () => {
    const amazon = daemonSet('aws-node', [{ name: 'aws-node', image: 'registry.example/amazon-k8s-cni:v1.19.0' }]);
    const { overlaps } = told([amazon, configMap('kube-proxy-config', { config: 'clusterCIDR: 10.0.0.0/16\n' }), node('a', { address: '10.0.3.4' })]);
    expect(overlaps.items).toMatchObject([{ isByDesign: true }]);
  });

  it('of two nodes, and those of no range of the cluster, are told', () => {
    const objects = [...flannel('10.244.0.0/16'), node('a', { podCIDRs: ['10.244.1.0/24'] }), node('b', { podCIDRs: ['10.244.1.0/24'] }), node('c', { podCIDRs: ['10.245.1.0/24'] })];
    expect(told(objects).nodeRangeFaults.items.map(({ kind, nodes }) => `${kind} ${nodes.join('+')}`)).toEqual(['shared-by-nodes a+b', 'outside-cluster-range c']);
  });
});

describe('the answer', () => {
  it('says what is missing', () => {
    const { outcome, missing } = told([], { Node: { state: 'absent' } });
    expect([outcome, missing.length]).toEqual(['insufficient-information', 3]);
  });

  it('is rendered with the verdict first', () => {
    const answer = told([...flannel('10.244.0.0/16'), apiserver('--service-cluster-ip-range=10.96.0.0/12')]);
    expect(renderRangesText(answer).split('\n')[0]).toBe('Services in 10.96.0.0/12, pods in 10.244.0.0/16, 0 nodes. Nothing overlaps that');
    expect(renderRangesMarkdown(answer)).toContain('`10.96.0.0/12` apiserver-flag, Pod kube-system/kube-apiserver-cp');
  });
});
