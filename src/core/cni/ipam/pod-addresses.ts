import type { ClusterView, Pod } from '../../cluster/index.js';
import type { IpAddress } from '../../ip/index.js';
import { addressOf } from './cidr-text.js';

/** An address that a pod has of its own. */
export interface PodAddress {
  readonly text: string;
  readonly address: IpAddress;
  readonly pod: Pod;
}

/** Every address of every pod that has one of its own now. Pods on the network of their node have none; those that have ended have given theirs back. */
export function podAddresses(view: ClusterView): PodAddress[] {
  const found: PodAddress[] = [];
  for (const pod of view.objects('Pod')) {
    if (!holdsAddress(pod)) continue;
    for (const { ip } of pod.status?.podIPs ?? []) {
      const address = isOfHost(pod, ip) ? undefined : addressOf(ip);
      if (address !== undefined) found.push({ text: ip, address, pod });
    }
  }
  return found;
}

/** Whether a pod uses an address of its own. One that is being deleted has it until its sandbox is gone. */
export function holdsAddress({ spec, status, derivedFrom }: Pod): boolean {
  return spec.hostNetwork !== true && derivedFrom === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}

/** Whether an address of a pod is that of its node, as where a source leaves out that the pod is on its network. */
export function isOfHost({ status }: Pod, ip: string): boolean {
  return ip === status?.hostIP || (status?.hostIPs ?? []).some((host) => host.ip === ip);
}
