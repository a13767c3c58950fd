import type { ClusterView, Service } from '../../cluster/index.js';
import type { KubeProxyBehaviour } from '../behaviour.js';
import { chooseEndpoints, endpointsOf, verdictOf, type ChosenEndpoints, type EndpointVerdict, type Place, type ServiceEndpoint } from '../endpoints.js';
import { servicePortsOf, type ServicePort } from '../service-ports.js';

/** What kube-proxy makes of one port of a Service in one family. */
export interface PortChoice {
  readonly servicePort: ServicePort;
  readonly endpoints: readonly ServiceEndpoint[];
  /** As chosen at the place that was asked about; without one, as any node chooses that no hint names. */
  readonly chosen: ChosenEndpoints;
  /** Those that get connections under policy Local: of the place, or without one each on its own node. */
  readonly usedLocally: ReadonlySet<ServiceEndpoint>;
  /** Undefined where no traffic of the port has that policy. */
  verdict(endpoint: ServiceEndpoint, policy: 'Cluster' | 'Local'): EndpointVerdict | undefined;
}

const nowhere: Place = { nodeName: '', zone: '' };

/** What kube-proxy makes of each port of a Service, in each family that it has. */
export function portChoices(view: ClusterView, service: Service, place: Place | undefined, behaviour: KubeProxyBehaviour): PortChoice[] {
  return (['IPv4', 'IPv6'] as const).flatMap((family) => servicePortsOf(view, service, family, behaviour)).map((servicePort) => choose(view, servicePort, place, behaviour));
}

function choose(view: ClusterView, servicePort: ServicePort, place: Place | undefined, behaviour: KubeProxyBehaviour): PortChoice {
  const endpoints = endpointsOf(view, servicePort, { ...(place !== undefined && { nodeName: place.nodeName }), behaviour });
  const here = place ?? nowhere;
  const chosen = chooseEndpoints(servicePort, endpoints, here, behaviour);
  if (place !== undefined) {
    return { servicePort, endpoints, chosen, usedLocally: new Set(chosen.local), verdict: (endpoint, policy) => verdictOf(servicePort, endpoint, chosen, policy, place) };
  }
  const byNode = chosenByNode(servicePort, endpoints, behaviour);
  return {
    servicePort,
    endpoints,
    chosen,
    usedLocally: new Set([...byNode.values()].flatMap(({ local }) => local)),
    verdict(endpoint, policy) {
      const nodeName = endpoint.nodeName ?? '';
      return verdictOf(servicePort, endpoint, policy === 'Local' ? (byNode.get(nodeName) ?? chosen) : chosen, policy, policy === 'Local' ? { nodeName, zone: '' } : here);
    },
  };
}

/** What each node chooses under policy Local of its own endpoints, which alone decide it. */
function chosenByNode(servicePort: ServicePort, endpoints: readonly ServiceEndpoint[], behaviour: KubeProxyBehaviour): Map<string, ChosenEndpoints> {
  const ofNode = new Map<string, ServiceEndpoint[]>();
  for (const endpoint of servicePort.usesLocalEndpoints ? endpoints : []) {
    const { nodeName = '' } = endpoint;
    const group = ofNode.get(nodeName);
    if (group === undefined) ofNode.set(nodeName, [endpoint]);
    else group.push(endpoint);
  }
  return new Map([...ofNode].map(([nodeName, group]) => [nodeName, chooseEndpoints(servicePort, group, { nodeName, zone: '' }, behaviour)]));
}
