import { count, finish, formatRef, type Answer, type ObjectRef, type Steps } from '../analysis/index.js';
import { compareText, kindNames, specOf, type Coverage, type KindName, type ObjectPair } from '../cluster/index.js';
import { compareSlices, SliceGroups } from './endpoint-slices.js';
import { compareFields, type FieldChange } from './fields.js';
import { tellFields } from './tell.js';

/** `replaced`: deleted and made anew under the same name, so that its uid differs. */
export type ChangeKind = 'added' | 'removed' | 'replaced' | 'changed';

/** What happened to one object. */
export interface ObjectChange extends ObjectRef {
  readonly kind: KindName;
  readonly change: ChangeKind;
  /** The EndpointSlices of one Service taken together: `name` is the Service's. */
  readonly together?: true;
  /** In the order of the object's fields. Empty for an object that was added or removed. */
  readonly fields: readonly FieldChange[];
}

export type ChangeCounts = Readonly<Record<ChangeKind, number>>;

/** How many objects of one kind in one namespace changed. */
export interface ChangeGroup extends ChangeCounts {
  readonly kind: KindName;
  readonly namespace?: string;
}

/** What changed between two snapshots, object by object, without what means nothing to anybody. */
export interface ObjectsDiff extends Answer {
  readonly counts: ChangeCounts;
  /** Sorted as `changes`. */
  readonly groups: readonly ChangeGroup[];
  /** Sorted by kind (catalogue order), namespace, name. */
  readonly changes: readonly ObjectChange[];
}

/** How far each side knows each kind. */
interface Sides {
  readonly before: Coverage;
  readonly after: Coverage;
}

/**
 * Tells the change from one snapshot to another.
 *
 * Left out as noise: EndpointSlices that hold the same endpoints in another packing, and lists whose order means nothing.
 *
 * @param pairs the objects that differ, each at most once, in any order
 * @param coverage how far each side knows each kind. An object that one side lacks, and of whose kind and namespace that side does not know
 * everything, neither came nor went: it is left out, with a warning
 */
export function diffObjects(pairs: Iterable<ObjectPair>, coverage: Sides): ObjectsDiff {
  return finish(diffSteps(pairs, coverage));
}

/** What {@link diffObjects} does, step by step. */
export function* diffSteps(pairs: Iterable<ObjectPair>, coverage: Sides): Steps<ObjectsDiff> {
  const doubts = new Doubts(coverage);
  const slices = new SliceGroups();
  const changes: ObjectChange[] = [];
  for (const pair of pairs) {
    yield;
    if (doubts.has(pair)) continue;
    const rest = slices.take(pair);
    const change = rest && compareObjects(rest);
    if (change !== undefined) changes.push(change);
  }
  for (const group of slices.groups) {
    yield;
    const fields = compareSlices(group);
    if (fields.length > 0) changes.push({ kind: 'EndpointSlice', namespace: group.namespace, name: group.service, change: 'changed', together: true, fields });
  }
  changes.sort(byPlace);
  return {
    summary: summarise(changes),
    counts: countChanges(changes),
    groups: groupChanges(changes),
    changes,
    steps: [],
    warnings: doubts.warnings,
  };
}

/** Objects that seem to have come or gone only because one side does not know them. */
class Doubts {
  readonly #counts = new Map<string, number>();

  constructor(private readonly coverage: Sides) {}

  /** Whether nothing can be said of the object. */
  has({ only, kind, namespace }: ObjectPair): boolean {
    if (only === undefined) return false;
    const { state, namespaces } = this.coverage[only === 'after' ? 'before' : 'after'][kind];
    if (state === 'collected' && (namespaces === undefined || namespaces.includes(namespace))) return false;
    const [which, told] = only === 'after' ? ['earlier', 'added'] : ['later', 'removed'];
    const doubt = `The ${which} snapshot does not hold ${kind}`;
    this.#add(state === 'absent' ? `${doubt} at all; its objects are told as ${told} as if there were none` : `${doubt} whole (${state === 'collected' ? partOf(namespaces) : state}); its objects are not told as ${told}`);
    return state !== 'absent';
  }

  #add(doubt: string): void {
    this.#counts.set(doubt, (this.#counts.get(doubt) ?? 0) + 1);
  }

  get warnings(): string[] {
    return [...this.#counts].map(([doubt, n]) => `${doubt} (${count(n, 'object')}).`);
  }
}

function partOf(namespaces: readonly string[] | undefined): string {
  return namespaces?.length === 0 ? 'single objects only' : 'some namespaces only';
}

