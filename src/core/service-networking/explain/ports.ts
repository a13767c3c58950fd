import type { ClusterView, Service } from '../../cluster/index.js';
import type { SpecPort } from '../endpoint-pods.js';
import type { IpFamily } from '../go-address.js';
import type { ExplainedPort } from './explanation.js';
import type { PortChoice } from './port-choice.js';

/** Each port of a Service, and how many endpoints it has. */
export function explainPorts(view: ClusterView, service: Service, choices: readonly PortChoice[]): ExplainedPort[] {
  return service.spec.ports.map((port) => ({
    name: port.name ?? null,
    protocol: port.protocol,
    port: port.port,
    targetPort: port.targetPort,
    nodePort: port.nodePort ?? null,
    appProtocol: port.appProtocol ?? null,
    families: service.spec.clusterIP === 'None' ? headlessFamilies(view, service, port) : choices.filter(({ servicePort }) => servicePort.portName === (port.name ?? '') && servicePort.protocol === port.protocol).map(familyOf),
  }));
}

function familyOf({ servicePort, endpoints, chosen, usedLocally }: PortChoice): ExplainedPort['families'][number] {
  return {
    ipFamily: servicePort.ipFamily,
    endpoints: endpoints.length,
    ready: endpoints.filter(({ ready }) => ready).length,
    usedForCluster: servicePort.usesClusterEndpoints ? chosen.cluster.length : null,
    usedForLocal: servicePort.usesLocalEndpoints ? usedLocally.size : null,
    hints: chosen.mode,
  };
}

/** kube-proxy has no part in a headless Service: what counts is what DNS publishes. */
function headlessFamilies(view: ClusterView, service: Service, { name = '', protocol }: SpecPort): ExplainedPort['families'] {
  return (['IPv4', 'IPv6'] as const).flatMap((ipFamily: IpFamily) => {
    const slices = view.slicesOf(service).filter((slice) => slice.addressType === ipFamily && slice.ports.some((port) => port.name === name && port.protocol === protocol));
    const endpoints = slices.flatMap((slice) => slice.endpoints);
    if (endpoints.length === 0) return [];
    return [{ ipFamily, endpoints: endpoints.length, ready: endpoints.filter(({ conditions }) => conditions.ready).length, usedForCluster: null, usedForLocal: null, hints: '' as const }];
  });
}
