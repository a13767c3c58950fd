import { describe, expect, it } from 'vitest';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../cluster/index.js';
import { clusterCorefile } from '../cluster-corefile.js';
import { resolve } from '../resolve/resolve.js';
import { nodeCacheCorefile } from './corefile.js';
import { corednsOf, pluginsOf } from './releases.js';

const meta = (name: string, namespace: string, more: object = {}) => ({ name, namespace, uid: `${namespace}-${name}`, ...more });
const configMap = (name: string, data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: meta(name, 'kube-system'), data });
const dnsPorts = [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, protocol: 'TCP' }];
const service = (name: string, spec: object, namespace = 'kube-system', more: object = {}) => ({ apiVersion: 'v1', kind: 'Service', metadata: meta(name, namespace, more), spec });
const slice = (of: string, address: string, namespace = 'kube-system') => ({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: meta(`${of}-1`, namespace, { labels: { 'kubernetes.io/service-name': of } }), addressType: 'IPv4', ports: [{ name: 'dns', port: 53 }], endpoints: [{ addresses: [address], conditions: { ready: true } }] });
const selector = { 'k8s-app': 'kube-dns' };
const coredns = { apiVersion: 'v1', kind: 'Pod', metadata: meta('coredns-1', 'kube-system', { labels: selector }), spec: { nodeName: 'node-2', dnsPolicy: 'Default', containers: [{ name: 'coredns', image: 'registry.k8s.io/coredns/coredns:v1.12.1' }] }, status: { phase: 'Running', podIP: '10.244.0.2', podIPs: [{ ip: '10.244.0.2' }] } };
const cachePod = (node: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: meta(`node-local-dns-${node}`, 'kube-system', { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'node-local-dns', uid: 'kube-system-node-local-dns', controller: true }] }), spec: { nodeName: node, hostNetwork: true, containers: [{ name: 'node-cache', image: 'registry.k8s.io/dns/k8s-dns-node-cache:1.26.4' }] }, status: { phase: 'Running' } });