function compareObjects(pair: ObjectPair): ObjectChange | undefined {
  const { kind, namespace, name } = pair;
  const ref = { kind, ...(namespace !== '' && { namespace }), name };
  if (pair.only !== undefined) return { ...ref, change: pair.only === 'after' ? 'added' : 'removed', fields: [] };
  const { before, after } = pair;
  const fields = compareFields(specOf(kind).shape.form, before, after);
  if (fields.length === 0) return undefined;
  const [was, is] = [before.metadata.uid, after.metadata.uid];
  return { ...ref, change: was !== undefined && is !== undefined && was !== is ? 'replaced' : 'changed', fields };
}

const placeOfKind: ReadonlyMap<KindName, number> = new Map(kindNames.map((kind, place) => [kind, place]));

function byPlace(a: ObjectChange, b: ObjectChange): number {
  return (
    (a.kind === b.kind ? 0 : placeOfKind.get(a.kind)! - placeOfKind.get(b.kind)!) ||
    compareText(a.namespace ?? '', b.namespace ?? '') ||
    compareText(a.name, b.name) ||
    Number(a.together ?? false) - Number(b.together ?? false)
  );
}

function countChanges(changes: readonly ObjectChange[]): ChangeCounts {
  const counts = { added: 0, removed: 0, replaced: 0, changed: 0 };
  for (const { change } of changes) counts[change]++;
  return counts;
}

function groupChanges(changes: readonly ObjectChange[]): ChangeGroup[] {
  const groups = new Map<string, ObjectChange[]>();
  for (const change of changes) {
    const key = `${change.kind}/${change.namespace ?? ''}`;
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [change]);
    else members.push(change);
  }
  return [...groups.values()].map((members) => {
    const { kind, namespace } = members[0]!;
    return { kind, ...(namespace !== undefined && { namespace }), ...countChanges(members) };
  });
}

const headlines = 3;

function summarise(changes: readonly ObjectChange[]): string {
  if (changes.length === 0) return 'Nothing changed.';
  const namespaces = new Set(changes.flatMap(({ namespace }) => namespace ?? [])).size;
  const where = namespaces === 0 ? '' : ` in ${count(namespaces, 'namespace')}`;
  const told = weighed(changes).slice(0, headlines);
  const more = changes.length > told.length ? `; and ${changes.length - told.length} more` : '';
  return `${count(changes.length, 'object')} changed${where}: ${told.map(headline).join('; ')}${more}.`;
}

/** The lightest first, and those of one weight as they stood. */
function weighed(changes: readonly ObjectChange[]): ObjectChange[] {
  const byWeight = new Map<number, ObjectChange[]>();
  for (const change of changes) {
    const of = weight(change);
    const alike = byWeight.get(of);
    if (alike === undefined) byWeight.set(of, [change]);
    else alike.push(change);
  }
  return [...byWeight].sort(([a], [b]) => a - b).flatMap(([, alike]) => alike);
}

/** As {@link rankOf}, and among alikes what callers may have leant on before what is new. A change of the status alone only came of something. */
function weight({ kind, change, fields }: ObjectChange): number {
  const isOutcome = change === 'changed' && fields.every(({ field }) => field.startsWith('status.'));
  return 2 * (isOutcome ? ranks.outcome : rankOf(kind)) + (change === 'added' ? 1 : 0);
}

const ranks = { steering: 0, workload: 1, outcome: 2 } as const;

/** Where a change of this kind stands among causes, the lower the sooner: what steers traffic, then what runs, then what changes because others did and, told first, would hide the cause. */
export function rankOf(kind: KindName): number {
  if (outcomes.has(kind)) return ranks.outcome;
  return workloads.has(kind) ? ranks.workload : ranks.steering;
}

const workloads: ReadonlySet<KindName> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicationController', 'CronJob', 'PodDisruptionBudget']);
const outcomes: ReadonlySet<KindName> = new Set(['Node', 'Pod', 'EndpointSlice', 'Endpoints', 'ReplicaSet', 'Job', 'IPAddress', 'IPAMBlock', 'BlockAffinity', 'CiliumNode']);

function headline(change: ObjectChange): string {
  const name = nameChange(change);
  if (change.change === 'added') return `${name} is new`;
  if (change.change === 'removed') return `${name} is gone`;
  if (change.change === 'replaced') return `${name} was deleted and made anew`;
  return `${name} ${tellFields(change.fields)}`;
}

/** The changed object in words: `Service shop/web`, or `EndpointSlices of Service shop/web`. */
export function nameChange(change: ObjectChange): string {
  if (change.together === undefined) return formatRef(change);
  return `EndpointSlices of ${formatRef({ ...change, kind: 'Service' })}`;
}
