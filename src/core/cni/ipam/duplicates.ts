import type { Steps } from '../../analysis/index.js';
import type { ClusterView, Pod } from '../../cluster/index.js';
import { isOfHost } from './pod-addresses.js';

/**
 * Addresses that two or more running pods hold, each with its pods. Left out are pods on the network of their node, which share its address by design, pods that have ended
 * or are being deleted, and pods of a node that tells nothing any more. Nearly all addresses are held by one, which is why no list is made of these.
 */
export function* podsWithSharedIP(view: ClusterView): Steps<Map<string, Pod[]>> {
  const first = new Map<string, Pod>();
  const shared = new Map<string, Pod[]>();
  for (const pod of view.objects('Pod')) {
    yield;
    if (!isAtWork(pod) || isOnLostNode(view, pod)) continue;
    for (const { ip } of pod.status?.podIPs ?? []) {
      const holder = first.get(ip);
      if (isOfHost(pod, ip) || holder === pod) continue;
      const holders = shared.get(ip);
      if (holder === undefined) first.set(ip, pod);
      else if (holders === undefined) shared.set(ip, [holder, pod]);
      else if (holders.at(-1) !== pod) holders.push(pod);
    }
  }
  return shared;
}

function isAtWork({ metadata, spec, status }: Pod): boolean {
  return status?.phase === 'Running' && !spec.hostNetwork && metadata.deletionTimestamp === undefined;
}

/** Its kubelet tells nothing any more, so the status of its pods is what it was. Source: the node controller, which sets Ready to Unknown. */
function isOnLostNode(view: ClusterView, { spec }: Pod): boolean {
  const node = spec.nodeName === undefined ? undefined : view.get('Node', '', spec.nodeName);
  return node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'Unknown') ?? false;
}
