import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hint } from './hint.js';
import { normalizeObject } from './normalize.js';

function kept(raw: unknown, hint: Hint = {}) {
  const normalized = normalizeObject(raw, hint);
  if (normalized.outcome !== 'kept') throw new Error(JSON.stringify(normalized));
  return normalized;
}

/** The fields of the object that stand at `path`, for cases that are about one part of it. */
function part(raw: unknown, path: string, hint: Hint = {}): unknown {
  return path.split('.').reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], kept(raw, hint).object);
}

const metadata = { name: 'web', namespace: 'shop' };
const labels = { app: 'web' };
const container = { name: 'web', image: 'web:1' };
const template = { metadata: { labels }, spec: { containers: [container] } };

describe('what the API server would have filled in', () => {
  it.each<{ name: string; raw: object; path: string; expected: unknown }>([
    {
      name: 'a Service of one port',
      raw: { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, clusterIP: '10.96.0.7', ports: [{ port: 80 }] } },
      path: 'spec',
      expected: {
        type: 'ClusterIP',
        selector: labels,
        clusterIP: '10.96.0.7',
        clusterIPs: ['10.96.0.7'],
        ipFamilies: ['IPv4'],
        ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
        sessionAffinity: 'None',
        internalTrafficPolicy: 'Cluster',
      },
    },
    {
      name: 'a Service of type LoadBalancer with affinity',
      raw: { apiVersion: 'v1', kind: 'Service', metadata, spec: { type: 'LoadBalancer', sessionAffinity: 'ClientIP', sessionAffinityConfig: {} } },
      path: 'spec',
      expected: {
        type: 'LoadBalancer',
        ports: [],
        sessionAffinity: 'ClientIP',
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } },
        internalTrafficPolicy: 'Cluster',
        externalTrafficPolicy: 'Cluster',
        allocateLoadBalancerNodePorts: true,
      },
    },
    {
      name: 'a Service of type ExternalName, which has no policy',
      raw: { apiVersion: 'v1', kind: 'Service', metadata, spec: { type: 'ExternalName', externalName: 'db.example.com', sessionAffinityConfig: { clientIP: {} } } },
      path: 'spec',
      expected: { type: 'ExternalName', externalName: 'db.example.com', ports: [], sessionAffinity: 'None' },
    },
    {
      name: 'the pod spec',
      raw: { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ ...container, ports: [{ containerPort: 80, hostPort: 0 }] }] } },
      path: 'spec',
      expected: { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', containers: [{ ...container, ports: [{ containerPort: 80, protocol: 'TCP' }] }] },
    },
    {
      name: 'the plural of a pod address',
      raw: { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] }, status: { phase: 'Running', hostIP: '10.0.0.1', podIP: '10.244.0.7' } },
      path: 'status',
      expected: { phase: 'Running', hostIP: '10.0.0.1', hostIPs: [{ ip: '10.0.0.1' }], podIP: '10.244.0.7', podIPs: [{ ip: '10.244.0.7' }] },
    },
    { name: 'the plural of a node range', raw: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec: { podCIDR: '10.244.1.0/24' } }, path: 'spec', expected: { podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] } },
    { name: 'a NetworkPolicy without egress rules', raw: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: {}, egress: [] } }, path: 'spec', expected: { podSelector: {}, policyTypes: ['Ingress'] } },
    {
      name: 'a NetworkPolicy with an egress rule',
      raw: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] } },
      path: 'spec',
      expected: { podSelector: {}, egress: [{ ports: [{ protocol: 'TCP', port: 53 }] }], policyTypes: ['Egress', 'Ingress'] },
    },
    {
      name: 'an egress-only NetworkPolicy stays one',
      raw: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: {}, policyTypes: ['Egress'] } },
      path: 'spec.policyTypes',
      expected: ['Egress'],
    },
    {
      name: 'the conditions of an endpoint',
      raw: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.2'] }, { addresses: ['10.0.0.1'], conditions: { ready: false, serving: false } }], ports: [{ port: 80 }] },
      path: 'endpoints',
      expected: [
        { addresses: ['10.0.0.1'], conditions: { ready: false, serving: false, terminating: false } },
        { addresses: ['10.0.0.2'], conditions: { ready: true, serving: true, terminating: false } },
      ],
    },
    { name: 'an EndpointSlice port', raw: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, addressType: 'IPv4', ports: [{ name: null, port: 80 }] }, path: 'ports', expected: [{ name: '', protocol: 'TCP', port: 80 }] },
    { name: 'a Deployment', raw: { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template } }, path: 'spec.replicas', expected: 1 },
    { name: 'a Deployment of no replicas stays one', raw: { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 0, template } }, path: 'spec.replicas', expected: 0 },
    { name: 'an HTTPRoute rule without matches', raw: { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata, spec: { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] } }, path: 'spec.rules', expected: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ group: '', kind: 'Service', name: 'web', port: 80, weight: 1 }] }] },
    {
      name: 'the ports that a Pod on the network of its node takes there',
      raw: { apiVersion: 'v1', kind: 'Pod', metadata, spec: { hostNetwork: true, initContainers: [{ name: 'first', ports: [{ containerPort: 9 }] }], containers: [{ name: 'web', ports: [{ containerPort: 80, hostPort: 0 }, { containerPort: 53, hostPort: 5353 }] }] } },
      path: 'spec',
      expected: {
        hostNetwork: true,
        dnsPolicy: 'ClusterFirst',
        restartPolicy: 'Always',
        initContainers: [{ name: 'first', ports: [{ containerPort: 9, protocol: 'TCP', hostPort: 9 }] }],
        containers: [{ name: 'web', ports: [{ containerPort: 80, protocol: 'TCP', hostPort: 80 }, { containerPort: 53, protocol: 'TCP', hostPort: 5353 }] }],
      },
    },
    {
      name: 'but not those of a template, which become those of its pods',
      raw: { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: { template: { spec: { hostNetwork: true, containers: [{ name: 'web', ports: [{ containerPort: 80 }] }] } } } },
      path: 'spec.template.spec.containers',
      expected: [{ name: 'web', ports: [{ containerPort: 80, protocol: 'TCP' }] }],
    },
    { name: 'an HTTP probe that names a port', raw: { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ ...container, readinessProbe: { httpGet: { port: 'http' } } }] } }, path: 'spec.containers', expected: [{ ...container, readinessProbe: { httpGet: { path: '/', port: 'http', scheme: 'HTTP' } } }] },
    { name: 'a Job', raw: { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template } }, path: 'spec', expected: { parallelism: 1, completions: 1, template: { metadata: { labels }, spec: { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', containers: [container] } } } },
    { name: 'a Job of several pods, which any of them completes', raw: { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { parallelism: 3, template: { spec: { containers: [] } } } }, path: 'spec', expected: { parallelism: 3, template: { metadata: {}, spec: { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', containers: [] } } } },
    { name: 'the labels of a Job', raw: { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template } }, path: 'metadata', expected: { ...metadata, labels } },
    { name: 'but not over its own', raw: { apiVersion: 'batch/v1', kind: 'Job', metadata: { ...metadata, labels: { a: 'b' } }, spec: { template } }, path: 'metadata.labels', expected: { a: 'b' } },
    { name: 'the labels of a ReplicationController', raw: { apiVersion: 'v1', kind: 'ReplicationController', metadata, spec: { selector: {}, template } }, path: 'metadata.labels', expected: labels },
    { name: 'the selector of a ReplicationController', raw: { apiVersion: 'v1', kind: 'ReplicationController', metadata, spec: { selector: {}, template } }, path: 'spec.selector', expected: labels },
    { name: 'the parameters of an IngressClass', raw: { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'a' }, spec: { parameters: { kind: 'P', name: 'p' } } }, path: 'spec.parameters', expected: { kind: 'P', name: 'p', scope: 'Cluster' } },
    {
      name: 'the routes that a listener of a Gateway admits',
      raw: { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata, spec: { gatewayClassName: 'a', listeners: [{ name: 'tls', port: 443, protocol: 'TLS', allowedRoutes: { kinds: [{ kind: 'TLSRoute' }] } }] } },
      path: 'spec.listeners',
      expected: [{ name: 'tls', port: 443, protocol: 'TLS', allowedRoutes: { namespaces: { from: 'Same' }, kinds: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute' }] } }],
    },
    { name: 'the label of a Namespace that nobody has created yet', raw: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }, path: 'metadata.labels', expected: { 'kubernetes.io/metadata.name': 'shop' } },
    { name: 'but not of one that an older server created', raw: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', uid: 'u' } }, path: 'metadata', expected: { name: 'shop', uid: 'u' } },
    { name: 'the namespace', raw: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: {} }, path: 'metadata.namespace', expected: 'default' },
  ])('$name', ({ raw, path, expected }) => expect(part(raw, path)).toEqual(expected));
});

describe('older versions', () => {
  const paths = [{ path: '/', backend: { serviceName: 'web', servicePort: 'http' } }];
  it.each<{ name: string; raw: object; path: string; expected: unknown; hint?: Hint }>([
    {
      name: 'extensions/v1beta1 Ingress',
      raw: { apiVersion: 'extensions/v1beta1', kind: 'Ingress', metadata, spec: { backend: { serviceName: 'all', servicePort: 80 }, rules: [{ host: 'a', http: { paths } }] } },
      path: 'spec',
      expected: {
        defaultBackend: { service: { name: 'all', port: { number: 80 } } },
        rules: [{ host: 'a', http: { paths: [{ path: '/', pathType: 'ImplementationSpecific', backend: { service: { name: 'web', port: { name: 'http' } } } }] } }],
      },
    },
    { name: 'says the canonical version', raw: { apiVersion: 'networking.k8s.io/v1beta1', kind: 'Ingress', metadata }, path: 'apiVersion', expected: 'networking.k8s.io/v1' },
    {
      name: 'discovery.k8s.io/v1beta1 EndpointSlice',
      raw: { apiVersion: 'discovery.k8s.io/v1beta1', kind: 'EndpointSlice', metadata, endpoints: [{ addresses: ['10.0.0.1'], topology: { 'kubernetes.io/hostname': 'n1', 'topology.kubernetes.io/zone': 'a' } }] },
      path: 'endpoints',
      expected: [{ addresses: ['10.0.0.1'], conditions: { ready: true, serving: true, terminating: false }, nodeName: 'n1', zone: 'a' }],
    },
    { name: 'extensions/v1beta1 Deployment without a selector', raw: { apiVersion: 'extensions/v1beta1', kind: 'Deployment', metadata, spec: { template } }, path: 'spec.selector', expected: { matchLabels: labels } },
    { name: 'batch/v1beta1 CronJob', raw: { apiVersion: 'batch/v1beta1', kind: 'CronJob', metadata, spec: { schedule: '* * * * *', jobTemplate: { spec: { template } } } }, path: 'apiVersion', expected: 'batch/v1' },
    { name: 'a version newer than this program', raw: { apiVersion: 'discovery.k8s.io/v2', kind: 'EndpointSlice', metadata }, path: 'apiVersion', expected: 'discovery.k8s.io/v1' },
    { name: 'an object without a version', raw: { kind: 'Service', metadata, spec: {} }, path: 'apiVersion', expected: 'v1' },
    { name: 'an object without a kind, known from its place', raw: { metadata: { name: 'a' }, spec: {} }, hint: { kind: 'Service', namespace: 'shop' }, path: 'metadata', expected: { name: 'a', namespace: 'shop' } },
  ])('$name', ({ raw, path, expected, hint }) => expect(part(raw, path, hint)).toEqual(expected));

  it.each<{ name: string; raw: object; hint?: Hint; kind: string }>([
    { name: 'a kind that no analysis reads', raw: { apiVersion: 'v1', kind: 'Event', metadata }, kind: 'Event' },
    { name: 'a kind of the same name from another group', raw: { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata }, kind: 'Gateway.networking.istio.io' },
    { name: 'one without a kind, which its selfLink tells', raw: { metadata: { name: 'cluster', selfLink: '/apis/config.openshift.io/v1/ingresses/cluster' } }, hint: { kind: 'Ingress' }, kind: 'Ingress.config.openshift.io' },
    { name: 'one without a kind, whose group its managers tell', raw: { metadata: { name: 'c', managedFields: [{ apiVersion: 'config.openshift.io/v1' }] } }, hint: { kind: 'Ingress' }, kind: 'Ingress.config.openshift.io' },
    { name: 'one whose list tells the kind that its selfLink has in small letters', raw: { metadata: { name: 'a', selfLink: '/apis/rbac.authorization.k8s.io/v1/namespaces/web/rolebindings/a' } }, hint: { kind: 'RoleBinding' }, kind: 'RoleBinding' },
    { name: 'one whose selfLink tells another kind than its place', raw: { metadata: { name: 'a', selfLink: '/api/v1/namespaces/web/events/a' } }, hint: { kind: 'Pod' }, kind: 'Event' },
    { name: 'a ConfigMap of which no key is read', raw: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'app.properties': 'a=b' } }, kind: 'ConfigMap' },
  ])('leaves aside $name', ({ raw, hint = {}, kind }) => expect(normalizeObject(raw, hint)).toMatchObject({ outcome: 'ignored', kind }));
});

describe('the internal form of old kubectl', () => {
  it('becomes a Service of the API', () => {
    const raw = {
      name: 'web',
      namespace: 'shop',
      selfLink: '/api/v1/namespaces/shop/services/web',
      uid: 'u',
      resourceVersion: '7',
      labels: { App: 'web' },
      Spec: {
        Type: 'NodePort',
        Ports: [{ Name: '', Protocol: 'TCP', Port: 80, TargetPort: 'http', NodePort: 30080 }],
        Selector: { app: 'web' },
        ClusterIP: '10.96.0.7',
        ExternalName: '',
        ExternalIPs: null,
        LoadBalancerIP: '',
        SessionAffinity: 'None',
        SessionAffinityConfig: null,
        LoadBalancerSourceRanges: null,
        ExternalTrafficPolicy: 'Local',
        HealthCheckNodePort: 0,
        PublishNotReadyAddresses: false,
      },
      Status: { LoadBalancer: { Ingress: null } },
    };
    expect(kept(raw)).toEqual({
      outcome: 'kept',
      notes: [],
      object: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: 'shop', uid: 'u', labels: { App: 'web' } },
        spec: {
          type: 'NodePort',
          selector: { app: 'web' },
          clusterIP: '10.96.0.7',
          clusterIPs: ['10.96.0.7'],
          ipFamilies: ['IPv4'],
          ports: [{ protocol: 'TCP', port: 80, targetPort: 'http', nodePort: 30080 }],
          sessionAffinity: 'None',
          internalTrafficPolicy: 'Cluster',
          externalTrafficPolicy: 'Local',
        },
        status: { loadBalancer: {} },
      },
    });
  });

  it('becomes a Pod: the host network stood in the security context, a probe in its handler', () => {
    const probe = { Handler: { Exec: null, HTTPGet: { Path: '/healthz', Port: 10256, Host: '127.0.0.1', Scheme: 'HTTP' }, TCPSocket: null }, PeriodSeconds: 10 };
    const raw = {
      name: 'a',
      namespace: 'shop',
      Spec: {
        Containers: [{ Name: 'a', Image: 'a:1', Ports: [{ Name: 'x', HostPort: 0, ContainerPort: 80, Protocol: 'UDP', HostIP: '' }], ReadinessProbe: probe, Env: null, SecurityContext: { Privileged: true } }],
        RestartPolicy: 'Never',
        DNSPolicy: 'ClusterFirstWithHostNet',
        NodeSelector: { 'Disk/Type': 'SSD' },
        NodeName: 'n1',
        SecurityContext: { HostNetwork: true, HostPID: false },
        Hostname: '',
      },
      Status: { Phase: 'Running', HostIP: '10.0.0.1', PodIP: '10.0.0.1', Conditions: [{ Type: 'Ready', Status: 'True', LastProbeTime: null, Reason: '', Message: '' }], ContainerStatuses: [{ Name: 'a', State: { Waiting: null, Running: { StartedAt: 'x' }, Terminated: null }, Ready: true, RestartCount: 3 }] },
    };
    expect(kept(raw).object).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', namespace: 'shop' },
      spec: {
        nodeName: 'n1',
        nodeSelector: { 'Disk/Type': 'SSD' },
        hostNetwork: true,
        dnsPolicy: 'ClusterFirstWithHostNet',
        restartPolicy: 'Never',
        containers: [{ name: 'a', image: 'a:1', ports: [{ name: 'x', containerPort: 80, protocol: 'UDP', hostPort: 80 }], readinessProbe: { httpGet: { path: '/healthz', port: 10256, host: '127.0.0.1', scheme: 'HTTP' } } }],
      },
      status: {
        phase: 'Running',
        hostIP: '10.0.0.1',
        hostIPs: [{ ip: '10.0.0.1' }],
        podIP: '10.0.0.1',
        podIPs: [{ ip: '10.0.0.1' }],
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [{ name: 'a', ready: true, state: { running: {} } }],
      },
    });
  });

  it('becomes a DaemonSet, metadata of its template and all, when the place tells the kind', () => {
    const raw = { name: 'd', namespace: 'shop', Spec: { Selector: { matchLabels: labels }, Template: { creationTimestamp: null, labels, Spec: { Containers: [{ Name: 'a' }] } } }, Status: { DesiredNumberScheduled: 2 } };
    expect(kept(raw, { kind: 'DaemonSet' }).object).toMatchObject({ kind: 'DaemonSet', spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'a' }] } } }, status: { desiredNumberScheduled: 2 } });
  });

  it.each<[string, string, object]>([
    ['Node', 'n', { Spec: { PodCIDR: '10.244.0.0/24', ExternalID: 'n' }, Status: { NodeInfo: { KubeletVersion: 'v1.8.1' } } }],
    ['Pod', 'p', { Spec: { Containers: [] } }],
    ['Endpoints', 'e', { Subsets: [] }],
  ])('is known for a %s by what it holds', (kind, name, raw) => expect(kept({ name, ...raw }).object.kind).toBe(kind));
});

