/**
 * Manifests that leave out what an API server fills in, one for each of its defaults, and look-alikes that leave out nothing.
 * By what each is about; the name of the object is made of that.
 */

const labels = { app: 'web' };
const main = { name: 'main', image: 'example.com/web:1' };
const template = { metadata: { labels }, spec: { containers: [main] } };
const selected = { selector: { matchLabels: labels }, template };

const service = (spec: object, metadata: object = {}) => ({ apiVersion: 'v1', kind: 'Service', metadata, spec });
const workload = (kind: string, spec: object) => ({ apiVersion: 'apps/v1', kind, spec: { ...selected, ...spec } });
const pod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { labels }, spec });
const probed = (readinessProbe: object) => pod({ containers: [{ ...main, ports: [{ name: 'http', containerPort: 8080 }], readinessProbe }] });
const job = (spec: object) => ({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } }, ...spec } });
const networking = (kind: string, spec: object) => ({ apiVersion: 'networking.k8s.io/v1', kind, spec });
const gateway = (kind: string, spec: object, version = 'v1') => ({ apiVersion: `gateway.networking.k8s.io/${version}`, kind, spec });
const slice = (parts: object) => ({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { labels: { 'kubernetes.io/service-name': 'web' } }, ...parts });

const toWeb = { service: { name: 'web', port: { number: 80 } } };
const path = (pathType: string, backend: object = toWeb) => ({ path: '/', pathType, backend });
const port = [{ port: 80 }];
const pools = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' };

const services: Record<string, object> = {
  'service with nothing but a port': service({ ports: port }),
  'service with a selector': service({ selector: labels, ports: port }),
  'service with named ports': service({ selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }, { name: 'dns', port: 53, protocol: 'UDP' }, { name: 'sctp', port: 9, protocol: 'SCTP' }] }),
  'service with a target port of zero': service({ selector: labels, ports: [{ port: 80, targetPort: 0 }] }),
  'service with an application protocol': service({ selector: labels, ports: [{ port: 443, appProtocol: 'kubernetes.io/h2c' }] }),
  'headless service': service({ clusterIP: 'None', selector: labels, ports: port }),
  'headless service without a selector': service({ clusterIP: 'None', ports: port }),
  'headless service without a port': service({ clusterIP: 'None', selector: labels, publishNotReadyAddresses: true }),
  'service of two families': service({ ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4'], selector: labels, ports: port }),
  'service that prefers two families': service({ ipFamilyPolicy: 'PreferDualStack', selector: labels, ports: port }),
  'service of one family': service({ ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'], selector: labels, ports: port }),
  'node port': service({ type: 'NodePort', selector: labels, ports: port }),
  'node port for local endpoints': service({ type: 'NodePort', externalTrafficPolicy: 'Local', selector: labels, ports: port }),
  'load balancer': service({ type: 'LoadBalancer', selector: labels, ports: port }),
  'load balancer for local endpoints': service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', internalTrafficPolicy: 'Local', selector: labels, ports: port }),
  'load balancer without node ports': service({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, loadBalancerClass: 'example.com/lb', loadBalancerSourceRanges: ['203.0.113.0/24', '192.0.2.0/24'], selector: labels, ports: port }),
  'load balancer at an address': service({ type: 'LoadBalancer', loadBalancerIP: '203.0.113.7', selector: labels, ports: port }, { annotations: { 'example.com/pool': 'edge' } }),
  'external name': service({ type: 'ExternalName', externalName: 'db.example.com' }),
  'external name with a port': service({ type: 'ExternalName', externalName: 'db.example.com', ports: port }),
  'service at external addresses': service({ externalIPs: ['203.0.113.9', '203.0.113.8'], selector: labels, ports: port }),
  'service with affinity': service({ sessionAffinity: 'ClientIP', selector: labels, ports: port }),
  'service with affinity and a timeout': service({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } }, selector: labels, ports: port }),
  'service with a config of no affinity': service({ sessionAffinity: 'None', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } }, selector: labels, ports: port }),
  'service near its clients': service({ trafficDistribution: 'PreferSameZone', internalTrafficPolicy: 'Cluster', selector: labels, ports: port }),
};

