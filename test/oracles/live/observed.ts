import type { BenchCluster } from '../bench/bench-cluster.js';

/** An object as kubectl prints it. */
export interface Observed {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string; readonly uid: string; readonly labels?: Readonly<Record<string, string>> };
}

/** Everything that a cluster lists, by kind, namespace and name. */
export type Observation = ReadonlyMap<string, Observed>;

/** Written all the time, and never about the network: what happened, who leads, which node is alive. `componentstatuses` are asked of components by name, and are no objects. */
const unlisted = new Set(['events', 'events.events.k8s.io', 'leases.coordination.k8s.io', 'componentstatuses']);

/** What differs all the time though nothing happened, or what only its writer reads: `*` is every item or key. The whole list, so that any other change counts. */
const noise: readonly string[] = [
  'metadata.managedFields',
  'metadata.resourceVersion',
  'metadata.generation',
  'metadata.annotations.deployment.kubernetes.io/desired-replicas',
  'metadata.annotations.deployment.kubernetes.io/max-replicas',
  'metadata.annotations.endpoints.kubernetes.io/last-change-trigger-time',
  // The first mounts of a service account have a name by chance.
  'spec.volumes',
  'spec.containers.*.volumeMounts',
  'status.observedGeneration',
  'status.startTime',
  'status.conditions.*.lastHeartbeatTime',
  'status.conditions.*.lastProbeTime',
  'status.conditions.*.lastTransitionTime',
  'status.conditions.*.lastUpdateTime',
  'status.conditions.*.message',
  'status.containerStatuses.*.state.running.startedAt',
  // The same as `replicas` in a cluster of one template, by another name.
  'status.fullyLabeledReplicas',
];

/** All that kubectl lists of the cluster, without noise. */
export async function observe(cluster: BenchCluster): Promise<Observation> {
  const resources = (await cluster.kubectl('api-resources', '--verbs=list', '-o', 'name')).trim().split('\n').filter((name) => !unlisted.has(name));
  const { items } = await cluster.json<{ items: Observed[] }>('get', resources.join(','), '-A');
  return new Map(items.map((item) => [`${item.kind} ${item.metadata.namespace ?? ''}/${item.metadata.name}`, withoutNoise(item)]));
}

function withoutNoise(item: Observed): Observed {
  for (const path of noise) drop(item, stepsOf(path));
  const metadata = item.metadata as { annotations?: object };
  if (metadata.annotations !== undefined && Object.keys(metadata.annotations).length === 0) delete metadata.annotations;
  return item;
}

/** The keys of annotations hold dots themselves. */
function stepsOf(path: string): readonly string[] {
  const annotation = /^metadata\.annotations\.(.*)$/.exec(path)?.[1];
  return annotation === undefined ? path.split('.') : ['metadata', 'annotations', annotation];
}

function drop(value: unknown, [step = '', ...rest]: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  const record = value as Record<string, unknown>;
  for (const key of step === '*' ? Object.keys(record) : [step]) {
    if (rest.length > 0) drop(record[key], rest);
    else delete record[key];
  }
}
