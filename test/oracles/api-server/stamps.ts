import type { ManifestObject } from './manifests.js';

/**
 * What only a server can allocate or stamp, by kind: taken out of its answer where the manifest does not write it. The whole list: whatever else differs
 * between a manifest and what the server made of it is a default that normalising must know.
 */
const stamps: Readonly<Record<string, readonly string[]>> = {
  '*': ['metadata.uid', 'metadata.creationTimestamp', 'metadata.resourceVersion', 'metadata.generation', 'metadata.managedFields', 'metadata.selfLink'],
  // Addresses and ports out of the ranges of the cluster, families as the cluster has them.
  Service: ['spec.clusterIP', 'spec.ipFamilies', 'spec.ipFamilyPolicy', 'spec.ports.*.nodePort', 'spec.healthCheckNodePort'],
  // Admission: the mount of the service account's token, and how long a lost node is tolerated.
  Pod: ['spec.tolerations', 'spec.volumes', 'spec.containers.*.volumeMounts', 'spec.initContainers.*.volumeMounts', 'spec.serviceAccountName', 'spec.serviceAccount', 'spec.priority', 'spec.preemptionPolicy'],
  // Made of the uid.
  Job: [
    ...['controller-uid', 'job-name', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name'].flatMap((label) => [`metadata.labels.${label}`, `spec.template.metadata.labels.${label}`]),
    'spec.selector',
  ],
  // Admission: the class that this cluster has as its default.
  Ingress: ['spec.ingressClassName'],
};

/** Admission: a node is not ready at first, and tells so until a kubelet runs there. */
const notReady = 'node.kubernetes.io/not-ready';

/** The answer of a server to a manifest without its stamps, and without a status: that is never taken from a manifest. */
export function withoutStamps(answer: ManifestObject, manifest: ManifestObject): ManifestObject {
  const { status, ...copy } = structuredClone(answer);
  void status;
  for (const path of [...(stamps['*'] ?? []), ...(stamps[answer.kind] ?? [])]) strip(copy, manifest, stepsOf(path));
  if (answer.kind === 'Service' && isRecord(copy['spec'])) withoutPlural(copy['spec']);
  if (answer.kind === 'Node') untaint(copy);
  return copy;
}

/** The plural of an address is stamped where the address itself is. */
function withoutPlural(spec: Record<string, unknown>): void {
  if (spec['clusterIP'] === undefined) delete spec['clusterIPs'];
}

function untaint(node: Record<string, unknown>): void {
  const spec = node['spec'] as { taints?: readonly { readonly key: string }[] };
  const taints = (spec.taints ?? []).filter(({ key }) => key !== notReady);
  if (taints.length > 0) spec.taints = taints;
  else delete spec.taints;
  if (Object.keys(spec).length === 0) delete node['spec'];
}

export function withoutStatus(manifest: ManifestObject): ManifestObject {
  const { status, ...rest } = manifest;
  void status;
  return rest;
}

/** The keys of labels hold dots themselves. */
function stepsOf(path: string): readonly string[] {
  const [, before, label] = /^(.*\.labels)\.(.*)$/.exec(path) ?? [];
  return before === undefined || label === undefined ? path.split('.') : [...before.split('.'), label];
}

function strip(answer: unknown, manifest: unknown, [step = '', ...rest]: readonly string[]): void {
  if (!isRecord(answer)) return;
  const written = isRecord(manifest) ? manifest : {};
  for (const key of step === '*' ? Object.keys(answer) : [step]) {
    if (rest.length > 0) strip(answer[key], written[key], rest);
    else if ((written[key] ?? undefined) === undefined) delete answer[key];
  }
}

/** Lists too: their keys are positions. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
