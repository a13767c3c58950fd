import { enumerate, formatRef, type ObjectRef } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Pod, type Service } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { declaredPorts, endpointPods, hasSelector, isHeadless, isTerminating } from '../../../service-networking/index.js';

export const selectorSpansWorkloads: Rule = {
  id: 'selector-spans-workloads',
  code: 'SVC-008',
  severity: 'warning',
  title: 'The selector matches different applications',
  checks:
    'The selected pods belong to several workloads that are not versions of one application: they share no image (by the last part of its name, without version, tag and digest), or some are pods of a Job, or some declare ports and lack ' +
    'the targetPort that others declare. Quiet for canaries, blue and green, and static pods of one image; for headless Services, where a client picks the pod; where images are not known.',
  why: 'Each connection goes to a random one of the pods, so a part of the calls gets the wrong answer or none.',
  fix: 'Add a label to the selector that only the right pods have; give the pods of Jobs other labels.',
  source: 'k8s.io/endpointslice v0.34.2 reconciler.go, reconcileByAddressType: every pod that matches is an endpoint, whoever owns it',
  reads: ['Service', 'Pod'],
  consults: ['ReplicaSet', 'Job', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Deployment'],
  *check(view) {
    for (const service of view.objects('Service')) {
      yield;
      if (!hasSelector(service) || isHeadless(service)) continue;
      const workloads = workloadsOf(view, endpointPods(view, service).filter((pod) => !isTerminating(pod)));
      const reason = workloads.length < 2 ? undefined : difference(service, workloads);
      if (reason === undefined) continue;
      yield {
        subject: refOf(service),
        detail: `Connections are spread over ${enumerate(workloads.map(({ ref, pods }) => `${ref.kind} ${ref.name} (${pods.length})`), 4)}: ${reason}.`,
        evidence: [{ ...refOf(service), field: 'spec.selector', value: service.spec.selector }, ...workloads.slice(0, 4).map(({ ref }) => ref)],
      };
    }
  },
};

interface Workload {
  readonly ref: ObjectRef;
  readonly pods: readonly Pod[];
}

function workloadsOf(view: ClusterView, pods: readonly Pod[]): Workload[] {
  const workloads = new Map<string, { ref: ObjectRef; pods: Pod[] }>();
  for (const pod of pods) {
    const { derivedFrom } = pod;
    const ref = derivedFrom === undefined ? view.workloadOf(pod) : { kind: derivedFrom.kind, namespace: pod.metadata.namespace, name: derivedFrom.name };
    const workload = workloads.get(formatRef(ref)) ?? { ref, pods: [] };
    workloads.set(formatRef(ref), workload);
    workload.pods.push(pod);
  }
  return [...workloads.values()];
}

/** What shows that these are not versions of one application; undefined where nothing does. */
function difference(service: Service, workloads: readonly Workload[]): string | undefined {
  const jobs = workloads.filter(({ ref }) => ref.kind === 'Job' || ref.kind === 'CronJob');
  if (jobs.length > 0 && jobs.length < workloads.length) return `the pods of ${enumerate(jobs.map(({ ref }) => formatRef(ref)), 2)} do a job and serve nobody`;
  const [first, ...others] = workloads.map((workload) => ({ ...workload, images: imagesOf(workload) }));
  const stranger = others.find(({ images }) => first !== undefined && first.images.size > 0 && images.size > 0 && ![...images].some((image) => first.images.has(image)));
  if (stranger !== undefined && first !== undefined) return `they share no image (${[...first.images][0]}, ${[...stranger.images][0]})`;
  for (const { targetPort, protocol } of service.spec.ports) {
    const serves = (pod: Pod) => declaredPorts(pod).some((port) => (port.containerPort === targetPort || port.name === targetPort) && port.protocol === protocol);
    const without = workloads.filter(({ pods }) => pods.every((pod) => declaredPorts(pod).length > 0 && !serves(pod)));
    if (without.length > 0 && workloads.some(({ pods }) => pods.every(serves))) return `${enumerate(without.map(({ ref }) => formatRef(ref)), 2)} does not have port ${targetPort}`;
  }
  return undefined;
}

/** The images by what their names have in common through versions and mirrors; none where one is not known. */
function imagesOf({ pods }: Workload): ReadonlySet<string> {
  const images = pods.flatMap(({ spec }) => spec.containers.map(({ image }) => image));
  return images.includes(undefined) ? new Set() : new Set(images.map((image) => imageStem(image ?? '')));
}

/** `reviews` of `registry.example:5000/shop/reviews-v2:1.4@sha256:…` and of `reviews-canary`. */
function imageStem(image: string): string {
  const name = image.replace(/@.*$/, '').replace(/^.*\//, '').replace(/:.*$/, '');
  return name.replace(/[-_.](canary|stable|blue|green)$/, '').replace(/[-_.]?v?\d+([-_.]\d+)*$/, '') || name;
}