const endpoints: Record<string, object> = {
  'slice by hand': slice({ addressType: 'IPv4', endpoints: [{ addresses: ['192.0.2.1'] }], ports: [{ port: 80 }] }),
  'slice of conditions': slice({ addressType: 'IPv6', endpoints: [{ addresses: ['2001:db8::1'], conditions: { ready: false }, hostname: 'a', zone: 'zone-a', nodeName: 'node-00', hints: { forZones: [{ name: 'zone-a' }] } }], ports: [{ name: 'http', port: 80, protocol: 'TCP', appProtocol: 'http' }] }),
  'slice of names': slice({ addressType: 'FQDN', endpoints: [{ addresses: ['db.example.com'] }], ports: [] }),
  'slice of nothing': slice({ addressType: 'IPv4', endpoints: [], ports: [{ name: '', protocol: 'UDP' }] }),
  'endpoints by hand': { apiVersion: 'v1', kind: 'Endpoints', subsets: [{ addresses: [{ ip: '192.0.2.2' }, { ip: '192.0.2.1', hostname: 'a' }], notReadyAddresses: [{ ip: '192.0.2.3' }], ports: [{ port: 80 }] }] },
};

const workloads: Record<string, object> = {
  'pod': pod({ containers: [main] }),
  'pod with ports': pod({ containers: [{ ...main, ports: [{ name: 'http', containerPort: 8080 }, { containerPort: 53, protocol: 'UDP', hostPort: 53, hostIP: '192.0.2.1' }] }] }),
  'pod on the network of its node': pod({ hostNetwork: true, containers: [{ ...main, ports: [{ containerPort: 8080 }, { containerPort: 53, hostPort: 53 }] }], initContainers: [{ ...main, name: 'first', ports: [{ containerPort: 9 }] }] }),
  'pod with a sidecar': pod({ initContainers: [{ ...main, name: 'side', restartPolicy: 'Always' }], containers: [main], restartPolicy: 'OnFailure' }),
  'pod with names of its own': pod({ hostname: 'a', subdomain: 'web', setHostnameAsFQDN: true, hostAliases: [{ ip: '192.0.2.1', hostnames: ['a.example.com'] }], dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'], searches: ['example.com'], options: [{ name: 'ndots', value: '2' }, { name: 'rotate' }] }, containers: [main] }),
  'pod that is placed': pod({ nodeSelector: { disk: 'ssd' }, tolerations: [{ key: 'a' }, { operator: 'Exists' }], readinessGates: [{ conditionType: 'example.com/ready' }], containers: [main] }),
  'probe over HTTP': probed({ httpGet: { port: 'http' } }),
  'probe over HTTPS': probed({ httpGet: { port: 8080, path: '/healthz', scheme: 'HTTPS', host: '192.0.2.1' } }),
  'probe of a socket': probed({ tcpSocket: { port: 8080 } }),
  'probe over gRPC': probed({ grpc: { port: 8080 } }),
  'probe by a command': probed({ exec: { command: ['true'] } }),
  'deployment': workload('Deployment', {}),
  'deployment of nothing': workload('Deployment', { replicas: 0 }),
  'deployment on the network of its nodes': workload('Deployment', { template: { ...template, spec: { hostNetwork: true, containers: [{ ...main, ports: [{ containerPort: 8080 }] }] } } }),
  'deployment with expressions': workload('Deployment', { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }, { key: 'app', operator: 'Exists' }] } }),
  'stateful set': workload('StatefulSet', { serviceName: 'web' }),
  'stateful set that starts late': workload('StatefulSet', { serviceName: 'web', replicas: 3, podManagementPolicy: 'Parallel', ordinals: { start: 5 } }),
  'stateful set of no Service': workload('StatefulSet', {}),
  'daemon set': workload('DaemonSet', {}),
  'replica set': workload('ReplicaSet', {}),
  'replication controller': { apiVersion: 'v1', kind: 'ReplicationController', spec: { template } },
  'replication controller with a selector': { apiVersion: 'v1', kind: 'ReplicationController', spec: { replicas: 2, selector: labels, template } },
  'job': job({}),
  'job of several': job({ parallelism: 3 }),
  'job that ends': job({ completions: 5 }),
  'job that waits': job({ suspend: true, parallelism: 2, completions: 2 }),
  'job of nobody': job({ parallelism: 0, suspend: false }),
  'cron job': { apiVersion: 'batch/v1', kind: 'CronJob', spec: { schedule: '0 3 * * *', jobTemplate: job({}) } },
  'cron job that waits': { apiVersion: 'batch/v1', kind: 'CronJob', spec: { schedule: '0 3 * * *', suspend: true, jobTemplate: { spec: { ...job({ completions: 2, parallelism: 2 }).spec } } } },
  'budget': { ...pools, spec: { minAvailable: 1, selector: { matchLabels: labels } } },
  'budget in percent': { ...pools, spec: { maxUnavailable: '10%', selector: {} } },
};

