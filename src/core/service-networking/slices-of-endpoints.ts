import type { Endpoints, EndpointSlice, Service } from '../cluster/index.js';
import { formatAddress, isAddress, parseAddress } from '../ip/index.js';
import { labelsOf, makeSlice, type AddressFamily } from './slices-of-pods.js';

type Subset = Endpoints['subsets'][number];
type SubsetAddress = NonNullable<Subset['addresses']>[number];
type Endpoint = EndpointSlice['endpoints'][number];

/** Addresses of one subset that are mirrored. Source: kubernetes v1.37.2 pkg/controller/endpointslicemirroring/config: MirroringMaxEndpointsPerSubset. */
const maxPerSubset = 1000;

/**
 * The slices that the EndpointSliceMirroring controller would make of an Endpoints object: one for each subset and family, of at most 1,000 addresses, with no condition but ready.
 * An address that a subset has as ready and as not ready is not ready.
 *
 * Source: kubernetes v1.37.2 pkg/controller/endpointslicemirroring/reconciler.go, reconcile; pkg/api/v1/endpoints/util.go, mapAddressByPort.
 */
export function slicesOfEndpoints(endpoints: Endpoints, service: Service): EndpointSlice[] {
  const labels = { ...labelsOf(service, 'endpointslicemirroring-controller.k8s.io'), ...endpoints.metadata.labels, 'kubernetes.io/service-name': service.metadata.name };
  return endpoints.subsets.flatMap((subset, i) => {
    const found = endpointsOfSubset(subset);
    return (['IPv4', 'IPv6'] as const).flatMap((family) => {
      const ofFamily = found.filter((each) => each.family === family).map(({ endpoint }) => endpoint);
      if (ofFamily.length === 0) return [];
      const ports = (subset.ports ?? []).map(({ name = '', protocol, port, appProtocol }) => ({ name, protocol, port, ...(appProtocol !== undefined && { appProtocol }) }));
      return [makeSlice(service.metadata, labels, family, `${i}`, ports, ofFamily)];
    });
  });
}

function endpointsOfSubset({ addresses = [], notReadyAddresses = [] }: Subset): { readonly family: AddressFamily; readonly endpoint: Endpoint }[] {
  const found = new Map<string, { family: AddressFamily; endpoint: Endpoint }>();
  for (const [list, ready] of [[notReadyAddresses, false], [addresses, true]] as const) {
    for (const each of list) {
      const key = `${each.ip} ${each.targetRef?.uid ?? ''}`;
      if (!isAddress(each.ip) || found.has(key) || found.size >= maxPerSubset) continue;
      const ip = formatAddress(parseAddress(each.ip));
      found.set(key, { family: ip.includes(':') ? 'IPv6' : 'IPv4', endpoint: endpointOf(each, ip, ready) });
    }
  }
  return [...found.values()];
}

/** Mirrored endpoints have no condition serving or terminating, which counts as serving and not terminating. */
function endpointOf({ nodeName, hostname, targetRef }: SubsetAddress, ip: string, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready, serving: true, terminating: false },
    ...(hostname !== undefined && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    ...(targetRef !== undefined && { targetRef }),
  };
}

/** Whether its owner asks that it is not mirrored. Source: pkg/controller/endpointslicemirroring/utils.go, skipMirror. */
export function isMirrored({ metadata }: Endpoints): boolean {
  return metadata.labels?.['endpointslice.kubernetes.io/skip-mirror'] !== 'true';
}