describe('what is no secret and what is', () => {
  const pod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [spec] } });
  const env = [
    { name: 'DB_URL', value: 'postgres://shop:hunter2@db:5432/shop' },
    { name: 'DB_PASSWORD', value: 'hunter2' },
    { name: 'CACHE_HOST', value: 'cache' },
  ];

  it('keeps of an application the hosts that it mentions', () => {
    expect(part(pod({ ...container, command: ['app', 'hunter2'], args: ['--api=http://api.shop.svc/', '--password=hunter2'], env }), 'spec.containers')).toEqual([
      { ...container, mentions: [{ field: 'args[0]', hosts: ['api.shop.svc'] }, { field: 'env[CACHE_HOST]', hosts: ['cache'] }, { field: 'env[DB_URL]', hosts: ['db'] }] },
    ]);
  });

  it('keeps the flags of a system component, without those that are secrets', () => {
    const proxy = { name: 'p', image: 'registry.example.com/mirror/kube-proxy:v1.30.2', command: ['kube-proxy', '--cluster-cidr=10.0.0.0/8', '--token=hunter2', '--password', 'hunter2', '--token-file=/etc/token'] };
    expect(part(pod(proxy), 'spec.containers')).toMatchObject([{ command: ['kube-proxy', '--cluster-cidr=10.0.0.0/8', '--password', '--token-file=/etc/token'] }]);
  });

  it('keeps the variables of a CNI agent that are about the network', () => {
    const agent = { name: 'weave', image: 'weaveworks/weave-kube:2.8.1', env: [{ name: 'IPALLOC_RANGE', value: '10.32.0.0/12' }, { name: 'WEAVE_PASSWORD', value: 'hunter2' }, { name: 'HOSTNAME', valueFrom: {} }] };
    expect(part(pod(agent), 'spec.containers')).toEqual([{ name: 'weave', image: agent.image, env: [{ name: 'IPALLOC_RANGE', value: '10.32.0.0/12' }] }]);
  });

  it('keeps of a system component where it mounts the node, of an application no volume', () => {
    const volumes = [{ name: 'cni', hostPath: { path: '/etc/cni/net.d' } }, { name: 'key', secret: { secretName: 'key' } }];
    const spec = (image: string) => part({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'a', image }], volumes } }, 'spec');
    expect(spec('docker.io/calico/node:v3.28.0')).toMatchObject({ volumes: [volumes[0]] });
    expect(spec('nginx')).not.toHaveProperty('volumes');
  });

  it('keeps of a CiliumNode which pod has which address', () => {
    const used = { '10.0.1.7': { owner: 'shop/web-1', resource: 'eni-1' } };
    expect(part({ apiVersion: 'cilium.io/v2', kind: 'CiliumNode', metadata: { name: 'a' }, spec: {}, status: { ipam: { used, 'operator-status': {} }, eni: { enis: {} } } }, 'status')).toEqual({ ipam: { used } });
  });

  it('keeps the keys of a Secret and no value', () => {
    const raw = { apiVersion: 'v1', kind: 'Secret', metadata, type: 'kubernetes.io/tls', data: { 'tls.key': 'aHVudGVyMg==', 'tls.crt': 'aHVudGVyMg==' }, stringData: { extra: 'hunter2' } };
    expect(kept(raw).object).toEqual({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'kubernetes.io/tls', keys: ['extra', 'tls.crt', 'tls.key'], certificate: { readable: false } });
  });

  it('keeps the keys of a ConfigMap that some analysis reads, unless they hold a secret', () => {
    const raw = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-proxy', namespace: 'kube-system' }, data: { 'config.conf': 'mode: ipvs', 'kubeconfig.conf': 'token: hunter2hunter2' } };
    expect(part(raw, 'data')).toEqual({ 'config.conf': 'mode: ipvs' });
    const leaky = { ...raw, metadata: { name: 'coredns', namespace: 'kube-system' }, data: { Corefile: '. {\n}', 'extra.server': 'etcd {\n  credentials: x\n  password: hunter2\n}' } };
    expect(kept(leaky)).toMatchObject({ object: { data: { Corefile: '. {\n}' } }, notes: [{ field: 'data.extra.server', detail: 'seems to hold a secret; left out' }] });
  });

  it('keeps of an annotation that holds a credential that it is there', () => {
    const annotations = { 'nginx.ingress.kubernetes.io/configuration-snippet': 'proxy_set_header Authorization "Basic aHVudGVyMg==";' };
    const { object, notes } = kept({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { ...metadata, annotations } });
    expect(object.metadata.annotations).toEqual({ 'nginx.ingress.kubernetes.io/configuration-snippet': '' });
    expect(notes).toHaveLength(1);
  });

  it('keeps of the headers that an HTTPRoute sets their names', () => {
    const filters = [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'Authorization', value: 'Bearer hunter2' }] } }];
    expect(part({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata, spec: { rules: [{ filters }] } }, 'spec.rules')).toMatchObject([
      { filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'Authorization' }] } }] },
    ]);
  });

  it('drops what kubectl and controllers write for themselves', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"hunter2":1}', 'nginx.ingress.kubernetes.io/rewrite-target': '/' };
    expect(part({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { ...metadata, annotations, managedFields: [{}], resourceVersion: '1' } }, 'metadata')).toEqual({ ...metadata, annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': '/' } });
  });
});