const edges: Record<string, object> = {
  'ingress class': networking('IngressClass', { controller: 'example.com/ingress' }),
  'ingress class with parameters': networking('IngressClass', { controller: 'example.com/ingress', parameters: { apiGroup: 'example.com', kind: 'Parameters', name: 'all' } }),
  'ingress class with parameters in a namespace': networking('IngressClass', { controller: 'example.com/ingress', parameters: { kind: 'ConfigMap', name: 'all', scope: 'Namespace', namespace: 'edge' } }),
  'ingress of every path': networking('Ingress', { ingressClassName: 'nginx', rules: [{ host: 'a.example.com', http: { paths: [path('Prefix'), path('Exact'), path('ImplementationSpecific'), { pathType: 'ImplementationSpecific', backend: toWeb }] } }, { http: { paths: [path('Prefix', { service: { name: 'web', port: { name: 'http' } } })] } }] }),
  'ingress with a default': networking('Ingress', { defaultBackend: toWeb, tls: [{ hosts: ['b.example.com', 'a.example.com'], secretName: 'tls' }, {}] }),
  'ingress to a resource': networking('Ingress', { ingressClassName: 'nginx', defaultBackend: { resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'files' } }, rules: [{ host: '*.example.com' }] }),
  'policy of nothing': networking('NetworkPolicy', { podSelector: {} }),
  'policy for traffic in': networking('NetworkPolicy', { podSelector: { matchLabels: labels }, ingress: [{}, { from: [{ podSelector: { matchLabels: labels } }, { namespaceSelector: {} }, { ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.128/25', '192.0.2.0/25'] } }], ports: [{}, { port: 80 }, { port: 'http', protocol: 'TCP' }, { port: 1000, endPort: 2000, protocol: 'UDP' }] }] }),
  'policy for traffic out': networking('NetworkPolicy', { podSelector: {}, egress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['b', 'a'] }] } }] }] }),
  'policy of no traffic out': networking('NetworkPolicy', { podSelector: {}, egress: [], policyTypes: ['Egress'] }),
  'policy of empty rules': networking('NetworkPolicy', { podSelector: {}, ingress: [], egress: [] }),
};

