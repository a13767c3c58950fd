import type { ObjectRef } from '../../analysis/index.js';
import { refOf, type ClusterView } from '../../cluster/index.js';
import { parseAddress, type IpAddress } from '../../ip/index.js';
import { readGoAddress } from '../go-address.js';

/** A ClusterIP that is given out. */
export interface UsedAddress {
  readonly text: string;
  readonly address: IpAddress;
  /** The Service that has it, or the IPAddress that holds it for none. */
  readonly holder: ObjectRef;
  readonly field: string;
}

/** A number that is given out as a node port. */
export interface UsedPort {
  readonly port: number;
  readonly service: ObjectRef;
  readonly protocol: string;
  readonly field: string;
}

/** The ClusterIPs of all Services. */
export function usedAddresses(view: ClusterView): UsedAddress[] {
  return view.objects('Service').flatMap((service) =>
    service.spec.type === 'ExternalName' ? [] : (service.spec.clusterIPs ?? []).flatMap((ip, i) => {
      const read = readGoAddress(ip);
      return read === undefined ? [] : [{ text: read.text, address: parseAddress(read.text), holder: refOf(service), field: `spec.clusterIPs[${i}]` }];
    }),
  );
}

/** IPAddress objects, each with the Service that it names as its parent. */
export function recordedAddresses(view: ClusterView): { readonly address: UsedAddress; readonly parent: ObjectRef | undefined }[] {
  return view.objects('IPAddress').flatMap((object) => {
    const read = readGoAddress(object.metadata.name);
    const { parentRef } = object.spec;
    const parent = parentRef?.resource === 'services' ? { kind: 'Service', namespace: parentRef.namespace ?? '', name: parentRef.name } : undefined;
    return read === undefined ? [] : [{ address: { text: read.text, address: parseAddress(read.text), holder: refOf(object), field: 'metadata.name' }, parent }];
  });
}

/** The node ports of all Services, those that load balancers ask for health among them: one allocator gives out both. */
export function usedPorts(view: ClusterView): UsedPort[] {
  return view.objects('Service').flatMap((service) => {
    const ports = service.spec.ports.flatMap(({ nodePort, protocol }, i) => (nodePort === undefined ? [] : [{ port: nodePort, service: refOf(service), protocol, field: `spec.ports[${i}].nodePort` }]));
    const { healthCheckNodePort } = service.spec;
    return [...ports, ...(healthCheckNodePort === undefined ? [] : [{ port: healthCheckNodePort, service: refOf(service), protocol: 'TCP', field: 'spec.healthCheckNodePort' }])];
  });
}
