import type { Pod } from '../cluster/index.js';
import type { PolicyPort } from './policy-rule.js';

/** The port to which a connection goes: of the pod that listens, behind any Service. */
export interface TargetPort {
  /** 1 to 65535. */
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

/**
 * Whether a rule with these ports admits a connection to `target`.
 *
 * @param listener the pod that listens, whose names of ports count; undefined for an address that is no pod's, which has none
 * Source: k8s.io/api networking/v1 types.go v0.37.2, NetworkPolicyPort.
 */
export function admitsPort(ports: readonly PolicyPort[] | undefined, target: TargetPort, listener: Pod | undefined): boolean {
  return ports === undefined || ports.some((each) => each.protocol === target.protocol && isPort(each, target, listener));
}

function isPort({ port, endPort }: PolicyPort, target: TargetPort, listener: Pod | undefined): boolean {
  if (port === undefined) return true;
  if (typeof port === 'number') return target.port >= port && target.port <= (endPort ?? port);
  return listener !== undefined && containerPorts(listener).some((each) => each.name === port && each.protocol === target.protocol && each.containerPort === target.port);
}

/** Those of ordinary containers and of sidecars. */
function containerPorts({ spec }: Pod): NonNullable<Pod['spec']['containers'][number]['ports']> {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...spec.containers, ...sidecars].flatMap(({ ports = [] }) => ports);
}

/** `80/TCP, 8000-8100/TCP and every UDP`: the ports of a rule in words. */
export function tellPorts(ports: readonly PolicyPort[]): string {
  return ports.map(({ port, endPort, protocol }) => (port === undefined ? `every ${protocol} port` : `${port}${endPort === undefined ? '' : `-${endPort}`}/${protocol}`)).join(', ');
}
