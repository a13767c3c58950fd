/** What the bench's cluster holds: at least fifty nodes and a thousand pods, and one of everything that a capture reads of them. */

const zones = ['zone-a', 'zone-b', 'zone-c'];

export const nodeCount = 50;

/** Replicas of the Deployments `app-0` to `app-19`, in the namespaces `team-0` to `team-3`. */
const replicas = 48;

export const podCount = 20 * replicas + 3 + nodeCount;

export const nodes = Array.from({ length: nodeCount }, (_, i) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: nodeName(i), labels: { 'kubernetes.io/hostname': nodeName(i), 'topology.kubernetes.io/zone': zones[i % zones.length] } },
}));

export function nodeName(i: number): string {
  return `node-${String(i).padStart(2, '0')}`;
}

/** The addresses of a node, which its kubelet would write. */
export function nodeAddresses(i: number): object {
  return { status: { addresses: [{ type: 'InternalIP', address: `192.0.2.${i + 1}` }, { type: 'InternalIP', address: `2001:db8::${(i + 1).toString(16)}` }, { type: 'Hostname', address: nodeName(i) }] } };
}

const namespaces = [...Array.from({ length: 4 }, (_, i) => `team-${i}`), 'edge'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));

function workload(kind: 'Deployment' | 'StatefulSet' | 'DaemonSet', namespace: string, name: string, spec: object): object {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: `example.com/${name}:1`, ports: [{ name: 'http', containerPort: 8080 }] }] } };
  return { apiVersion: 'apps/v1', kind, metadata: { name, namespace }, spec: { selector: { matchLabels: labels }, template, ...spec } };
}

function service(namespace: string, name: string, spec: object): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { ports: [{ name: 'http', port: 80, targetPort: 'http' }], ...spec } };
}

const apps = Array.from({ length: 20 }, (_, i) => {
  const namespace = `team-${i % 4}`;
  const name = `app-${i}`;
  return [workload('Deployment', namespace, name, { replicas }), service(namespace, name, { selector: { app: name } })];
}).flat();

export const corefile = '.:53 {\n    errors\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n}\n';

/** One pod on each node. */
export const agent = workload('DaemonSet', 'kube-system', 'agent', {});

const special = [
  workload('StatefulSet', 'team-0', 'db', { replicas: 3, serviceName: 'db', podManagementPolicy: 'Parallel' }),
  service('team-0', 'db', { selector: { app: 'db' }, clusterIP: 'None', publishNotReadyAddresses: true }),
  agent,
  service('team-1', 'both', { selector: { app: 'app-1' }, ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4'] }),
  service('team-1', 'port', { selector: { app: 'app-1' }, type: 'NodePort', externalTrafficPolicy: 'Local' }),
  service('team-2', 'balanced', { selector: { app: 'app-2' }, type: 'LoadBalancer', loadBalancerSourceRanges: ['203.0.113.0/24'] }),
  service('team-2', 'nobody', { selector: { app: 'not-there' } }),
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'outside', namespace: 'team-3' }, spec: { type: 'ExternalName', externalName: 'db.example.com' } },
  { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'nginx', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } }, spec: { controller: 'k8s.io/ingress-nginx' } },
  ...Array.from({ length: 4 }, (_, i) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop', namespace: `team-${i}` },
    spec: { ingressClassName: 'nginx', rules: [{ host: `team-${i}.example.com`, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: `app-${i}`, port: { name: 'http' } } } }] } }] },
  })),
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'db', namespace: 'team-0' },
    spec: { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'app-0' } } }], ports: [{ port: 8080 }] }] },
  },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'password', namespace: 'team-0' }, stringData: { password: 'not-to-be-read' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace: 'kube-system' }, data: { Corefile: corefile } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other', namespace: 'team-0' }, data: { Corefile: 'not the cluster’s' } },
];

function crd(group: string, kind: string, plural: string, scope: 'Cluster' | 'Namespaced', version: string): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } }],
    },
  };
}

/** Extensions under their published groups; their schemas do not matter to a list. Gateway API comes with its own: see gateway-api.ts. */
export const extensions = [crd('crd.projectcalico.org', 'IPPool', 'ippools', 'Cluster', 'v1'), crd('cert-manager.io', 'Certificate', 'certificates', 'Namespaced', 'v1')];

export const extended = [
  { apiVersion: 'crd.projectcalico.org/v1', kind: 'IPPool', metadata: { name: 'default-ipv4-ippool' }, spec: { cidr: '10.244.0.0/16', blockSize: 26, ipipMode: 'Never', vxlanMode: 'Always', natOutgoing: true } },
  { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'shop', namespace: 'team-0' }, spec: { secretName: 'shop-tls', dnsNames: ['team-0.example.com'], issuerRef: { name: 'ca' } } },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'shared' }, spec: { controllerName: 'example.com/gateway' } },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'shared', namespace: 'edge' }, spec: { gatewayClassName: 'shared', listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }] } },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'shop', namespace: 'team-2' }, spec: { parentRefs: [{ name: 'shared', namespace: 'edge' }], rules: [{ backendRefs: [{ name: 'app-2', port: 80 }] }] } },
];

export const scenario: readonly object[] = [...nodes, ...namespaces, ...apps, ...special];
