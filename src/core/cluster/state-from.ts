import { ObjectDecoder } from './codec.js';
import { DraftBuilder } from './draft-builder.js';
import type { SnapshotDraft } from './draft.js';
import { kindNames, type KubeObject } from './kinds/catalogue.js';
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
  const byKind = new Map<string, Map<string, KubeObject>>(kindNames.map((kind) => [kind, new Map()]));
  for (const object of objects) byKind.get(object.kind)?.set(sortKey(object), object);
  const sorted = [...byKind].map(([kind, named]) => [kind, [...named].sort(([a], [b]) => compareText(a, b)).map(([, object]) => object)]);
  return { kubernetesVersion, takenAt, coverage, resourceVersions, objects: Object.fromEntries(sorted) as ClusterState['objects'] };
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
