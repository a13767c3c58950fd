import { preparePodSpec } from './container.js';
import { labelSelector, templateMetadata } from './metadata.js';
import { adapted, address, choice, defaulted, dict, flag, integer, intOrString, list, needed, positive, struct, text } from './shape.js';

/** A host name or address that a variable, argument or command mentions. The rest of the text is not kept. */
export const mentions = list(struct({ field: needed(text), hosts: needed(list(text, { ordered: false })) }), { key: ['field'], ordered: false });

/** Source: pkg/apis/core/v1/defaults.go, SetDefaults_HTTPGetAction. */
const httpGet = struct({ path: defaulted(text, '/'), port: needed(intOrString), host: text, scheme: defaulted(text, 'HTTP') });

const readinessProbe = struct({
  httpGet,
  tcpSocket: struct({ port: needed(intOrString), host: text }),
  grpc: struct({ port: needed(integer), service: text }),
  exec: struct({}),
});

/** Source: pkg/apis/core/v1/zz_generated.defaults.go, SetDefaults_ContainerPort: a protocol that is not written is TCP. */
const containerPorts = list(
  struct({ name: text, containerPort: needed(integer), protocol: defaulted(choice('TCP', 'UDP', 'SCTP'), 'TCP'), hostPort: positive, hostIP: address }),
  { key: ['containerPort', 'protocol'] },
);

export const container = struct({
  name: defaulted(text, ''),
  image: text,
  /** 'Always' on an init container makes it a sidecar. */
  restartPolicy: text,
  ports: containerPorts,
  readinessProbe,
  mentions,
  /** The fields below are kept of known system components only. */
  command: list(text),
  args: list(text),
  env: list(struct({ name: needed(text), value: needed(text) }), { key: ['name'], ordered: false }),
  volumeMounts: list(struct({ name: needed(text), mountPath: needed(text) }), { key: ['mountPath'], ordered: false }),
});

/** Defaults: pkg/apis/core/v1/defaults.go, SetDefaults_PodSpec. */
const keptPodSpec = struct({
  nodeName: text,
  nodeSelector: dict(text),
  hostNetwork: flag,
  dnsPolicy: defaulted(text, 'ClusterFirst'),
  dnsConfig: struct({
    nameservers: list(text),
    searches: list(text),
    options: list(struct({ name: needed(text), value: text }), { key: ['name'] }),
  }),
  hostname: text,
  subdomain: text,
  setHostnameAsFQDN: flag,
  hostAliases: list(struct({ ip: needed(text), hostnames: list(text) }), { key: ['ip'] }),
  restartPolicy: defaulted(choice('Always', 'OnFailure', 'Never'), 'Always'),
  readinessGates: list(struct({ conditionType: needed(text) }), { key: ['conditionType'], ordered: false }),
  tolerations: list(struct({ key: text, operator: text, value: text, effect: text }), { ordered: false }),
  initContainers: list(container, { key: ['name'] }),
  containers: defaulted(list(container, { key: ['name'] }), []),
  /** Kept of known system components only: where a CNI agent writes its configuration, and which ConfigMap it reads. */
  volumes: list(
    struct({ name: needed(text), hostPath: struct({ path: needed(text) }), configMap: struct({ name: needed(text) }) }),
    { key: ['name'], ordered: false },
  ),
});

export const podSpec = adapted(keptPodSpec, preparePodSpec);

export const podTemplate = struct({ metadata: defaulted(templateMetadata, {}), spec: needed(podSpec) });

/** What Deployments, DaemonSets and their like have in common. */
export const workloadSpec = { selector: labelSelector, template: needed(podTemplate) };
