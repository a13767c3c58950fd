import { refOf, type ClusterView, type Pod, type Service } from '../../cluster/index.js';
import { declaredPorts, findPort, hasEnded, hasSelector, isHeadless, isTerminating, portLabel, readinessOf, selectedPods, unreadyReason } from '../endpoint-pods.js';
import { nearPods, tellDifferences } from '../near-pods.js';
import type { ExplainedNearPod, ExplainedPod } from './explanation.js';

/** Every pod that the selector of a Service matches: those that are endpoints, and why the others are none. */
export function explainPods(view: ClusterView, service: Service): ExplainedPod[] {
  if (!hasSelector(service)) return [];
  return selectedPods(view, service).map((pod) => {
    const addresses = (pod.status?.podIPs ?? []).map(({ ip }) => ip);
    const isEndpoint = !hasEnded(pod) && addresses.length > 0;
    return { pod: refOf(pod), node: pod.spec.nodeName ?? null, addresses, readiness: readinessOf(pod), isEndpoint, detail: tell(service, pod, addresses) };
  });
}

/** Pods that the selector nearly matches. */
export function explainNearPods(view: ClusterView, service: Service): ExplainedNearPod[] {
  if (!hasSelector(service)) return [];
  return nearPods(view, service).map(({ pod, differences }) => ({ pod: refOf(pod), differences, detail: `It has ${tellDifferences(differences)}.` }));
}

function tell(service: Service, pod: Pod, addresses: readonly string[]): string {
  if (pod.derivedFrom !== undefined) return `It stands for ${pod.derivedFrom.replicas} of ${pod.derivedFrom.kind} ${pod.derivedFrom.name}, whose pods are not in the snapshot.`;
  if (hasEnded(pod)) return `It has ended (${pod.status?.phase}), and is no endpoint.`;
  if (addresses.length === 0) return `It has no address yet (${unreadyReason(pod)}), and is no endpoint.`;
  const without = isHeadless(service) ? [] : service.spec.ports.filter((port) => findPort(pod, port) === undefined);
  const lacks = without.map((port) => ` It has no port named ${JSON.stringify(port.targetPort)} for ${port.protocol}, so that port ${portLabel(port)} does not lead to it${namesOf(pod)}.`).join('');
  if (isTerminating(pod)) return `It is being deleted${readinessOf(pod) === 'ready' ? ' and still serves' : ''}.${lacks}`;
  const readiness = readinessOf(pod);
  return `${readiness === 'ready' ? 'It is ready.' : readiness === 'unready' ? `It is not ready: ${unreadyReason(pod)}.` : 'Its readiness is not in the snapshot.'}${lacks}`;
}

function namesOf(pod: Pod): string {
  const names = declaredPorts(pod).flatMap(({ name, containerPort, protocol }) => (name === undefined ? [] : [`${name}=${containerPort}/${protocol}`]));
  return names.length === 0 ? '' : `; it has ${names.slice(0, 5).join(', ')}`;
}
