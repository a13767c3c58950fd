import { finish, stepThrough, type Steps } from '../analysis/index.js';
import { ObjectDecoder } from './codec.js';
import { DraftBuilder } from './draft-builder.js';
import type { SnapshotDraft } from './draft.js';
import { kindNames, type KindName, type KubeObject } from './kinds/catalogue.js';
import { comparePlaces, placeIn, type Place } from './place.js';
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
export function stateFrom(about: StateAbout, objects: Iterable<KubeObject>): ClusterState {
  return finish(stateSteps(about, objects));
}

/** What {@link stateFrom} does, step by step. */
export function* stateSteps({ kubernetesVersion, takenAt, coverage, resourceVersions = {} }: StateAbout, objects: Iterable<KubeObject>): Steps<ClusterState> {
  const byKind = new Map<string, KubeObject[]>(kindNames.map((kind) => [kind, []]));
  for (const object of objects) byKind.get(object.kind)?.push(object);
  const sorted: [string, readonly KubeObject[]][] = [];
  for (const [kind, all] of byKind) sorted.push([kind, (yield* areSorted(all)) ? all : sortLastOfEach(all)]);
  return { kubernetesVersion, takenAt, coverage, resourceVersions, objects: Object.fromEntries(sorted) as ClusterState['objects'] };
}

/** An object that another state has no more, or has otherwise. */
export interface ObjectChange extends Place {
  readonly kind: KindName;
  /** Absent: it is gone. */
  readonly after?: KubeObject;
}

/** The state that differs from `state` in `changes`, of which none is of the same object as another. What did not change is shared between the two. */
export function changedState(state: ClusterState, { kubernetesVersion, takenAt, coverage, resourceVersions = {} }: StateAbout, changes: readonly ObjectChange[]): ClusterState {
  const objects = Object.fromEntries(kindNames.map((kind) => [kind, changedObjects(state.objects[kind], changes.filter((change) => change.kind === kind))]));
  const changed = { kubernetesVersion, takenAt, coverage, resourceVersions, objects: objects as ClusterState['objects'] };
  origins.set(changed, new WeakRef(state));
  return changed;
}

/** Weak in both directions: a state keeps no other in memory. */
const origins = new WeakMap<ClusterState, WeakRef<ClusterState>>();

/** The state that another was made of, with which it shares most objects; undefined where there is none, or no longer. */
export function originOf(state: ClusterState): ClusterState | undefined {
  return origins.get(state)?.deref();
}

/** Few change among many: each is looked up, and what stands between two of them is copied without a look. */
function changedObjects(before: readonly KubeObject[], changes: readonly ObjectChange[]): readonly KubeObject[] {
  if (changes.length === 0) return before;
  const objects: KubeObject[] = [];
  let copied = 0;
  const copyUpTo = (end: number) => {
    while (copied < end) objects.push(before[copied++] as KubeObject);
  };
  for (const change of [...changes].sort(comparePlaces)) {
    copyUpTo(placeOf(change, before, copied));
    if (change.after !== undefined) objects.push(change.after);
    const found = before[copied];
    if (found !== undefined && comparePlaces(placeIn(found), change) === 0) copied++;
  }
  copyUpTo(before.length);
  return objects;
}

/** Where in the sorted list, from `start` on, the object of this name is or would be. */
function placeOf(name: Place, objects: readonly KubeObject[], start: number): number {
  let [low, high] = [start, objects.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePlaces(placeIn(objects[middle] as KubeObject), name) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether each object stands before the next and none is there twice, as storage hands them out. */
function* areSorted(objects: readonly KubeObject[]): Steps<boolean> {
  let isSorted = true;
  let [lastNamespace, lastName] = ['', ''];
  yield* stepThrough(objects, ({ metadata }) => {
    const namespace = 'namespace' in metadata ? metadata.namespace : '';
    if (namespace === lastNamespace ? metadata.name <= lastName : namespace < lastNamespace) isSorted = false;
    lastNamespace = namespace;
    lastName = metadata.name;
  });
  return isSorted;
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
