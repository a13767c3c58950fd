/**
 * A synthetic cluster of any size, up to Kubernetes' published ceiling, as kube-apiserver 1.33 prints it.
 *
 * Nothing is drawn from a random source: every field is a hash of what it belongs to, so that any object of any epoch can be made alone, and two runs make the same
 * bytes. From one epoch to the next 1 % of the pods, or as many as are wanted, change (half are replaced by new ones, half turn ready or unready), the slices they are in change with them, and
 * every node has its heartbeat.
 */

/**
 * @typedef {{ readonly nodes: number, readonly pods: number, readonly services: number, readonly ingresses: number, readonly networkPolicies: number }} Size
 * @typedef {{ readonly [field: string]: unknown }} JsonObject
 * @typedef {JsonObject & { readonly metadata: JsonObject & { readonly name: string } }} RawObject An item as a list gives it: without `kind` and `apiVersion`.
 *
 * @typedef {object} KindOfCluster
 * @property {string} kind
 * @property {string} plural
 * @property {string} group '' for the core group
 * @property {string} version
 * @property {boolean} namespaced
 * @property {() => Generator<RawObject>} items in a fixed order, which is not that of the names
 *
 * @typedef {object} Cluster
 * @property {Size} size
 * @property {number} epoch
 * @property {string} resourceVersion of the whole cluster at this epoch
 * @property {readonly KindOfCluster[]} kinds
 */

/** Kubernetes' published thresholds (sig-scalability/configs-and-limits/thresholds.md). @type {Size} */
export const ceiling = { nodes: 5_000, pods: 150_000, services: 10_000, ingresses: 2_000, networkPolicies: 1_500 };

/** The shape of the ceiling with another number of pods. @type {(pods: number) => Size} */
export function sizeOf(pods) {
  const share = pods / ceiling.pods;
  const scaled = (/** @type {number} */ count) => Math.max(1, Math.round(count * share));
  return { nodes: scaled(ceiling.nodes), pods, services: scaled(ceiling.services), ingresses: scaled(ceiling.ingresses), networkPolicies: scaled(ceiling.networkPolicies) };
}

const servicesPerNamespace = 20;
const endpointsPerSlice = 100;
const endpointsOfLargeService = 1_500;
const largeServiceEvery = 500;
const dualStackEvery = 5;
const imagesPerNode = 50;
const zones = ['eu-1a', 'eu-1b', 'eu-1c'];
const births = '2026-03-01T10:00:00Z';

/** `changing`: about how many pods change from one epoch to the next. @type {(size: Size & { readonly epoch?: number, readonly changing?: number }) => Cluster} */
export function cluster({ epoch = 0, changing, ...size }) {
  const plan = planOf(size, epoch, changing ?? size.pods / 100);
  /** @type {(group: string, version: string, kind: string, plural: string, items: () => Generator<RawObject>, namespaced?: boolean) => KindOfCluster} */
  const of = (group, version, kind, plural, items, namespaced = true) => ({ kind, plural, group, version, namespaced, items });
  return {
    size,
    epoch,
    resourceVersion: String(versionAt(epoch + 1, 0) - 1),
    kinds: [
      of('', 'v1', 'Namespace', 'namespaces', () => namespaces(plan), false),
      of('', 'v1', 'Node', 'nodes', () => nodes(plan), false),
      of('', 'v1', 'Pod', 'pods', () => pods(plan)),
      of('', 'v1', 'Service', 'services', () => services(plan)),
      of('', 'v1', 'ConfigMap', 'configmaps', configMaps),
      of('discovery.k8s.io', 'v1', 'EndpointSlice', 'endpointslices', () => endpointSlices(plan)),
      of('networking.k8s.io', 'v1', 'IngressClass', 'ingressclasses', ingressClasses, false),
      of('networking.k8s.io', 'v1', 'Ingress', 'ingresses', () => ingresses(plan)),
      of('networking.k8s.io', 'v1', 'NetworkPolicy', 'networkpolicies', () => networkPolicies(plan)),
      of('apps', 'v1', 'Deployment', 'deployments', () => deployments(plan)),
      of('apps', 'v1', 'ReplicaSet', 'replicasets', () => replicaSets(plan)),
    ],
  };
}

