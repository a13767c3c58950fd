import type { ClusterView, Pod, Service } from '../cluster/index.js';

/**
 * Whether pods become endpoints of it: a Service without a selector is left to others, and neither kube-proxy nor DNS uses endpoints of an ExternalName.
 *
 * Source: pkg/controller/endpointslice/endpointslice_controller.go, syncService, v1.34
 */
export function hasSelector(service: Service): boolean {
  return service.spec.type !== 'ExternalName' && Object.keys(service.spec.selector ?? {}).length > 0;
}

export function isHeadless(service: Service): boolean {
  return service.spec.clusterIP === 'None';
}

/**
 * The pods that are or will be endpoints: selected, and not ended. One without an address will have it later.
 *
 * Source: k8s.io/endpointslice v0.34.2 util/controller_utils.go, ShouldPodBeInEndpoints. Held to the controller by `test/oracles/endpointslice`.
 */
export function endpointPods(view: ClusterView, service: Service): readonly Pod[] {
  return selectedPods(view, service).filter((pod) => !hasEnded(pod));
}

export function selectedPods(view: ClusterView, service: Service): readonly Pod[] {
  return view.podsSelectedBy(service.metadata.namespace, service.spec.selector);
}

/** Succeeded or Failed: its containers will not run again, and its address may be another's. */
export function hasEnded(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** `unknown` where the snapshot holds no status that could tell: stand-ins of a workload, plain manifests. */
export function readinessOf(pod: Pod): 'ready' | 'unready' | 'unknown' {
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready !== undefined) return ready.status === 'True' ? 'ready' : 'unready';
  return pod.status?.phase === 'Pending' ? 'unready' : 'unknown';
}

/** Why a pod is not ready, in Kubernetes' own words as far as its status has some: `CrashLoopBackOff (container app)`. */
export function unreadyReason(pod: Pod): string {
  const { status } = pod;
  if (isTerminating(pod)) return 'is being deleted';
  for (const container of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    const { waiting, terminated } = container.state ?? {};
    if (waiting?.reason !== undefined && waiting.reason !== 'PodInitializing') return `${waiting.reason} (container ${container.name})`;
    if (terminated !== undefined && terminated.exitCode !== 0) return `${terminated.reason ?? 'terminated'} (container ${container.name})`;
  }
  if (status?.reason !== undefined) return status.reason;
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return scheduled.reason ?? 'not scheduled';
  const failing = (status?.containerStatuses ?? []).filter(({ ready, state }) => !ready && state?.running !== undefined);
  if (failing.length > 0) return `readiness probe fails (container ${failing.map(({ name }) => name).join(', ')})`;
  const gate = pod.spec.readinessGates?.find(({ conditionType }) => !status?.conditions?.some(({ type, status: is }) => type === conditionType && is === 'True'));
  if (gate !== undefined) return `readiness gate ${gate.conditionType} is not met`;
  return status?.conditions?.find(({ type }) => type === 'Ready')?.reason ?? `phase ${status?.phase ?? 'unknown'}`;
}

export type SpecPort = Service['spec']['ports'][number];
type ContainerPort = NonNullable<Pod['spec']['containers'][number]['ports']>[number];

/**
 * The port of a pod to which a Service port leads, or undefined where the pod has no port of that name and protocol.
 * Ordinary containers go before sidecars (init containers with restartPolicy Always); other init containers do not count.
 *
 * Source: k8s.io/endpointslice v0.34.2 utils.go, FindPort. Held to the controller by `test/oracles/endpointslice`.
 */
export function findPort(pod: Pod, { targetPort, protocol }: SpecPort): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return declaredPorts(pod).find((port) => port.name === targetPort && port.protocol === protocol)?.containerPort;
}

/** The ports of a pod that a Service can name. */
export function declaredPorts(pod: Pod): readonly ContainerPort[] {
  const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...pod.spec.containers, ...sidecars].flatMap(({ ports }) => ports ?? []);
}

/** A Service port as people name it: `http` or, without a name, `80/TCP`. */
export function portLabel({ name, port, protocol }: SpecPort): string {
  return name ?? `${port}/${protocol}`;
}
