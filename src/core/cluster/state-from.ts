import { ObjectDecoder } from './codec.js';
import { DraftBuilder } from './draft-builder.js';
import type { SnapshotDraft } from './draft.js';
import { kindNames, type KindName, type KubeObject } from './kinds/catalogue.js';
import { compareText } from './shape.js';
import type { ClusterState, Coverage } from './state.js';

/** What is known of a state besides its objects. */
export interface StateAbout {
  readonly kubernetesVersion: string | null;
  /** RFC 3339, UTC. */
  readonly takenAt: string;
  readonly coverage: Coverage;
  /** As in {@link ClusterState}; of an upload it is left out, as its lists were never meant to be of one instant. */
  readonly resourceVersions?: ClusterState['resourceVersions'];
}

/** A state of objects in normal form, which may come in any order; of two with one name the later counts. */
export function stateFrom({ kubernetesVersion, takenAt, coverage, resourceVersions = {} }: StateAbout, objects: Iterable<KubeObject>): ClusterState {
  const byKind = new Map<string, KubeObject[]>(kindNames.map((kind) => [kind, []]));
  for (const object of objects) byKind.get(object.kind)?.push(object);
  const sorted = [...byKind].map(([kind, all]) => [kind, isSorted(all) ? all : sortLastOfEach(all)]);
  return { kubernetesVersion, takenAt, coverage, resourceVersions, objects: Object.fromEntries(sorted) as ClusterState['objects'] };
}

/** An object that another state has no more, or has otherwise. */
export interface ObjectChange {
  readonly kind: KindName;
  /** '' for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
  /** Absent: it is gone. */
  readonly after?: KubeObject;
}

/** The state that differs from `state` in `changes`, of which none is of the same object as another. What did not change is shared between the two. */
export function changedState(state: ClusterState, { kubernetesVersion, takenAt, coverage, resourceVersions = {} }: StateAbout, changes: readonly ObjectChange[]): ClusterState {
  const objects = Object.fromEntries(kindNames.map((kind) => [kind, changedObjects(state.objects[kind], changes.filter((change) => change.kind === kind))]));
  return { kubernetesVersion, takenAt, coverage, resourceVersions, objects: objects as ClusterState['objects'] };
}

function changedObjects(before: readonly KubeObject[], changes: readonly ObjectChange[]): readonly KubeObject[] {
  if (changes.length === 0) return before;
  const gone = new Set(changes.map(({ namespace, name }) => (namespace === '' ? name : `${namespace}\0${name}`)));
  const kept = before.filter((object) => !gone.has(sortKey(object)));
  const added = sortLastOfEach(changes.flatMap(({ after }) => after ?? []));
  return merge(kept, added);
}

/** Two sorted lists in one. */
function merge(a: readonly KubeObject[], b: readonly KubeObject[]): KubeObject[] {
  const merged: KubeObject[] = [];
  let at = 0;
  for (const object of b) {
    const key = sortKey(object);
    while (at < a.length && sortKey(a[at] as KubeObject) < key) merged.push(a[at++] as KubeObject);
    merged.push(object);
  }
  while (at < a.length) merged.push(a[at++] as KubeObject);
  return merged;
}

/** Whether each object stands before the next and none is there twice, as storage hands them out. */
function isSorted(objects: readonly KubeObject[]): boolean {
  let last = '';
  return objects.every((object) => {
    const key = sortKey(object);
    const follows = last < key;
    last = key;
    return follows;
  });
}

function sortLastOfEach(objects: readonly KubeObject[]): KubeObject[] {
  const named = new Map(objects.map((object) => [sortKey(object), object]));
  return [...named].sort(([a], [b]) => compareText(a, b)).map(([, object]) => object);
}

function sortKey({ metadata }: KubeObject): string {
  return 'namespace' in metadata ? `${metadata.namespace}\0${metadata.name}` : metadata.name;
}

/** The state that storing the draft of an upload and loading it again would give. */
export function draftToState({ kubernetesVersion, coverage, objects }: SnapshotDraft, takenAt: string): ClusterState {
  const decoder = new ObjectDecoder();
  return stateFrom(
    { kubernetesVersion, takenAt, coverage },
    objects.map(({ kind, template, body }) => decoder.decode(kind, template, body)),
  );
}

/** The state of objects as somebody wrote them, for tests and trials; see {@link DraftBuilder} for what becomes of them. */
export function readCluster(objects: Iterable<unknown>, takenAt = '2026-01-01T00:00:00Z'): ClusterState {
  const builder = new DraftBuilder();
  for (const object of objects) builder.object(object, {});
  return draftToState(builder.finish(), takenAt);
}