/** In the form of kubernetes/kubernetes cluster/addons/dns/nodelocaldns/nodelocaldns.yaml, as its own sed leaves it. */
const base = `cluster.local:53 {
    errors
    cache {
        success 9984 30
        denial 9984 5
    }
    reload
    loop
    bind 169.254.20.10 10.96.0.10
    forward . __PILLAR__CLUSTER__DNS__ {
            force_tcp
    }
    prometheus :9253
    health 169.254.20.10:8080
}
.:53 {
    errors
    cache 30
    reload
    loop
    bind 169.254.20.10 10.96.0.10
    forward . __PILLAR__UPSTREAM__SERVERS__
    prometheus :9253
}
`;
const daemonSet = (image = 'registry.k8s.io/dns/k8s-dns-node-cache:1.26.4', localIP = '169.254.20.10,10.96.0.10') => ({
  apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: meta('node-local-dns', 'kube-system'),
  spec: {
    selector: { matchLabels: { 'k8s-app': 'node-local-dns' } },
    template: {
      metadata: { labels: { 'k8s-app': 'node-local-dns' } },
      spec: { hostNetwork: true, containers: [{ name: 'node-cache', image, args: ['-localip', localIP, '-conf', '/etc/Corefile', '-upstreamsvc', 'kube-dns-upstream'] }], volumes: [{ name: 'config-volume', configMap: { name: 'node-local-dns' } }] },
    },
  },
});
const upstream = service('kube-dns-upstream', { clusterIP: '10.96.0.77', clusterIPs: ['10.96.0.77'], selector, ports: dnsPorts });
const corefile = '.:53 {\n    kubernetes cluster.local in-addr.arpa ip6.arpa {\n        ttl 600\n        fallthrough in-addr.arpa ip6.arpa\n    }\n    forward . 192.0.2.53\n}\n';
const objects = [
  ...['shop', 'kube-system'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: name } })),
  ...['node-1', 'node-2'].map((name, i) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name }, status: { addresses: [{ type: 'InternalIP', address: `192.168.0.${i + 1}` }] } })),
  coredns, cachePod('node-1'),
  service('kube-dns', { clusterIP: '10.96.0.10', clusterIPs: ['10.96.0.10'], selector, ports: dnsPorts }, 'kube-system', { labels: selector }),
  slice('kube-dns', '10.244.0.2'), upstream, slice('kube-dns-upstream', '10.244.0.2'),
  service('web', { clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7'], ports: [{ name: 'http', port: 80 }] }, 'shop'),
  ...['node-1', 'node-2'].map((nodeName) => ({ apiVersion: 'v1', kind: 'Pod', metadata: meta(`app-${nodeName}`, 'shop'), spec: { nodeName, containers: [{ name: 'app', image: 'debian:13' }] }, status: { phase: 'Running', podIP: '10.244.1.9' } })),
  configMap('coredns', { Corefile: corefile }),
];
const kubelet = (address: string) => configMap('kubelet-config', { kubelet: `clusterDNS: [${address}]\nclusterDomain: cluster.local\n` });
const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
const viewAt = (address: string, ...more: readonly object[]) => new ClusterView({ ...readCluster([...objects, kubelet(address), ...more]), coverage: whole });
const viewOf = (...more: readonly object[]) => viewAt('10.96.0.10', ...more);
const cached = viewOf(daemonSet(), configMap('node-local-dns', { Corefile: base }));
const ask = (view: ClusterView, name: string, pod = 'app-node-1') => resolve(view, { name, type: 'A', from: { namespace: 'shop', pod }, resolver: 'glibc' });

describe('a name asked for through NodeLocal DNSCache', () => {
  it('is answered by the cluster DNS, and levelled by the cache of the node', () => {
    const { outcome, answers, steps } = ask(cached, 'web');
    expect([outcome, answers]).toEqual(['answered', [{ name: 'web.shop.svc.cluster.local.', ttl: 30, type: 'A', data: '10.96.0.7' }]]);
    expect(steps.map(({ component, action }) => `${component} ${action}`)).toContain('NodeLocal DNSCache intercept');
  });

  it('does not exist for as long as the cache of the node keeps that', () => {
    const { outcome, authority } = ask(cached, 'nobody.shop.svc.cluster.local.');
    expect([outcome, authority.map(({ ttl }) => ttl)]).toEqual(['no-such-name', [5]]);
  });

  it('goes from the node to the servers of its own Corefile where it is not of the cluster', () => {
    const { outcome, beyond } = ask(cached, 'example.com.');
    expect([outcome, beyond.map(({ upstreams }) => upstreams)]).toEqual(['forwarded', [['/etc/resolv.conf']]]);
  });

  it('is asked of the cluster DNS itself on a node without a cache', () => {
    expect(ask(cached, 'web', 'app-node-2').answers.map(({ ttl }) => ttl)).toEqual([600]);
  });

  it('comes to nobody at an address that only a cache has, on a node without one', () => {
    const view = viewAt('169.254.20.10', daemonSet(undefined, '169.254.20.10'), configMap('node-local-dns', { Corefile: base.replaceAll(' 10.96.0.10\n', '\n') }));
    expect(ask(view, 'web', 'app-node-2').queries.every(({ fate }) => fate === 'unreachable')).toBe(true);
    expect(ask(view, 'web').outcome).toBe('answered');
  });

  it('is not known where the cache does not start', () => {
    const { outcome, missing } = ask(viewOf(daemonSet(), configMap('node-local-dns', { Corefile: `${base}kubernetes.example {\n    kubernetes\n}\n` })), 'web');
    expect([outcome, missing]).toEqual(['insufficient-information', ["the Corefile on which the cache on the nodes runs; with the one in the snapshot it does not start: no action found for directive 'kubernetes' with server type 'dns' (missing a plugin?)"]]);
  });

  it('is not known where its Corefile is not in the snapshot', () => {
    expect(ask(viewOf(daemonSet()), 'web').missing).toEqual(['the ConfigMap with the Corefile of the cache on the nodes (kube-system/node-local-dns as a rule)']);
  });
});

describe('the Corefile on which NodeLocal DNSCache runs', () => {
  const values = { localIPs: ['169.254.20.10', '10.96.0.10'], clusterDNS: '10.96.0.77', upstreamNameservers: [], stubDomains: {} };

  it.each<[string, string, Partial<Parameters<typeof nodeCacheCorefile>[1]>, string]>([
    ['has the file of the node for the servers beyond', '. {\n    forward . __PILLAR__UPSTREAM__SERVERS__\n}\n', {}, '. {\n    forward . /etc/resolv.conf\n}\n'],
    ['has the servers of the ConfigMap kube-dns', '. {\n    forward . __PILLAR__UPSTREAM__SERVERS__\n}\n', { upstreamNameservers: ['9.9.9.9', '1.1.1.1'] }, '. {\n    forward . 9.9.9.9 1.1.1.1\n}\n'],
    ['asks these over UDP', '. {\n    forward . __PILLAR__UPSTREAM__SERVERS__ {\n            force_tcp\n    }\n}\n', { upstreamNameservers: ['9.9.9.9'] }, '. {\n    forward . 9.9.9.9\n}\n'],
    ['asks them over TCP where it is written otherwise', '. {\n  forward . __PILLAR__UPSTREAM__SERVERS__ {\n  force_tcp\n  }\n}\n', { upstreamNameservers: ['9.9.9.9'] }, '. {\n  forward . 9.9.9.9 {\n  force_tcp\n  }\n}\n'],
    ['listens at its own addresses', 'bind __PILLAR__LOCAL__DNS__ __PILLAR__DNS__SERVER__', {}, 'bind 169.254.20.10 10.96.0.10 '],
    ['asks the cluster DNS by its second Service', 'forward . __PILLAR__CLUSTER__DNS__', {}, 'forward . 10.96.0.77'],
    ['has no address where that Service is not there', 'forward . __PILLAR__CLUSTER__DNS__', { clusterDNS: undefined }, 'forward . <nil>'],
    ['has a block for each stub domain', '', { stubDomains: { 'corp.example': ['10.0.0.1', '10.0.0.2:5353'] } }, '\ncorp.example:53 {\n    errors\n    cache 30\n    bind 169.254.20.10 10.96.0.10\n    forward . 10.0.0.1 10.0.0.2:5353\n}\n'],
  ])('%s', (_, text, given, expected) => {
    expect(nodeCacheCorefile(text, { ...values, ...given })).toBe(expected);
  });

  it('is told with that of the cluster, as the release in it reads it', () => {
    const { nodeCache } = clusterCorefile(cached);
    expect(nodeCache).toMatchObject({ release: '1.26.4', addresses: ['169.254.20.10', '10.96.0.10'], corefile: { valid: true, version: '1.11.3' } });
    expect(nodeCache?.text).toContain('forward . 10.96.0.77 {');
  });

  it('is refused where the Service by which it asks is not there', () => {
    const view = new ClusterView({ ...cached.state, objects: { ...cached.state.objects, Service: cached.state.objects.Service.filter(({ metadata }) => metadata.name !== 'kube-dns-upstream') } });
    expect(clusterCorefile(view).nodeCache?.corefile).toMatchObject({ valid: false, error: { detail: 'plugin/forward: not an IP address or file: "<nil>"' } });
  });

  it('is of the CoreDNS and the plugins of its release', () => {
    expect(['1.15.0', '1.17.0', '1.21.1', '1.22.20', '1.26.4', '1.26.7', '1.30.0'].map(corednsOf)).toEqual([undefined, '1.7.0', '1.7.0', '1.10.0', '1.11.3', '1.13.1', '1.13.1']);
    expect([pluginsOf('1.15.0').has('hosts'), pluginsOf('1.17.0').has('hosts'), pluginsOf('1.26.7').has('kubernetes')]).toEqual([false, true, false]);
  });
});
