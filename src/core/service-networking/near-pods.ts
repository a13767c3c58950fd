import { nearest } from '../analysis/index.js';
import { matchesLabels, type ClusterView, type Pod, type Service } from '../cluster/index.js';
import { hasEnded } from './endpoint-pods.js';

/** A pair of a selector that a pod does not have. */
export interface LabelDifference {
  readonly key: string;
  readonly wanted: string;
  /** Undefined where the pod has no such label. */
  readonly found?: string;
}

/** A pod that a selector nearly matches. */
export interface NearPod {
  readonly pod: Pod;
  /** Never empty. */
  readonly differences: readonly LabelDifference[];
  /** Values of it look like a slip of the pen, as they are nearly those of the selector. */
  readonly isNearInValue: boolean;
}

/** Pods of a namespace that are looked at: the likeness is a hint, and must stay cheap. */
const examined = 2000;

/**
 * Up to `most` pods that share the most pairs with the selector of a Service, or have nearly its values, and do not match; replicas, which differ by the same labels, stand once. Pods that have ended are left out.
 */
export function nearPods(view: ClusterView, service: Service, most = 3): NearPod[] {
  const selector = Object.entries(service.spec.selector ?? {});
  const isNear = likeness();
  const scored = view.podsIn(service.metadata.namespace).slice(0, examined).flatMap((pod) => {
    if (hasEnded(pod) || matchesLabels(service.spec.selector ?? {}, pod.metadata.labels)) return [];
    const differing = selector.filter(([key, value]) => labelOf(pod, key) !== value);
    const near = differing.filter(([key, value]) => isNear(value, labelOf(pod, key) ?? '')).length;
    const matching = selector.length - differing.length;
    return matching + near === 0 ? [] : [{ pod, differing, matching, near }];
  });
  const distinct = new Map<string, NearPod>();
  for (const { pod, differing, near } of scored.sort((a, b) => b.matching - a.matching || b.near - a.near)) {
    const differences = differing.map(([key, wanted]) => differenceOf(pod, key, wanted));
    const key = JSON.stringify(differences);
    if (!distinct.has(key)) distinct.set(key, { pod, differences, isNearInValue: near > 0 });
    if (distinct.size === most) break;
  }
  return [...distinct.values()];
}

/** `app=wbe instead of web, no label tier`. */
export function tellDifferences(differences: readonly LabelDifference[]): string {
  return differences.map(({ key, wanted, found }) => (found === undefined ? `no label ${key}` : `${key}=${found} instead of ${wanted}`)).join(', ');
}

/** `app=web, tier=front`. */
export function tellLabels(labels: Readonly<Record<string, string>> = {}): string {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(', ');
}

/** Replicas ask the same again and again. */
function likeness(): (value: string, other: string) => boolean {
  const known = new Map<string, boolean>();
  return (value, other) => {
    const key = `${value}\0${other}`;
    const isNear = known.get(key) ?? nearest(value, [other]).length > 0;
    known.set(key, isNear);
    return isNear;
  };
}

function differenceOf(pod: Pod, key: string, wanted: string): LabelDifference {
  const found = labelOf(pod, key);
  return { key, wanted, ...(found !== undefined && { found }) };
}

function labelOf({ metadata: { labels = {} } }: Pod, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
