import { formatRef, type Evidence, type ObjectRef } from '../../../analysis/index.js';
import { refOf, type ClusterView, type KindName, type Pod } from '../../../cluster/index.js';

/** A pod that stands for all of its workload, which have the same template. */
export interface Representative {
  readonly workload: ObjectRef;
  readonly pod: Pod;
}

/** The kinds by which the workload of a pod is found. */
export const workloadKinds = ['ReplicaSet', 'Job', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Deployment'] as const satisfies readonly KindName[];

/** One pod of each workload, of those that have not ended. */
export function* representatives(view: ClusterView): Generator<Representative | undefined> {
  const seen = new Set<string>();
  for (const pod of view.objects('Pod')) {
    yield undefined;
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed' || pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) continue;
    const { derivedFrom } = pod;
    const workload = derivedFrom === undefined ? view.workloadOf(pod) : { kind: derivedFrom.kind, namespace: pod.metadata.namespace, name: derivedFrom.name };
    const key = formatRef(workload);
    if (seen.has(key)) continue;
    seen.add(key);
    yield { workload, pod };
  }
}

/** A host that a container of a pod is told, and where. */
export interface MentionedHost {
  /** Lower case, without a port. */
  readonly host: string;
  readonly evidence: Evidence;
}

/** The names, not the addresses, that the variables and arguments of a pod's containers hold. */
export function mentionedHosts(pod: Pod): readonly MentionedHost[] {
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    (pod.spec[list] ?? []).flatMap(({ mentions = [] }, i) =>
      mentions.flatMap(({ field, hosts }) =>
        hosts
          .map((host) => host.toLowerCase().replace(/:\d+$/, ''))
          .filter((host) => /[a-z]/.test(host) && !host.includes(':'))
          .map((host) => ({ host, evidence: { ...refOf(pod), field: `spec.${list}[${i}].${field}`, value: host } })),
      ),
    ),
  );
}

/** Namespace and name of the Service that a name means in a namespace, as the search list finds it; undefined where it means none. */
export function serviceMeant(view: ClusterView, host: string, namespace: string): { readonly namespace: string; readonly name: string } | undefined {
  const [name = '', in_ = namespace, ...rest] = host.replace(/\.$/, '').split('.');
  if (rest.length > 0 && rest[0] !== 'svc') return undefined;
  return view.get('Service', in_, name) === undefined ? undefined : { namespace: in_, name };
}
