import { enumerate, type Steps } from '../../../analysis/index.js';
import { flagValues, refOf, type ClusterView, type Pod } from '../../../cluster/index.js';
import { readPortRange } from '../../../service-networking/index.js';
import type { Rule, Violation } from '../../rule.js';

export const nodeportConflictOrRange: Rule = {
  id: 'nodeport-conflict-or-range',
  code: 'SVC-013',
  severity: 'error',
  title: 'A node port is wanted twice, or lies outside of the range',
  checks:
    'A node port of a Service is also a host port of a running pod, or a port that a running pod on the network of its node declares, in the same protocol; two running pods on one node want the same host port (a warning); or a node port lies outside of the range of kube-apiserver, where a pod of it tells its flags. ' +
    'Quiet about host ports at addresses of loopback, or at different addresses; about pods that have ended or are being deleted; and about Services whose node ports are no longer used (ClusterIP).',
  why: 'kube-proxy takes what comes for a node port before any program of the node sees it: the pod gets none of it. A host port has one owner: which pod gets the traffic is by chance.',
  fix: 'Give the Service another node port (leave `nodePort` out, and one is chosen), or the pod another host port; a node port outside of the range is kept until the Service is written anew.',
  source: 'kubernetes v1.37.2 pkg/proxy/iptables/proxier.go: KUBE-NODEPORTS in PREROUTING; pkg/kubeapiserver/options/options.go, DefaultServiceNodePortRange 30000-32767',
  reads: ['Pod', 'Service'],
  *check(view) {
    const holders = yield* holderSteps(view);
    const range = rangeOf(view);
    for (const service of view.objects('Service')) {
      yield;
      if (service.spec.type !== 'NodePort' && service.spec.type !== 'LoadBalancer') continue;
      for (const [i, { nodePort, protocol }] of service.spec.ports.entries()) {
        if (nodePort === undefined) continue;
        const evidence = [{ ...refOf(service), field: `spec.ports[${i}].nodePort`, value: nodePort }];
        const rivals = holders.get(`${nodePort}/${protocol}`) ?? [];
        if (rivals.length > 0) yield { subject: refOf(service), detail: `Its node port ${nodePort}/${protocol} is a port of the node for ${enumerate(rivals.map(tellPod), 4)} too.`, evidence: [...evidence, ...rivals.slice(0, 3).map((pod) => refOf(pod))] };
        if (range !== undefined && (nodePort < range.first || nodePort > range.last)) yield { subject: refOf(service), detail: `Its node port ${nodePort}/${protocol} lies outside of ${range.first}-${range.last}, the range of kube-apiserver.`, evidence };
      }
    }
    yield* sharedHostPorts(view);
  },
};

interface HostPort { readonly pod: Pod; readonly key: string; readonly hostIP: string }

/** Pods that are to answer on a port of their node, by port and protocol. */
function* holderSteps(view: ClusterView): Steps<Map<string, Pod[]>> {
  const holders = new Map<string, Pod[]>();
  for (const each of hostPorts(view)) {
    yield;
    if (each === undefined) continue;
    const { pod, key } = each;
    const known = holders.get(key);
    if (known === undefined) holders.set(key, [pod]);
    else if (known.at(-1) !== pod) known.push(pod);
  }
  return holders;
}

/** On the network of its node a pod has every port that it declares. Undefined where the next pod begins. */
function* hostPorts(view: ClusterView): Iterable<HostPort | undefined> {
  for (const pod of view.objects('Pod')) {
    yield undefined;
    if (pod.status?.phase !== 'Running' || pod.metadata.deletionTimestamp !== undefined || pod.derivedFrom !== undefined) continue;
    for (const { ports = [] } of pod.spec.containers) {
      for (const { hostPort, containerPort, protocol, hostIP = '' } of ports) {
        const port = hostPort ?? (pod.spec.hostNetwork ? containerPort : undefined);
        if (port !== undefined && !/^(?:127\.|::1$)/.test(hostIP)) yield { pod, key: `${port}/${protocol}`, hostIP };
      }
    }
  }
}

function* sharedHostPorts(view: ClusterView): Iterable<Violation | undefined> {
  const byPlace = new Map<string, HostPort>();
  for (const each of hostPorts(view)) {
    yield;
    if (each === undefined) continue;
    const place = `${each.pod.spec.nodeName} ${each.key}`;
    const first = byPlace.get(place);
    if (first === undefined) byPlace.set(place, each);
    else if (first.pod !== each.pod && shareAddress(first.hostIP, each.hostIP)) {
      yield { subject: refOf(each.pod), severity: 'warning', detail: `Host port ${each.key} of node ${each.pod.spec.nodeName} is wanted by ${tellPod(first.pod)} too.`, evidence: [refOf(each.pod), refOf(first.pod)] };
    }
  }
}

/** One at every address is at each of them. */
function shareAddress(a: string, b: string): boolean {
  const isAny = (ip: string) => ip === '' || ip === '0.0.0.0' || ip === '::';
  return isAny(a) || isAny(b) || a === b;
}

function tellPod({ metadata, spec }: Pod): string {
  return `${metadata.namespace}/${metadata.name}${spec.nodeName === undefined ? '' : ` on ${spec.nodeName}`}`;
}

/** Undefined where no pod of kube-apiserver tells its flags. */
function rangeOf(view: ClusterView): { readonly first: number; readonly last: number } | undefined {
  const flags = flagValues(view, /^kube-apiserver/, ['service-node-port-range']);
  if (flags === undefined) return undefined;
  return readPortRange(flags[0] ?? '30000-32767');
}
