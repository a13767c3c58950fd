import type { KubeObject, ObjectOf } from './kinds/catalogue.js';
import { matchesSelector } from './selector.js';

type Pod = ObjectOf<'Pod'>;
type Template = ObjectOf<'Deployment'>['spec']['template'];

interface Workload {
  readonly object: Extract<KubeObject, { metadata: { namespace: string } }>;
  readonly template: Template;
  readonly replicas: number;
  /** Whether a pod with these labels is one of the workload's. */
  readonly owns: (labels: Readonly<Record<string, string>> | undefined) => boolean;
}

/**
 * Whether an object was written by hand, so that no cluster has acted on it: the API server gives every object a uid. Where that was trimmed
 * away, what a controller made still names its owner.
 */
export function isManifest({ metadata }: KubeObject): boolean {
  return metadata.uid === undefined && metadata.creationTimestamp === undefined && metadata.ownerReferences === undefined;
}

/**
 * One stand-in pod for each workload that is a bare manifest and of which `pods` holds none; a workload of 0 replicas gets none.
 * It has the template's labels and spec and no status. `nodes` is the number of nodes, where known, for DaemonSets.
 */
export function derivePods(manifests: readonly KubeObject[], pods: readonly Pod[], nodes: number): Pod[] {
  const derived = new Map<string, Pod>();
  for (const object of manifests) {
    const workload = workloadOf(object, nodes);
    if (workload === undefined || workload.replicas === 0) continue;
    if (pods.some(({ metadata }) => metadata.namespace === workload.object.metadata.namespace && workload.owns(metadata.labels))) continue;
    const pod = standIn(workload, (name) => derived.has(`${workload.object.metadata.namespace}/${name}`));
    derived.set(`${pod.metadata.namespace}/${pod.metadata.name}`, pod);
  }
  return [...derived.values()];
}

function standIn({ object, template, replicas }: Workload, taken: (name: string) => boolean): Pod {
  const { kind, apiVersion } = object;
  const { name, namespace } = object.metadata;
  const plain = `${name}-derived`;
  const { labels, annotations } = template.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: taken(plain) ? `${name}-${kind.toLowerCase()}-derived` : plain,
      namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ownerReferences: [{ apiVersion, kind, name, uid: '', controller: true }],
    },
    spec: object.kind === 'StatefulSet' ? withIdentity(template.spec, name, object.spec.serviceName) : template.spec,
    derivedFrom: { kind, name, replicas },
  };
}

/** The first pod of a StatefulSet. Source: pkg/controller/statefulset/stateful_set_utils.go, initIdentity. */
function withIdentity(spec: Pod['spec'], name: string, subdomain: string | undefined): Pod['spec'] {
  return { ...spec, hostname: `${name}-0`, ...(subdomain !== undefined && { subdomain }) };
}

function workloadOf(object: KubeObject, nodes: number): Workload | undefined {
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
      return { object, template: object.spec.template, replicas: object.spec.replicas, owns: selects(object.spec) };
    case 'DaemonSet':
      return { object, template: object.spec.template, replicas: Math.max(nodes, 1), owns: selects(object.spec) };
    case 'ReplicationController': {
      const { template, replicas, selector = template?.metadata.labels } = object.spec;
      return template && { object, template, replicas, owns: selects({ template, selector: { ...(selector && { matchLabels: selector }) } }) };
    }
    case 'Job':
      return { object, template: object.spec.template, replicas: object.spec.suspend ? 0 : object.spec.parallelism, owns: selects(object.spec) };
    case 'CronJob': {
      const job = object.spec.jobTemplate.spec;
      return { object, template: job.template, replicas: object.spec.suspend ? 0 : job.parallelism, owns: selects(job) };
    }
    default:
      return undefined;
  }
}

/** A workload without a selector is given one over its template's labels. */
function selects({ selector, template }: { readonly selector?: ObjectOf<'Deployment'>['spec']['selector']; readonly template: Template }): Workload['owns'] {
  const { labels } = template.metadata;
  const effective = selector ?? (labels && { matchLabels: labels });
  return (podLabels) => effective !== undefined && matchesSelector(effective, podLabels);
}