/**
 * @typedef {object} Plan
 * @property {Size} size
 * @property {number} epoch
 * @property {Int32Array} firstPod of each application; one entry more than there are applications
 * @property {Uint16Array} incarnation how often each pod was replaced
 * @property {Uint16Array} changed the last epoch in which each pod changed
 * @property {Uint8Array} unready
 */

/** One application is one Deployment with its Service; the large ones have 1,500 pods and the rest share what is left. @type {(size: Size, epoch: number, changing: number) => Plan} */
function planOf(size, epoch, changing) {
  const oneIn = Math.round((2 * size.pods) / changing);
  const large = Math.min(Math.floor(size.services / largeServiceEvery), Math.floor(size.pods / endpointsOfLargeService));
  const small = size.services - large;
  const left = size.pods - large * endpointsOfLargeService;
  const firstPod = new Int32Array(size.services + 1);
  for (let app = 0, seen = 0; app < size.services; app++) {
    const isLarge = app % largeServiceEvery === 0 && seen < large;
    const index = app - seen;
    if (isLarge) seen++;
    const replicas = isLarge ? endpointsOfLargeService : Math.floor(((index + 1) * left) / small) - Math.floor((index * left) / small);
    firstPod[app + 1] = at(firstPod, app) + replicas;
  }
  const plan = { size, epoch, firstPod, incarnation: new Uint16Array(size.pods), changed: new Uint16Array(size.pods), unready: new Uint8Array(size.pods) };
  for (let step = 1; step <= epoch; step++) {
    for (let pod = 0; pod < size.pods; pod++) {
      const fate = mix(pod, step) % oneIn;
      if (fate > 1) continue;
      plan.changed[pod] = step;
      plan.incarnation[pod] = at(plan.incarnation, pod) + (fate === 0 ? 1 : 0);
      plan.unready[pod] = fate === 0 ? 0 : 1 - at(plan.unready, pod);
    }
  }
  return plan;
}

/** @type {(plan: Plan) => Generator<RawObject>} */
function* namespaces({ size }) {
  const count = Math.ceil(size.services / servicesPerNamespace);
  for (let i = -1; i < count; i++) {
    const name = i < 0 ? 'kube-system' : namespaceOf(i * servicesPerNamespace);
    yield {
      metadata: {
        name,
        uid: uid(`namespace/${name}`),
        resourceVersion: String(versionAt(0, i + 1)),
        creationTimestamp: births,
        labels: { 'kubernetes.io/metadata.name': name },
        managedFields: [managed('kubectl-create', 'v1', births, { 'f:metadata': { 'f:labels': { '.': {}, 'f:kubernetes.io/metadata.name': {} } } })],
      },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    };
  }
}