describe('an object that is not right', () => {
  it.each<{ name: string; raw: unknown; hint?: Hint; detail: RegExp }>([
    { name: 'is text', raw: 'x', detail: /found string/ },
    { name: 'is a list', raw: [], detail: /found a list/ },
    { name: 'has no kind', raw: { metadata }, detail: /without a kind/ },
    { name: 'is only data, wherever it stands', raw: { enabled: true }, hint: { kind: 'ConfigMap', name: 'x' }, detail: /without a kind/ },
    { name: 'has a kind that is none', raw: { kind: 'a b', metadata }, detail: /would not take/ },
    { name: 'has no name', raw: { kind: 'Pod', metadata: {} }, detail: /without a name/ },
    { name: 'has a name that only a template can mean', raw: { kind: 'Pod', metadata: { name: '{{ .Release.Name }}-web' } }, detail: /not rendered/ },
    { name: 'lacks what its kind is about', raw: { kind: 'Pod', metadata }, detail: /spec is missing/ },
    { name: 'has a list where its spec should be', raw: { kind: 'Pod', metadata, spec: [] }, detail: /spec found a list/ },
  ])('$name', ({ raw, hint = {}, detail }) => {
    const normalized = normalizeObject(raw, hint);
    expect(normalized).toMatchObject({ outcome: 'unreadable' });
    expect(JSON.stringify(normalized)).toMatch(detail);
  });

  it('loses one bad field and keeps the rest', () => {
    const raw = { kind: 'Service', metadata: { ...metadata, labels: { a: 1, b: '2' } }, spec: { type: 'Foo', ports: [{ port: 'x' }, { port: 80 }] } };
    const { object, notes } = kept(raw);
    expect(object).toMatchObject({ metadata: { labels: { b: '2' } }, spec: { type: 'ClusterIP', ports: [{ port: 80 }] } });
    expect(notes.map(({ field }) => field)).toEqual(['metadata.labels.a', 'spec.type', 'spec.ports[0].port']);
  });

  it('never makes the normaliser throw', () => {
    const kind = fc.constantFrom('Pod', 'Service', 'Node', 'Ingress', 'EndpointSlice', 'Secret', 'ConfigMap', 'Deployment', 'Namespace', 'BlockAffinity', '__proto__');
    const field = fc.constantFrom('metadata', 'spec', 'status', 'data', 'endpoints', 'Spec', 'Status', 'name', 'kind', '__proto__', 'constructor');
    const raw = fc.oneof(fc.jsonValue(), fc.tuple(kind, fc.dictionary(field, fc.jsonValue())).map(([k, fields]) => ({ kind: k, metadata: { name: 'a' }, ...fields })));
    fc.assert(fc.property(raw, (value) => void normalizeObject(value)), { numRuns: 2000 });
  });
});
