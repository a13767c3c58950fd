import { enumerate, type Evidence, type ObjectRef } from '../../../analysis/index.js';
import { refOf, type ClusterView, type EndpointSlice } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';

const managedBy = 'endpointslice.kubernetes.io/managed-by';

export const staleEndpoint: Rule = {
  id: 'stale-endpoint',
  code: 'SVC-010',
  severity: 'error',
  title: 'An endpoint leads to a pod that is not there',
  checks:
    'An endpoint that gets traffic names a pod as its target, and that pod does not exist, has another uid, or has another address. Info for slices that no controller manages. ' +
    'Quiet for Services that are being deleted, for slices that controllers other than those of Kubernetes manage, such as imports of a cluster mesh; for endpoints that are terminating or not ready, for endpoints without a target, and where the pods are known only as stand-ins of their workloads.',
  why: 'The address may belong to another pod by now, which then gets this Service’s traffic; or to nobody.',
  fix: 'Take another snapshot: the lists of an upload are not of the same instant. If it stays, see whether kube-controller-manager runs and is up to date; a slice made by hand must be corrected by hand.',
  source: 'k8s.io/endpointslice v0.34.2 utils.go, podToEndpoint; the well-known label endpointslice.kubernetes.io/managed-by',
  reads: ['EndpointSlice', 'Pod'],
  consults: ['Service'],
  *check(view) {
    for (const [, { subject, slices }] of groupByService(view.objects('EndpointSlice'))) {
      yield;
      if (view.get('Service', subject.namespace, subject.name)?.metadata.deletionTimestamp !== undefined) continue;
      if (view.podsIn(subject.namespace).some(({ derivedFrom }) => derivedFrom !== undefined)) continue;
      const stale = slices.filter((slice) => !isForeign(slice)).flatMap((slice) => staleEndpoints(view, slice));
      if (stale.length === 0) continue;
      const managed = stale.some(({ slice }) => isManaged(slice));
      yield {
        subject,
        severity: managed ? 'error' : 'info',
        detail: `${enumerate(stale.map(({ address, reason }) => `${address}: ${reason}`), 3)}.`,
        evidence: stale.slice(0, 3).map(({ evidence }) => evidence),
      };
    }
  },
};

interface Stale {
  readonly slice: EndpointSlice;
  readonly address: string;
  readonly reason: string;
  readonly evidence: Evidence;
}

function staleEndpoints(view: ClusterView, slice: EndpointSlice): Stale[] {
  return slice.endpoints.flatMap(({ addresses, conditions, targetRef }, index): Stale[] => {
    if (targetRef?.kind !== 'Pod' || targetRef.name === undefined || !conditions.ready || conditions.terminating) return [];
    const namespace = targetRef.namespace ?? slice.metadata.namespace;
    if (!view.covers('Pod', namespace)) return [];
    const reason = whyStale(view, namespace, targetRef.name, targetRef.uid, addresses);
    if (reason === undefined) return [];
    return [{ slice, address: addresses.join(', '), reason, evidence: { ...refOf(slice), field: `endpoints[${index}].targetRef`, value: targetRef } }];
  });
}

function whyStale(view: ClusterView, namespace: string, name: string, uid: string | undefined, addresses: readonly string[]): string | undefined {
  const pod = view.get('Pod', namespace, name);
  if (pod === undefined) return `pod ${name} does not exist`;
  if (uid !== undefined && uid !== '' && pod.metadata.uid !== undefined && uid !== pod.metadata.uid) return `pod ${name} was made anew, the endpoint means its predecessor`;
  const own = pod.status?.podIPs?.map(({ ip }) => ip) ?? [];
  return own.length > 0 && !addresses.some((address) => own.includes(address)) ? `pod ${name} has address ${own.join(', ')}` : undefined;
}

/** By the Service whose endpoints they hold; a slice of none stands for itself. */
function groupByService(slices: readonly EndpointSlice[]): Map<string, { subject: ObjectRef & { readonly namespace: string }; slices: EndpointSlice[] }> {
  const groups = new Map<string, { subject: ObjectRef & { readonly namespace: string }; slices: EndpointSlice[] }>();
  for (const slice of slices) {
    const { namespace, name, labels } = slice.metadata;
    const service = labels?.['kubernetes.io/service-name'];
    const subject = service === undefined ? { kind: 'EndpointSlice', namespace, name } : { kind: 'Service', namespace, name: service };
    const key = `${subject.kind}/${namespace}/${subject.name}`;
    const group = groups.get(key) ?? { subject, slices: [] };
    groups.set(key, group);
    group.slices.push(slice);
  }
  return groups;
}

/** By a controller that is not Kubernetes' own: its targets may be pods of another cluster. */
function isForeign({ metadata }: EndpointSlice): boolean {
  return metadata.labels?.[managedBy]?.endsWith('.k8s.io') === false;
}

function isManaged({ metadata }: EndpointSlice): boolean {
  return metadata.labels?.[managedBy] !== undefined || (metadata.ownerReferences ?? []).length > 0;
}
