import { count, enumerate } from '../../analysis/index.js';
import type { ClusterView, Pod, Service } from '../../cluster/index.js';
import { endpointPods, findPort, hasSelector, readinessOf, unreadyReason } from '../endpoint-pods.js';
import { nearPods, tellDifferences, tellLabels } from '../near-pods.js';
import type { NodeProxy } from '../node-proxy.js';
import type { ServicePort } from '../service-ports.js';
import { nameOf } from './source.js';

/** Why a port of a Service has no endpoint that gets connections, in words a person can act on. */
export function tellAbsence(view: ClusterView, proxy: NodeProxy, port: ServicePort): string {
  const { service } = port;
  const listed = proxy.endpoints(port).length;
  if (!hasSelector(service)) return listed === 0 ? 'it has no selector, and no EndpointSlice names an endpoint of this port' : `it has no selector, and none of the ${count(listed, 'endpoint')} that its EndpointSlices name is ready`;
  if (!view.covers('Pod', service.metadata.namespace) && endpointPods(view, service).length === 0) return listed === 0 ? 'its EndpointSlices name no endpoint of this port' : `none of its ${count(listed, 'endpoint')} is ready`;
  const pods = endpointPods(view, service);
  if (pods.length === 0) return `its selector ${tellLabels(service.spec.selector)} matches no pod${tellNear(view, service)}`;
  const ready = pods.filter((pod) => readinessOf(pod) === 'ready');
  if (ready.length === 0) return pods.length === 1 ? `the one pod that it selects is not ready: ${tellUnready(pods)}` : `none of the ${pods.length} pods that it selects is ready: ${tellUnready(pods)}`;
  return tellPort(port, ready);
}

function tellNear(view: ClusterView, service: Service): string {
  const [near] = nearPods(view, service, 1);
  return near === undefined ? '' : `; pod ${nameOf(near.pod)} has ${tellDifferences(near.differences)}`;
}

function tellUnready(pods: readonly Pod[]): string {
  return enumerate(pods.map((pod) => `${nameOf(pod)} ${unreadyReason(pod)}`), 3);
}

/** Pods are ready, and yet no slice has this port. */
function tellPort({ service, port, portName }: ServicePort, ready: readonly Pod[]): string {
  const wanted = service.spec.ports.find((each) => each.port === port && (each.name ?? '') === portName);
  const lacking = wanted === undefined ? [] : ready.filter((pod) => findPort(pod, wanted) === undefined);
  if (wanted !== undefined && lacking.length === ready.length) return `its targetPort is the name “${wanted.targetPort}”, and no pod that it selects has a container port of that name`;
  return `${count(ready.length, 'pod')} that it selects ${ready.length === 1 ? 'is' : 'are'} ready, but its EndpointSlices have no ready endpoint of this port: they are behind, or written by somebody else`;
}