const gateways: Record<string, object> = {
  'gateway class': gateway('GatewayClass', { controllerName: 'example.com/gateway', parametersRef: { group: 'example.com', kind: 'Parameters', name: 'all' } }),
  'gateway': gateway('Gateway', { gatewayClassName: 'shared', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] }),
  'gateway with certificates': gateway('Gateway', { gatewayClassName: 'shared', addresses: [{ value: '203.0.113.7' }], listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', hostname: '*.example.com', tls: { certificateRefs: [{ name: 'tls' }] }, allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: 'HTTPRoute' }] } }] }),
  'gateway that passes through': gateway('Gateway', { gatewayClassName: 'shared', listeners: [{ name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' }, allowedRoutes: { kinds: [{ kind: 'TLSRoute' }] } }] }),
  'http route of nothing': gateway('HTTPRoute', {}),
  'http route': gateway('HTTPRoute', { parentRefs: [{ name: 'shared' }], hostnames: ['a.example.com'], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] }),
  'http route of matches': gateway('HTTPRoute', { parentRefs: [{ name: 'shared', namespace: 'edge', sectionName: 'http', port: 80 }], rules: [{ name: 'all', matches: [{ path: {} }, { path: { value: '/a' } }, { path: { type: 'Exact', value: '/b' }, method: 'GET' }, { headers: [{ name: 'x', value: '1' }], queryParams: [{ name: 'q', value: '2' }] }], backendRefs: [{ name: 'web', port: 80, weight: 9 }, { name: 'api', namespace: 'team-1', port: 80 }], timeouts: { request: '10s' } }] }),
  'http route of filters': gateway('HTTPRoute', { rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }, { filters: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } }, { type: 'RequestMirror', requestMirror: { backendRef: { name: 'web', port: 80 } } }, { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x', value: '1' }], remove: ['y'] } }], matches: [{ path: { value: '/a' } }], backendRefs: [{ name: 'web', port: 80 }] }] }),
  'grpc route': gateway('GRPCRoute', { parentRefs: [{ name: 'shared' }], rules: [{ matches: [{ method: { service: 'shop.Cart' } }, { method: { type: 'Exact', service: 'shop.Cart', method: 'Add' }, headers: [{ name: 'x', value: '1' }] }], backendRefs: [{ name: 'cart', port: 50051 }] }, {}] }),
  'grpc route of nothing': gateway('GRPCRoute', {}),
  'tls route': gateway('TLSRoute', { parentRefs: [{ name: 'shared' }], hostnames: ['a.example.com'], rules: [{ backendRefs: [{ name: 'web', port: 443 }] }] }),
  'reference grant': gateway('ReferenceGrant', { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'edge' }], to: [{ group: '', kind: 'Service' }, { group: '', kind: 'Secret', name: 'tls' }] }, 'v1beta1'),
};

const others: Record<string, object> = {
  'namespace': { apiVersion: 'v1', kind: 'Namespace' },
  'namespace with labels': { apiVersion: 'v1', kind: 'Namespace', metadata: { labels: { team: 'a' } } },
  'node': { apiVersion: 'v1', kind: 'Node', spec: { podCIDR: '198.51.100.0/24' } },
  'node with taints': { apiVersion: 'v1', kind: 'Node', spec: { podCIDRs: ['198.51.100.0/24', '2001:db8:1::/64'], podCIDR: '198.51.100.0/24', unschedulable: true, taints: [{ key: 'b', effect: 'NoSchedule' }, { key: 'a', value: 'x', effect: 'NoExecute' }] } },
  'secret': { apiVersion: 'v1', kind: 'Secret', stringData: { user: 'shop' } },
  'config map': { apiVersion: 'v1', kind: 'ConfigMap', data: { Corefile: '.:53 {\n    errors\n}\n' } },
  'service range': networking('ServiceCIDR', { cidrs: ['198.51.100.0/24'] }),
};

const clusterScoped = new Set(['IngressClass', 'GatewayClass', 'Namespace', 'Node', 'ServiceCIDR']);

/** The namespace in which the server is asked what it would make of them. */
export const scratch = 'scratch';

export const manifests: Readonly<Record<string, ManifestObject>> = Object.fromEntries(
  Object.entries({ ...services, ...endpoints, ...workloads, ...edges, ...gateways, ...others }).map(([about, manifest]) => [about, named(manifest as ManifestObject, about)]),
);

export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

function named(manifest: ManifestObject, about: string): ManifestObject {
  const name = about.toLowerCase().replaceAll(' ', '-');
  return { ...manifest, metadata: { ...manifest.metadata, name, ...(!clusterScoped.has(manifest.kind) && { namespace: scratch }) } };
}
