import type { ClusterView, EndpointSlice, Service } from '../../../cluster/index.js';

type Endpoint = EndpointSlice['endpoints'][number];

/** Where the endpoints of a Service are that kube-proxy uses. */
export interface EndpointPlaces {
  /** Whether there is any, on whatever node. */
  readonly any: boolean;
  /** The nodes that have one: ready, or where none there is ready, terminating and still serving. */
  readonly nodes: ReadonlySet<string>;
  readonly slices: readonly EndpointSlice[];
}

/** Source: kubernetes v1.37.2 pkg/proxy/topology.go, CategorizeEndpoints, for traffic that stays on its node */
export function endpointPlaces(view: ClusterView, service: Service): EndpointPlaces {
  const slices = view.slicesOf(service).filter(({ addressType }) => addressType !== 'FQDN');
  const usable = slices.flatMap(({ endpoints }) => endpoints.filter(isUsable));
  return { any: usable.length > 0, nodes: new Set(usable.flatMap(({ nodeName }) => nodeName ?? [])), slices };
}

function isUsable({ conditions: { ready, serving, terminating } }: Endpoint): boolean {
  return ready || (serving && terminating);
}
