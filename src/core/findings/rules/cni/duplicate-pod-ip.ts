import { enumerate, type Steps } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Pod } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';

export const duplicatePodIp: Rule = {
  id: 'duplicate-pod-ip',
  code: 'CNI-006',
  severity: 'critical',
  title: 'Two running pods have one address',
  checks:
    'The same address stands in the status of two or more running pods. Pods on the network of their node share its address by design; pods that have ended keep an address that is free again, ' +
    'and pods that are being deleted, or whose node is lost, may have given theirs back: all these are left out.',
  why: 'Traffic for one pod reaches the other, by chance or by the age of an ARP entry.',
  fix: 'Delete one of the pods so that it gets a new address; then look for what gave out the address twice: overlapping node ranges, a lost IPAM data directory, a restored node.',
  source: 'https://kubernetes.io/docs/concepts/cluster-administration/networking/: every pod has its own address',
  reads: ['Pod'],
  consults: ['Node'],
  *check(view) {
    for (const [ip, pods] of yield* podsWithSharedIP(view)) {
      const [first] = pods;
      if (first === undefined) continue;
      const where = pods.map(({ metadata, spec }) => `${metadata.namespace}/${metadata.name}${spec.nodeName === undefined ? '' : ` on ${spec.nodeName}`}`);
      yield {
        subject: refOf(first),
        detail: `${ip} is the address of ${enumerate(where, 4)}.`,
        evidence: pods.slice(0, 4).map((pod) => ({ ...refOf(pod), field: 'status.podIPs', value: ip })),
      };
    }
  },
};

/** Addresses that two or more pods hold. Nearly all are held by one, which is why no list is made of these. */
function* podsWithSharedIP(view: ClusterView): Steps<Map<string, Pod[]>> {
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

function isOfHost({ status }: Pod, ip: string): boolean {
  return ip === status?.hostIP || (status?.hostIPs ?? []).some((host) => host.ip === ip);
}

/** Its kubelet tells nothing any more, so the status of its pods is what it was. Source: the node controller, which sets Ready to Unknown. */
function isOnLostNode(view: ClusterView, { spec }: Pod): boolean {
  const node = spec.nodeName === undefined ? undefined : view.get('Node', '', spec.nodeName);
  return node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'Unknown') ?? false;
}
