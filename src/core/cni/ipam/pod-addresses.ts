import type { Pod } from '../../cluster/index.js';

/** Whether a pod uses an address of its own: one on the network of its node has none, and one that has ended has given it back. One that is being deleted has it until its sandbox is gone. */
export function holdsAddress({ spec, status, derivedFrom }: Pod): boolean {
  return spec.hostNetwork !== true && derivedFrom === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}

/** Whether an address of a pod is that of its node, as where a source leaves out that the pod is on its network. */
export function isOfHost({ status }: Pod, ip: string): boolean {
  return ip === status?.hostIP || (status?.hostIPs ?? []).some((host) => host.ip === ip);
}