/** @type {(plan: Plan) => Generator<RawObject>} */
function* nodes({ size, epoch }) {
  const heartbeat = timeOf(epoch);
  for (let i = 0; i < size.nodes; i++) {
    const name = nodeName(i);
    const podCIDRs = [`${podPrefix(i)}.0/24`, `${podPrefix6(i)}::/64`];
    yield {
      metadata: {
        name,
        uid: uid(name),
        resourceVersion: String(versionAt(epoch, 200_000 + i)),
        creationTimestamp: births,
        labels: {
          'beta.kubernetes.io/arch': 'amd64',
          'beta.kubernetes.io/instance-type': 'm7i.8xlarge',
          'beta.kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          'node.kubernetes.io/instance-type': 'm7i.8xlarge',
          'topology.kubernetes.io/region': 'eu-1',
          'topology.kubernetes.io/zone': zoneOf(i),
        },
        annotations: { 'node.alpha.kubernetes.io/ttl': '0', 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
        managedFields: [
          managed('kubelet', 'v1', births, {
            'f:metadata': { 'f:annotations': { '.': {}, 'f:volumes.kubernetes.io/controller-managed-attach-detach': {} }, 'f:labels': { '.': {}, 'f:kubernetes.io/hostname': {} } },
          }),
          managed('kube-controller-manager', 'v1', births, {
            'f:metadata': { 'f:annotations': { 'f:node.alpha.kubernetes.io/ttl': {} } },
            'f:spec': { 'f:podCIDR': {}, 'f:podCIDRs': { '.': {}, ...Object.fromEntries(podCIDRs.map((cidr) => [`v:"${cidr}"`, {}])) } },
          }),
          managed('kubelet', 'v1', heartbeat, { 'f:status': { 'f:allocatable': { 'f:memory': {} }, 'f:conditions': { 'k:{"type":"Ready"}': { 'f:lastHeartbeatTime': {} } }, 'f:images': {} } }, 'status'),
        ],
      },
      spec: { podCIDR: `${podPrefix(i)}.0/24`, podCIDRs, providerID: `aws:///${zoneOf(i)}/i-${hex(name, 17)}` },
      status: {
        capacity: { cpu: '32', 'ephemeral-storage': '104845292Ki', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', memory: '130038900Ki', pods: '110' },
        allocatable: { cpu: '31850m', 'ephemeral-storage': '95551679124', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', memory: '127046772Ki', pods: '110' },
        conditions: [
          nodeCondition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available', heartbeat),
          nodeCondition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure', heartbeat),
          nodeCondition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available', heartbeat),
          nodeCondition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', heartbeat),
        ],
        addresses: [
          { type: 'InternalIP', address: nodeAddress(i) },
          { type: 'InternalIP', address: nodeAddress6(i) },
          { type: 'Hostname', address: name },
        ],
        daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
        nodeInfo: {
          machineID: hex(`machine/${name}`, 32),
          systemUUID: uid(`system/${name}`),
          bootID: uid(`boot/${name}`),
          kernelVersion: '6.12.41',
          osImage: 'Debian GNU/Linux 13 (trixie)',
          containerRuntimeVersion: 'containerd://2.1.4',
          kubeletVersion: 'v1.33.4',
          kubeProxyVersion: '',
          operatingSystem: 'linux',
          architecture: 'amd64',
        },
        images: Array.from({ length: imagesPerNode }, (_, k) => ({
          names: [`${imageName(k)}@sha256:${hex(`image/${k}`, 64)}`, `${imageName(k)}:v1.${k}.0`],
          sizeBytes: 20_000_000 + (mix(k, 7) % 400_000_000),
        })),
        runtimeHandlers: [{ name: '', features: { recursiveReadOnlyMounts: true, userNamespaces: true } }],
      },
    };
  }
}

/** @type {(plan: Plan) => Generator<RawObject>} */
function* pods(plan) {
  for (let app = 0; app < plan.size.services; app++) {
    for (let i = at(plan.firstPod, app); i < at(plan.firstPod, app + 1); i++) yield pod(plan, app, i);
  }
}

/** @type {(plan: Plan, app: number, i: number) => RawObject} */
function pod(plan, app, i) {
  const ready = at(plan.unready, i) === 0;
  const incarnation = at(plan.incarnation, i);
  const changed = timeOf(at(plan.changed, i));
  const born = incarnation === 0 ? births : changed;
  const node = i % plan.size.nodes;
  const name = podName(plan, app, i);
  const replicaSet = replicaSetName(app);
  const token = `kube-api-access-${suffix(name, 5)}`;
  const addresses = podAddresses(plan, i);
  const mount = { name: token, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
  const [appImage, proxyImage] = [imageName(app % imagesPerNode), imageName(imagesPerNode - 1)];
  const termination = { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', imagePullPolicy: 'IfNotPresent' };
  /** @type {(container: string, image: string, ready: boolean) => JsonObject} */
  const containerStatus = (container, image, isReady) => ({
    name: container,
    state: { running: { startedAt: born } },
    lastState: {},
    ready: isReady,
    restartCount: 0,
    image,
    imageID: `${image.split(':')[0]}@sha256:${hex(image, 64)}`,
    containerID: `containerd://${hex(`${container}/${name}`, 64)}`,
    started: true,
  });
  /** @type {(type: string, isTrue: boolean) => JsonObject} */
  const condition = (type, isTrue) => ({
    type,
    status: isTrue ? 'True' : 'False',
    lastProbeTime: null,
    lastTransitionTime: isTrue ? born : changed,
    ...(isTrue ? {} : { reason: 'ContainersNotReady', message: 'containers with unready status: [app]' }),
  });
  return {
    metadata: {
      name,
      generateName: `${replicaSet}-`,
      namespace: namespaceOf(app),
      uid: uid(`pod/${i}/${incarnation}`),
      resourceVersion: String(versionAt(at(plan.changed, i), i)),
      creationTimestamp: born,
      labels: { ...appLabels(app), 'pod-template-hash': templateHash(app) },
      annotations: {
        'kubectl.kubernetes.io/restartedAt': births,
        'prometheus.io/path': '/metrics',
        'prometheus.io/port': '9090',
        'prometheus.io/scrape': 'true',
      },
      ownerReferences: [owner('apps/v1', 'ReplicaSet', replicaSet)],
      managedFields: podFields(replicaSet, addresses, born, changed),
    },
    spec: {
      volumes: [
        { name: 'config', configMap: { name: `${appName(app)}-config`, defaultMode: 420 } },
        { name: 'tmp', emptyDir: {} },
        {
          name: token,
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
              { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
            ],
            defaultMode: 420,
          },
        },
      ],
      containers: [
        {
          name: 'app',
          image: `${appImage}:v1.${app % imagesPerNode}.0`,
          ports: [
            { name: 'http', containerPort: 8080, protocol: 'TCP' },
            { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
          ],
          env: [
            { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
            { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
            { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: `${appName(app)}-database`, key: 'password' } } },
            ...Array.from({ length: 5 }, (_, k) => ({ name: `UPSTREAM_${k}`, value: `http://${serviceHost((app + k + 1) % plan.size.services)}` })),
          ],
          resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '256Mi' } },
          volumeMounts: [{ name: 'config', readOnly: true, mountPath: '/etc/app' }, { name: 'tmp', mountPath: '/tmp' }, mount],
          readinessProbe: { httpGet: { path: '/ready', port: 'http', scheme: 'HTTP' }, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
          ...termination,
          securityContext: { capabilities: { drop: ['ALL'] }, runAsUser: 10_001, runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
        },
        {
          name: 'proxy',
          image: `${proxyImage}:v1.${imagesPerNode - 1}.0`,
          args: ['proxy', '--log-level=info', `--service=${appName(app)}`],
          ports: [{ name: 'proxy-prom', containerPort: 15_090, protocol: 'TCP' }],
          resources: { requests: { cpu: '10m', memory: '32Mi' } },
          volumeMounts: [mount],
          ...termination,
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: appName(app),
      serviceAccount: appName(app),
      nodeName: nodeName(node),
      securityContext: { fsGroup: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
      schedulerName: 'default-scheduler',
      tolerations: ['not-ready', 'unreachable'].map((taint) => ({ key: `node.kubernetes.io/${taint}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })),
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: {
      phase: 'Running',
      conditions: [
        condition('PodReadyToStartContainers', true),
        condition('Initialized', true),
        condition('Ready', ready),
        condition('ContainersReady', ready),
        condition('PodScheduled', true),
      ],
      hostIP: nodeAddress(node),
      hostIPs: [{ ip: nodeAddress(node) }, { ip: nodeAddress6(node) }],
      podIP: addresses[0],
      podIPs: addresses.map((ip) => ({ ip })),
      startTime: born,
      containerStatuses: [containerStatus('app', `${appImage}:v1.${app % imagesPerNode}.0`, ready), containerStatus('proxy', `${proxyImage}:v1.${imagesPerNode - 1}.0`, true)],
      qosClass: 'Burstable',
    },
  };
}

/** @type {(plan: Plan) => Generator<RawObject>} */
function* services({ size }) {
  for (let app = 0; app < size.services; app++) {
    const dual = isDualStack(app);
    const clusterIPs = serviceAddresses(app);
    yield {
      metadata: {
        name: appName(app),
        namespace: namespaceOf(app),
        uid: uid(`Service/${appName(app)}`),
        resourceVersion: String(versionAt(0, 300_000 + app)),
        creationTimestamp: births,
        labels: { ...appLabels(app), 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: { 'meta.helm.sh/release-name': appName(app), 'meta.helm.sh/release-namespace': namespaceOf(app) },
        managedFields: [
          managed('helm', 'v1', births, {
            'f:metadata': { 'f:annotations': { '.': {}, 'f:meta.helm.sh/release-name': {}, 'f:meta.helm.sh/release-namespace': {} }, 'f:labels': { '.': {}, 'f:app.kubernetes.io/name': {} } },
            'f:spec': { 'f:internalTrafficPolicy': {}, 'f:ports': { '.': {}, 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:name': {}, 'f:port': {}, 'f:targetPort': {} } }, 'f:selector': {}, 'f:type': {} },
          }),
        ],
      },
      spec: {
        ports: [
          { name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' },
          { name: 'metrics', protocol: 'TCP', port: 9090, targetPort: 9090 },
        ],
        selector: selectorOf(app),
        clusterIP: clusterIPs[0],
        clusterIPs: dual ? clusterIPs : clusterIPs.slice(0, 1),
        type: 'ClusterIP',
        sessionAffinity: 'None',
        ipFamilies: dual ? ['IPv4', 'IPv6'] : ['IPv4'],
        ipFamilyPolicy: dual ? 'RequireDualStack' : 'SingleStack',
        internalTrafficPolicy: 'Cluster',
      },
      status: { loadBalancer: {} },
    };
  }
}

/** @type {(plan: Plan) => Generator<RawObject>} */
function* endpointSlices(plan) {
  for (let app = 0; app < plan.size.services; app++) {
    const [from, to] = [at(plan.firstPod, app), at(plan.firstPod, app + 1)];
    for (const family of isDualStack(app) ? [0, 1] : [0]) {
      for (let first = from; first < to; first += endpointsPerSlice) yield endpointSlice(plan, app, family, first, Math.min(first + endpointsPerSlice, to));
    }
  }
}

/** @type {(plan: Plan, app: number, family: number, first: number, end: number) => RawObject} */
function endpointSlice(plan, app, family, first, end) {
  const service = appName(app);
  const key = `${service}/${family}/${first}`;
  let changed = 0;
  const endpoints = [];
  for (let i = first; i < end; i++) {
    const ready = at(plan.unready, i) === 0;
    changed = Math.max(changed, at(plan.changed, i));
    endpoints.push({
      addresses: podAddresses(plan, i).slice(family, family + 1),
      conditions: { ready, serving: ready, terminating: false },
      targetRef: { kind: 'Pod', namespace: namespaceOf(app), name: podName(plan, app, i), uid: uid(`pod/${i}/${at(plan.incarnation, i)}`) },
      nodeName: nodeName(i % plan.size.nodes),
      zone: zoneOf(i % plan.size.nodes),
    });
  }
  return {
    metadata: {
      name: `${service}-${suffix(key, 5)}`,
      generateName: `${service}-`,
      namespace: namespaceOf(app),
      uid: uid(key),
      resourceVersion: String(versionAt(changed, 400_000 + first + family * 200_000)),
      generation: 1 + changed,
      creationTimestamp: births,
      labels: { ...appLabels(app), 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io', 'kubernetes.io/service-name': service },
      annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': timeOf(changed) },
      ownerReferences: [owner('v1', 'Service', service)],
      managedFields: [
        managed('kube-controller-manager', 'discovery.k8s.io/v1', timeOf(changed), {
          'f:addressType': {},
          'f:endpoints': {},
          'f:metadata': { 'f:annotations': { '.': {}, 'f:endpoints.kubernetes.io/last-change-trigger-time': {} }, 'f:generateName': {}, 'f:labels': { '.': {}, 'f:kubernetes.io/service-name': {} } },
          'f:ports': {},
        }),
      ],
    },
    addressType: family === 0 ? 'IPv4' : 'IPv6',
    endpoints,
    ports: [
      { name: 'http', protocol: 'TCP', port: 8080 },
      { name: 'metrics', protocol: 'TCP', port: 9090 },
    ],
  };
}

/** @type {() => Generator<RawObject>} */
function* ingressClasses() {
  yield {
    metadata: {
      name: 'nginx',
      uid: uid('IngressClass/nginx'),
      resourceVersion: String(versionAt(0, 900_000)),
      generation: 1,
      creationTimestamp: births,
      annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' },
    },
    spec: { controller: 'k8s.io/ingress-nginx' },
  };
}

/** @type {(plan: Plan) => Generator<RawObject>} */
function* ingresses({ size }) {
  for (let i = 0; i < size.ingresses; i++) {
    const app = Math.floor((i * size.services) / size.ingresses);
    const [name, host] = [`ingress-${i}`, `app-${i}.example.org`];
    const backend = (/** @type {number} */ target) => ({ service: { name: appName(target), port: { name: 'http' } } });
    const inNamespace = Math.floor(app / servicesPerNamespace) * servicesPerNamespace;
    yield {
      metadata: {
        name,
        namespace: namespaceOf(app),
        uid: uid(`Ingress/${name}`),
        resourceVersion: String(versionAt(0, 910_000 + i)),
        generation: 1,
        creationTimestamp: births,
        annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m', 'nginx.ingress.kubernetes.io/proxy-read-timeout': '60' },
        managedFields: [managed('helm', 'networking.k8s.io/v1', births, { 'f:metadata': { 'f:annotations': {} }, 'f:spec': { 'f:ingressClassName': {}, 'f:rules': {} } })],
      },
      spec: {
        ingressClassName: 'nginx',
        rules: [
          {
            host,
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: backend(app) },
                { path: '/api', pathType: 'Prefix', backend: backend(inNamespace) },
              ],
            },
          },
        ],
      },
      status: { loadBalancer: { ingress: [{ ip: '198.51.100.10' }] } },
    };
  }
}

/** @type {(plan: Plan) => Generator<RawObject>} */
function* networkPolicies({ size }) {
  for (let i = 0; i < size.networkPolicies; i++) {
    const app = Math.floor((i * size.services) / size.networkPolicies);
    const name = `policy-${i}`;
    yield {
      metadata: {
        name,
        namespace: namespaceOf(app),
        uid: uid(`NetworkPolicy/${name}`),
        resourceVersion: String(versionAt(0, 920_000 + i)),
        generation: 1,
        creationTimestamp: births,
        managedFields: [managed('kubectl-client-side-apply', 'networking.k8s.io/v1', births, { 'f:spec': { 'f:egress': {}, 'f:ingress': {}, 'f:podSelector': {}, 'f:policyTypes': {} } })],
      },
      spec: {
        podSelector: { matchLabels: selectorOf(app) },
        ingress: [
          {
            ports: [{ protocol: 'TCP', port: 8080 }],
            from: [{ podSelector: { matchLabels: selectorOf((app + 1) % size.services) } }, { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespaceOf(app) } } }],
          },
        ],
        egress: [{ ports: [{ protocol: 'UDP', port: 53 }], to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }] }, { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
        policyTypes: ['Ingress', 'Egress'],
      },
    };
  }
}

/** @type {(plan: Plan) => Generator<RawObject>} */
function* deployments(plan) {
  for (let app = 0; app < plan.size.services; app++) {
    const name = appName(app);
    const replicas = at(plan.firstPod, app + 1) - at(plan.firstPod, app);
    yield {
      metadata: {
        name,
        namespace: namespaceOf(app),
        uid: uid(`Deployment/${name}`),
        resourceVersion: String(versionAt(0, 1_000_000 + app)),
        generation: 1,
        creationTimestamp: births,
        labels: appLabels(app),
        annotations: { 'deployment.kubernetes.io/revision': '1' },
      },
      spec: {
        replicas,
        selector: { matchLabels: selectorOf(app) },
        template: podTemplate(app, appLabels(app)),
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
      },
      status: { observedGeneration: 1, replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas },
    };
  }
}

/** @type {(plan: Plan) => Generator<RawObject>} */
function* replicaSets(plan) {
  for (let app = 0; app < plan.size.services; app++) {
    const replicas = at(plan.firstPod, app + 1) - at(plan.firstPod, app);
    const labels = { ...appLabels(app), 'pod-template-hash': templateHash(app) };
    yield {
      metadata: {
        name: replicaSetName(app),
        namespace: namespaceOf(app),
        uid: uid(`ReplicaSet/${replicaSetName(app)}`),
        resourceVersion: String(versionAt(0, 1_100_000 + app)),
        generation: 1,
        creationTimestamp: births,
        labels,
        annotations: { 'deployment.kubernetes.io/desired-replicas': String(replicas), 'deployment.kubernetes.io/revision': '1' },
        ownerReferences: [owner('apps/v1', 'Deployment', appName(app))],
      },
      spec: { replicas, selector: { matchLabels: { ...selectorOf(app), 'pod-template-hash': templateHash(app) } }, template: podTemplate(app, labels) },
      status: { replicas, fullyLabeledReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas, observedGeneration: 1 },
    };
  }
}

/** @type {() => Generator<RawObject>} */
function* configMaps() {
  const corefile = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`;
  const clusterConfiguration = `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.33.4
networking:
  dnsDomain: cluster.local
  podSubnet: 10.0.0.0/11,fd00:10::/32
  serviceSubnet: 10.96.0.0/16,fd00:96::/108
`;
  const proxyConfiguration = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clusterCIDR: 10.0.0.0/11,fd00:10::/32
mode: nftables
`;
  yield configMap('coredns', { Corefile: corefile });
  yield configMap('kubeadm-config', { ClusterConfiguration: clusterConfiguration });
  yield configMap('kube-proxy', { 'config.conf': proxyConfiguration });
}

/** @type {(name: string, data: JsonObject) => RawObject} */
const configMap = (name, data) => ({
  metadata: { name, namespace: 'kube-system', uid: uid(`ConfigMap/${name}`), resourceVersion: String(versionAt(0, 930_000)), creationTimestamp: births },
  data,
});

/** @type {(app: number, labels: JsonObject) => JsonObject} */
const podTemplate = (app, labels) => ({
  metadata: { labels, annotations: { 'kubectl.kubernetes.io/restartedAt': births } },
  spec: {
    containers: [
      {
        name: 'app',
        image: `${imageName(app % imagesPerNode)}:v1.${app % imagesPerNode}.0`,
        ports: [
          { name: 'http', containerPort: 8080, protocol: 'TCP' },
          { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
        ],
        resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '256Mi' } },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: appName(app),
    serviceAccount: appName(app),
    securityContext: {},
    schedulerName: 'default-scheduler',
  },
});

/** @type {(replicaSet: string, addresses: readonly string[], born: string, changed: string) => unknown} */
function podFields(replicaSet, addresses, born, changed) {
  const value = { '.': {}, 'f:name': {}, 'f:value': {} };
  const condition = { '.': {}, 'f:lastProbeTime': {}, 'f:lastTransitionTime': {}, 'f:status': {}, 'f:type': {} };
  const container = {
    '.': {},
    'f:env': { '.': {}, ...Object.fromEntries(['POD_NAME', 'UPSTREAM_0'].map((name) => [`k:{"name":"${name}"}`, value])) },
    'f:image': {},
    'f:imagePullPolicy': {},
    'f:name': {},
    'f:ports': { '.': {}, 'k:{"containerPort":8080,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {}, 'f:name': {}, 'f:protocol': {} } },
  };
  return [
    managed('kube-controller-manager', 'v1', born, {
      'f:metadata': {
        'f:annotations': { '.': {}, 'f:kubectl.kubernetes.io/restartedAt': {} },
        'f:generateName': {},
        'f:labels': { '.': {}, 'f:app.kubernetes.io/name': {}, 'f:pod-template-hash': {} },
        'f:ownerReferences': { '.': {}, [`k:{"uid":"${uid(`ReplicaSet/${replicaSet}`)}"}`]: {} },
      },
      'f:spec': { 'f:containers': { 'k:{"name":"app"}': container }, 'f:dnsPolicy': {}, 'f:enableServiceLinks': {}, 'f:restartPolicy': {}, 'f:schedulerName': {}, 'f:volumes': {} },
    }),
    managed(
      'kubelet',
      'v1',
      changed,
      {
        'f:status': {
          'f:conditions': Object.fromEntries(['ContainersReady', 'Initialized', 'PodReadyToStartContainers', 'Ready'].map((type) => [`k:{"type":"${type}"}`, condition])),
          'f:containerStatuses': {},
          'f:hostIP': {},
          'f:hostIPs': {},
          'f:phase': {},
          'f:podIP': {},
          'f:podIPs': { '.': {}, ...Object.fromEntries(addresses.map((ip) => [`k:{"ip":"${ip}"}`, { '.': {}, 'f:ip': {} }])) },
          'f:startTime': {},
        },
      },
      'status',
    ),
  ];
}

/** @type {(manager: string, apiVersion: string, time: string, fieldsV1: JsonObject, subresource?: string) => JsonObject} */
const managed = (manager, apiVersion, time, fieldsV1, subresource) => ({
  manager,
  operation: 'Update',
  apiVersion,
  time,
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...(subresource === undefined ? {} : { subresource }),
});

/** @type {(type: string, status: string, reason: string, message: string, heartbeat: string) => JsonObject} */
const nodeCondition = (type, status, reason, message, heartbeat) => ({ type, status, lastHeartbeatTime: heartbeat, lastTransitionTime: births, reason, message });

/** @type {(apiVersion: string, kind: string, name: string) => JsonObject} */
const owner = (apiVersion, kind, name) => ({ apiVersion, kind, name, uid: uid(`${kind}/${name}`), controller: true, blockOwnerDeletion: true });

const appName = (/** @type {number} */ app) => `app-${app}`;
const namespaceOf = (/** @type {number} */ app) => `team-${Math.floor(app / servicesPerNamespace)}`;
const serviceHost = (/** @type {number} */ app) => `${appName(app)}.${namespaceOf(app)}.svc.cluster.local`;
const selectorOf = (/** @type {number} */ app) => ({ 'app.kubernetes.io/name': appName(app) });
const appLabels = (/** @type {number} */ app) => ({ 'app.kubernetes.io/name': appName(app), 'app.kubernetes.io/part-of': namespaceOf(app), 'app.kubernetes.io/version': `1.${app % imagesPerNode}.0` });
const templateHash = (/** @type {number} */ app) => suffix(`template/${app}`, 10);
const replicaSetName = (/** @type {number} */ app) => `${appName(app)}-${templateHash(app)}`;
const isDualStack = (/** @type {number} */ app) => app % dualStackEvery === 1;
const imageName = (/** @type {number} */ k) => `registry.example.org/service-${k}`;
const nodeName = (/** @type {number} */ i) => `node-${i}`;
const zoneOf = (/** @type {number} */ i) => zones[i % zones.length] ?? '';

/** @type {(plan: Plan, app: number, i: number) => string} */
const podName = (plan, app, i) => `${replicaSetName(app)}-${suffix(`pod/${i}/${at(plan.incarnation, i)}`, 5)}${i - at(plan.firstPod, app)}`;

const podPrefix = (/** @type {number} */ node) => `10.${node >> 8}.${node & 255}`;
const podPrefix6 = (/** @type {number} */ node) => `fd00:10:0:${node.toString(16)}`;
const nodeAddress = (/** @type {number} */ node) => `172.16.${node >> 8}.${node & 255}`;
const nodeAddress6 = (/** @type {number} */ node) => `fd00:172::${(node + 1).toString(16)}`;
const serviceAddresses = (/** @type {number} */ app) => [`10.96.${(app + 10) >> 8}.${(app + 10) & 255}`, `fd00:96::${(app + 10).toString(16)}`];

/** Of the pod's node, never one that another pod has or that this one had just before. @type {(plan: Plan, i: number) => string[]} */
function podAddresses(plan, i) {
  const perNode = Math.ceil(plan.size.pods / plan.size.nodes);
  const lanes = Math.max(1, Math.floor(252 / perNode));
  const host = 2 + Math.floor(i / plan.size.nodes) + perNode * (at(plan.incarnation, i) % lanes);
  const node = i % plan.size.nodes;
  return [`${podPrefix(node)}.${host}`, `${podPrefix6(node)}::${host.toString(16)}`];
}

/** Every epoch is later than all of the one before. @type {(epoch: number, index: number) => number} */
const versionAt = (epoch, index) => 10_000_000 * (epoch + 1) + index;

const timeOf = (/** @type {number} */ epoch) => new Date(Date.parse(births) + epoch * 3_600_000).toISOString().replace('.000Z', 'Z');

/** @type {(text: string) => string} */
function uid(text) {
  const x = hex(text, 32);
  return `${x.slice(0, 8)}-${x.slice(8, 12)}-4${x.slice(13, 16)}-a${x.slice(17, 20)}-${x.slice(20)}`;
}

/** @type {(text: string, length: number) => string} */
function hex(text, length) {
  const seed = hash(text);
  let out = '';
  for (let i = 0; out.length < length; i++) out += mix(seed, i).toString(16).padStart(8, '0');
  return out.slice(0, length);
}

/** Letters that Kubernetes gives to generated names (apimachinery, pkg/util/rand). @type {(text: string, length: number) => string} */
function suffix(text, length) {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  const seed = hash(text);
  let out = '';
  for (let i = 0; i < length; i++) out += alphabet[mix(seed, i) % alphabet.length] ?? '';
  return out;
}

/** FNV-1a. @type {(text: string) => number} */
function hash(text) {
  let x = 2_166_136_261;
  for (let i = 0; i < text.length; i++) x = Math.imul(x ^ text.charCodeAt(i), 16_777_619);
  return x >>> 0;
}

/** The finalizer of MurmurHash3 over two numbers. @type {(a: number, b: number) => number} */
function mix(a, b) {
  let x = Math.imul(a ^ Math.imul(b + 1, 0x9e37_79b9), 0x85eb_ca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35);
  x = Math.imul(x ^ (x >>> 16), 0x85eb_ca6b);
  return (x ^ (x >>> 15)) >>> 0;
}

/** @type {(numbers: Int32Array | Uint16Array | Uint8Array, index: number) => number} */
const at = (numbers, index) => numbers[index] ?? 0;
