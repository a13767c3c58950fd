import type { ObjectRef, Steps } from '../../analysis/index.js';
import { imageTail, refOf, type ClusterView, type Container, type Pod } from '../../cluster/index.js';
import { readinessOf } from '../../service-networking/index.js';
import type { Workload } from '../controller.js';
import { readFlags } from './flags.js';

type PodSpec = Pod['spec'];

/**
 * Every container that may be an ingress controller: those of Deployments, DaemonSets and StatefulSets, and of pods whose workload the snapshot does not hold, one for all pods of that workload.
 */
export function* workloadSteps(view: ClusterView): Steps<Workload[]> {
  const deployments = yield* each(view.objects('Deployment'), (held) => workloadIn(refOf(held), held.spec.template.spec, held.spec.template.metadata.labels, held.spec.replicas === 0 ? 0 : readyOf(held)));
  const daemonSets = yield* each(view.objects('DaemonSet'), (held) => workloadIn(refOf(held), held.spec.template.spec, held.spec.template.metadata.labels, held.status?.numberReady));
  const statefulSets = yield* each(view.objects('StatefulSet'), (held) => workloadIn(refOf(held), held.spec.template.spec, held.spec.template.metadata.labels, held.spec.replicas === 0 ? 0 : held.status?.readyReplicas));
  return [...deployments, ...daemonSets, ...statefulSets, ...(yield* bereft(view))];
}

function* each<T>(objects: readonly T[], workloadsIn: (object: T) => Workload[]): Steps<Workload[]> {
  const workloads: Workload[] = [];
  for (const object of objects) {
    yield;
    workloads.push(...workloadsIn(object));
  }
  return workloads;
}

/** A Deployment of which no pod is ready has no `readyReplicas`, as a manifest has none; the manifest has no status at all. */
function readyOf({ status }: { readonly status?: { readonly readyReplicas?: number } }): number | undefined {
  return status === undefined ? undefined : (status.readyReplicas ?? 0);
}

function workloadIn(ref: ObjectRef, { containers }: PodSpec, labels: Workload['labels'] | undefined, ready: number | undefined): Workload[] {
  const namespace = ref.namespace ?? '';
  return containers.map((container) => ({
    ref: { ...ref, namespace },
    container,
    image: imageTail(container.image ?? ''),
    flags: readFlags(container, namespace),
    labels: labels ?? {},
    ready,
  }));
}

/** Command and arguments are kept of system components only, so a container without them is none, or one that starts without any. */
function isTelling({ command = [], args = [], image = '' }: Container): boolean {
  return command.length + args.length > 0 || /ingress|traefik|contour|kong|load-balancer/i.test(image);
}

/** Pods of which the snapshot does not hold the workload: each workload once, with the number of its pods that are ready. */
function* bereft(view: ClusterView): Steps<Workload[]> {
  const found = new Map<string, { pod: Pod; owner: ObjectRef; ready: number }>();
  for (const pod of view.objects('Pod')) {
    yield;
    if (pod.derivedFrom !== undefined || !pod.spec.containers.some(isTelling)) continue;
    const owner = ownerOf(pod);
    if (isHeld(view, owner)) continue;
    const key = `${owner.kind} ${owner.namespace}/${owner.name}`;
    const known = found.get(key) ?? { pod, owner, ready: 0 };
    found.set(key, { ...known, ready: known.ready + (readinessOf(pod) === 'ready' ? 1 : 0) });
  }
  return [...found.values()].flatMap(({ pod, owner, ready }) => workloadIn(owner, pod.spec, pod.metadata.labels, ready));
}

function isHeld(view: ClusterView, { kind, namespace = '', name }: ObjectRef): boolean {
  return (kind === 'Deployment' || kind === 'DaemonSet' || kind === 'StatefulSet') && view.get(kind, namespace, name) !== undefined;
}

/** The Deployment for a pod of a ReplicaSet, whose name is `<deployment>-<hash>`. */
function ownerOf({ metadata }: Pod): ObjectRef {
  const { namespace, name, labels = {}, ownerReferences = [] } = metadata;
  const owner = ownerReferences.find(({ controller }) => controller === true) ?? ownerReferences[0];
  if (owner === undefined) return { kind: 'Pod', namespace, name };
  const suffix = `-${labels['pod-template-hash'] ?? ''}`;
  if (owner.kind === 'ReplicaSet' && suffix.length > 1 && owner.name.endsWith(suffix)) return { kind: 'Deployment', namespace, name: owner.name.slice(0, -suffix.length) };
  return { kind: owner.kind, namespace, name: owner.name };
}
