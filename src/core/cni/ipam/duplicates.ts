import { stepThrough, type Steps } from '../../analysis/index.js';
import type { ClusterView, Pod } from '../../cluster/index.js';
import { isOfHost } from './pod-addresses.js';

/**
 * Addresses that two or more running pods hold, each with its pods. Left out are pods on the network of their node, which share its address by design, pods that have ended
 * or are being deleted, and pods of a node that tells nothing any more. Nearly all addresses are held by one, and a map of all takes long: only those come into it whose
 * hash comes twice.
 */
export function* podsWithSharedIP(view: ClusterView): Steps<Map<string, Pod[]>> {
  const lost = lostNodes(view);
  const texts: string[] = [];
  const holders: Pod[] = [];
  const hashes: number[] = [];
  const counts = new Uint8Array(placesFor(view.objects('Pod').length));
  yield* stepThrough(view.objects('Pod'), (pod) => {
    if (!isAtWork(pod, lost)) return;
    const addresses = pod.status?.podIPs ?? [];
    for (let i = 0; i < addresses.length; i++) {
      const { ip } = addresses[i]!;
      const hash = hashOf(ip) & (counts.length - 1);
      counts[hash] = counts[hash] === 0 ? 1 : 2;
      texts.push(ip);
      holders.push(pod);
      hashes.push(hash);
    }
  });
  const first = new Map<string, Pod>();
  const shared = new Map<string, Pod[]>();
  for (let i = 0; i < texts.length; i++) {
    if (counts[hashes[i]!] === 1) continue;
    const ip = texts[i]!;
    const pod = holders[i]!;
    const holder = first.get(ip);
    if (holder === pod || isOfHost(pod, ip)) continue;
    const all = shared.get(ip);
    if (holder === undefined) first.set(ip, pod);
    else if (all === undefined) shared.set(ip, [holder, pod]);
    else if (all.at(-1) !== pod) all.push(pod);
  }
  return shared;
}

function isAtWork({ metadata, spec, status }: Pod, lost: ReadonlySet<string>): boolean {
  return status?.phase === 'Running' && !spec.hostNetwork && metadata.deletionTimestamp === undefined && (lost.size === 0 || spec.nodeName === undefined || !lost.has(spec.nodeName));
}

/** Their kubelets tell nothing any more, so the status of their pods is what it was. Source: the node controller, which sets Ready to Unknown. */
function lostNodes(view: ClusterView): Set<string> {
  const lost = view.objects('Node').filter(({ status }) => status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'Unknown'));
  return new Set(lost.map(({ metadata }) => metadata.name));
}

/** A power of two, so large that few of two addresses for each pod meet by chance. */
function placesFor(pods: number): number {
  return 2 ** Math.ceil(Math.log2(32 * pods + 1));
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}
