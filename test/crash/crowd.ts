import { smallCluster, type StubLists } from '../support/api-stub.js';

/** How a cluster looks at one time. Two variants differ in some of the pods, so that a snapshot closes, opens and keeps versions. */
export type Variant = number;

export const variants: readonly Variant[] = [0, 1, 2];

interface RawPod {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

/** Enough objects that reading, storing and deleting each take a time that a kill can hit. */
export function crowd(variant: Variant, pods: number): StubLists {
  const lists = smallCluster(pods);
  const items = ((lists['/api/v1/pods'] as { items: readonly object[] }).items as readonly RawPod[])
    .filter((_, i) => i % 11 !== variant)
    .map((pod, i) => ({
      ...pod,
      metadata: { ...pod.metadata, labels: { app: 'web', 'pod-template-hash': `t${i % 50}`, ...(i % 5 === variant && { variant: String(variant) }) } },
      status: { phase: 'Running', podIP: `10.244.${i >> 8}.${i & 255}`, conditions: [{ type: 'Ready', status: i % 7 === variant ? 'False' : 'True' }] },
    }));
  return { ...lists, '/api/v1/pods': { kind: 'Pod', items } };
}

/** The same cluster as `kubectl get -o json` prints it. */
export function dumpOfCrowd(variant: Variant, pods: number): string {
  const items = Object.entries(crowd(variant, pods)).flatMap(([path, { kind, items }]) => {
    const apiVersion = path.startsWith('/api/') ? 'v1' : path.split('/').slice(2, 4).join('/');
    return items.map((item) => ({ apiVersion, kind, ...item }));
  });
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
