/** What the plugin is asked about: Services of every sort, their slices, and pods, in namespaces of their own. */

const labels = { 'kubernetes.io/service-name': '' };

function namespace(name: string, more: object = {}): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: more } };
}

function service(name: string, spec: object, more: object = {}, in_ = 'dns-shop'): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: in_, ...more }, spec };
}

interface SliceParts {
  readonly ports?: readonly object[];
  readonly addressType?: string;
  readonly labels?: object;
  readonly namespace?: string;
}

function slice(name: string, of: string, endpoints: readonly object[], { ports = [{ name: 'http', port: 8080, protocol: 'TCP' }], addressType = 'IPv4', labels: more = {}, namespace: in_ = 'dns-shop' }: SliceParts = {}): object {
  return {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType, endpoints, ports,
    metadata: { name, namespace: in_, labels: { ...labels, 'kubernetes.io/service-name': of, 'endpointslice.kubernetes.io/managed-by': 'foretrace-oracle', ...more } },
  };
}

const http = { name: 'http', port: 80, protocol: 'TCP' };
const dual = { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'] };
const ready = (address: string, more: object = {}) => ({ addresses: [address], conditions: { ready: true }, ...more });

export const namespaces = ['dns-shop', 'dns-data', 'dns-empty'];

export const kubernetesObjects: readonly object[] = [
  namespace('dns-shop', { team: 'a' }),
  namespace('dns-data', { team: 'b' }),
  namespace('dns-empty'),

  service('web', { clusterIP: '10.96.200.1', ports: [http] }, { labels: { tier: 'front' } }),
  slice('web-1', 'web', [ready('10.244.200.1', { targetRef: { kind: 'Pod', namespace: 'dns-shop', name: 'web-0' }, zone: 'zone-a' }), { addresses: ['10.244.200.2'], conditions: { ready: false } }], { labels: { tier: 'front' } }),
  service('several', { clusterIP: '10.96.200.2', ports: [http, { name: 'metrics', port: 9090, protocol: 'TCP' }, { name: 'dns', port: 53, protocol: 'UDP' }] }),
  slice('several-1', 'several', [ready('10.244.200.3')], { ports: [{ name: 'http', port: 8080, protocol: 'TCP' }, { name: 'metrics', port: 9090, protocol: 'TCP' }, { name: 'dns', port: 1053, protocol: 'UDP' }] }),
  service('dual', { ...dual, clusterIPs: ['10.96.200.3', 'fd00:96::203'], clusterIP: '10.96.200.3', ports: [http] }),
  service('six', { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'], clusterIP: 'fd00:96::204', ports: [http] }),
  service('idle', { clusterIP: '10.96.200.5', ports: [http] }),
  service('unready', { clusterIP: '10.96.200.6', ports: [http] }),
  slice('unready-1', 'unready', [{ addresses: ['10.244.200.6'], conditions: { ready: false, serving: true, terminating: true } }]),
  service('nodeport', { type: 'NodePort', clusterIP: '10.96.200.7', ports: [http] }),
  service('balanced', { type: 'LoadBalancer', clusterIP: '10.96.200.8', externalIPs: ['203.0.113.8'], ports: [http] }),
  service('unnamed', { clusterIP: '10.96.200.9', ports: [{ port: 80 }] }),

  service('db', { clusterIP: 'None', ports: [{ name: 'sql', port: 5432 }] }, {}, 'dns-data'),
  slice('db-1', 'db', [ready('10.244.201.1', { hostname: 'db-0', targetRef: { kind: 'Pod', name: 'db-0' } }), ready('10.244.201.2', { hostname: 'db-1' }), { addresses: ['10.244.201.3'], conditions: { ready: false }, hostname: 'db-2' }, ready('10.244.201.4')], { ports: [{ name: 'sql', port: 5432 }], namespace: 'dns-data' }),
  service('portless', { clusterIP: 'None' }, {}, 'dns-data'),
  slice('portless-1', 'portless', [ready('10.244.201.9')], { ports: [], namespace: 'dns-data' }),
  service('everyport', { clusterIP: 'None', ports: [http] }, {}, 'dns-data'),
  slice('everyport-1', 'everyport', [ready('10.244.201.10')], { ports: [{ name: 'http', protocol: 'TCP' }], namespace: 'dns-data' }),
  service('peers', { ...dual, clusterIP: 'None', ports: [{ name: 'a', port: 1 }, { name: 'b', port: 2 }] }, {}, 'dns-data'),
  slice('peers-4', 'peers', [ready('10.244.202.1', { hostname: 'p-0' }), ready('10.244.202.2', { hostname: 'p-1' })], { ports: [{ name: 'a', port: 1 }, { name: 'b', port: 2 }], namespace: 'dns-data' }),
  slice('peers-6', 'peers', [ready('fd00:244::1', { hostname: 'p-0' }), ready('fd00:244::2:0')], { ports: [{ name: 'a', port: 1 }, { name: 'b', port: 2 }], addressType: 'IPv6', namespace: 'dns-data' }),
  service('lonely', { clusterIP: 'None', ports: [http] }, {}, 'dns-data'),
  slice('lonely-1', 'lonely', [{ addresses: ['10.244.202.9'], conditions: { ready: false } }], { namespace: 'dns-data' }),
  service('bare', { clusterIP: 'None', ports: [http] }, {}, 'dns-data'),
  service('split', { clusterIP: 'None', ports: [http] }, {}, 'dns-data'),
  slice('split-1', 'split', [ready('10.244.203.1'), ready('10.244.203.2')], { namespace: 'dns-data' }),
  slice('split-2', 'split', [ready('10.244.203.2'), ready('10.244.203.3')], { ports: [{ name: 'http', port: 8081, protocol: 'TCP' }], namespace: 'dns-data' }),
  service('zoned', { clusterIP: 'None', ports: [http] }, {}, 'dns-data'),
  slice('zoned-1', 'zoned', [ready('10.244.204.1', { zone: 'eu-1.A' }), ready('10.244.204.2', { zone: 'b' })], { namespace: 'dns-data' }),
  service('ten', { clusterIP: 'None', ports: [http] }, {}, 'dns-data'),
  slice('ten-1', 'ten', Array.from({ length: 7 }, (_, i) => ready(`10.244.205.${i + 1}`)), { namespace: 'dns-data' }),
  slice('orphan-1', 'orphan', [ready('10.244.206.1'), ready('fd00::')].slice(0, 1), { namespace: 'dns-data' }),
  slice('orphan-6', 'orphan', [ready('fd00:244:6::')], { namespace: 'dns-data', addressType: 'IPv6' }),

  service('alias', { type: 'ExternalName', externalName: 'web.dns-shop.svc.cluster.local' }),
  service('dotted', { type: 'ExternalName', externalName: 'web.dns-shop.svc.cluster.local.' }),
  service('chain', { type: 'ExternalName', externalName: 'alias.dns-shop.svc.cluster.local' }),
  service('ring-a', { type: 'ExternalName', externalName: 'ring-b.dns-shop.svc.cluster.local' }),
  service('ring-b', { type: 'ExternalName', externalName: 'ring-a.dns-shop.svc.cluster.local' }),
  service('self', { type: 'ExternalName', externalName: 'self.dns-shop.svc.cluster.local' }),
  service('below', { type: 'ExternalName', externalName: 'a.below.dns-shop.svc.cluster.local' }),
  service('void', { type: 'ExternalName', externalName: 'nobody.dns-shop.svc.cluster.local' }),
  service('outside', { type: 'ExternalName', externalName: 'db.example.com' }),
  service('upper', { type: 'ExternalName', externalName: 'web.dns-shop.svc.cluster.local', ports: [http] }),
  service('number', { type: 'ExternalName', externalName: '192.0.2.1' }),
];

/** Pods that no node runs, and the status that is written for them. */
export const kubernetesPods: readonly { readonly namespace: string; readonly name: string; readonly status: object }[] = [
  { namespace: 'dns-shop', name: 'one', status: { phase: 'Running', podIP: '10.244.210.1', podIPs: [{ ip: '10.244.210.1' }, { ip: 'fd00:244:a::1' }] } },
  { namespace: 'dns-shop', name: 'six', status: { phase: 'Running', podIP: 'fd00:244:a::2', podIPs: [{ ip: 'fd00:244:a::2' }] } },
  { namespace: 'dns-shop', name: 'done', status: { phase: 'Succeeded', podIP: '10.244.210.3', podIPs: [{ ip: '10.244.210.3' }] } },
  { namespace: 'dns-shop', name: 'broken', status: { phase: 'Failed', podIP: '10.244.210.4', podIPs: [{ ip: '10.244.210.4' }] } },
  { namespace: 'dns-data', name: 'waiting', status: { phase: 'Pending' } },
];

export function podOf({ namespace: in_, name }: { readonly namespace: string; readonly name: string }): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: in_ }, spec: { schedulerName: 'nobody', containers: [{ name: 'app', image: 'example.com/app:1' }] } };
}
