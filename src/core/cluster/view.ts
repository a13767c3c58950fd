import { finish, stepThrough, type ObjectRef, type Steps } from '../analysis/index.js';
import { groupBy, regroup, type Groups } from './groups.js';
import type { KindName, KubeObject, ObjectOf } from './kinds/catalogue.js';
import { matchesLabels, type Labels } from './selector.js';
import { originOf } from './state-from.js';
import type { ClusterState } from './state.js';

type Pod = ObjectOf<'Pod'>;
type EndpointSlice = ObjectOf<'EndpointSlice'>;
type OwnerReference = NonNullable<Pod['metadata']['ownerReferences']>[number];

/** Kinds whose objects may themselves belong to another workload. */
const ownedWorkloads = ['ReplicaSet', 'Job', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Deployment'] as const satisfies readonly KindName[];

/** A state with indexes, each built when it is first asked for. It answers what is there, never what would happen. */
export class ClusterView {
  readonly #byName = new Map<KindName, ByName>();
  #podsByNamespace: Groups<Pod> | undefined;
  /** By namespace, each made when it is first asked for. */
  readonly #podsByLabel = new Map<string, Groups<Pod>>();
  #podsByIP: Groups<Pod> | undefined;
  #slicesByService: Groups<EndpointSlice> | undefined;

  constructor(readonly state: ClusterState) {}

  /** Sorted by namespace, then name. */
  objects<K extends KindName>(kind: K): readonly ObjectOf<K>[] {
    return this.state.objects[kind];
  }

  /** `namespace` is not read for cluster-scoped kinds; '' by custom. */
  get<K extends KindName>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined {
    let index = this.#byName.get(kind);
    if (index === undefined) {
      index = finish(byName(this.objects(kind)));
      this.#byName.set(kind, index);
    }
    return (index.get(namespace)?.get(name) ?? index.get('')?.get(name)) as ObjectOf<K> | undefined;
  }

  /**
   * Whether the snapshot knows every object of `kind` (in `namespace`, or anywhere where none is given), so that one that is not found is not there.
   */
  covers(kind: KindName, namespace?: string): boolean {
    const { state, namespaces } = this.state.coverage[kind];
    return state === 'collected' && (namespaces === undefined || (namespace !== undefined && namespaces.includes(namespace)));
  }

  /** Whether nothing says that the two kinds were read at different instants. Where they were, an object of the one may name one of the other that had not come yet, or had gone. */
  areOfOneMoment(a: KindName, b: KindName): boolean {
    const { [a]: first, [b]: second } = this.state.resourceVersions;
    return first === undefined || second === undefined || first === second;
  }

  /** Builds, step by step, the indexes that take long where there are many pods. Without this each is built in one go when it is first asked for. */
  *indexSteps(): Steps<void> {
    this.#podsByNamespace ??= yield* this.#groupPodsByNamespace();
    for (const namespace of this.#podsByNamespace.keys) {
      if (!this.#podsByLabel.has(namespace)) this.#podsByLabel.set(namespace, yield* groupByLabel(this.#podsByNamespace.get(namespace)));
    }
    this.#slicesByService ??= yield* this.#groupSlices();
    if (!this.#byName.has('Pod')) this.#byName.set('Pod', yield* byName(this.objects('Pod')));
  }

  podsIn(namespace: string): readonly Pod[] {
    this.#podsByNamespace ??= finish(this.#groupPodsByNamespace());
    return this.#podsByNamespace.get(namespace);
  }

  /** As a Service selects: in its own namespace, by equality; an empty selector selects nothing. */
  podsSelectedBy(namespace: string, selector: Labels = {}): readonly Pod[] {
    let byLabel = this.#podsByLabel.get(namespace);
    if (byLabel === undefined) {
      byLabel = finish(groupByLabel(this.podsIn(namespace)));
      this.#podsByLabel.set(namespace, byLabel);
    }
    const candidates = Object.entries(selector).map(([key, value]) => byLabel.get(keyOf(key, value)));
    const [fewest] = candidates.sort((a, b) => a.length - b.length);
    return (fewest ?? []).filter((pod) => matchesLabels(selector, pod.metadata.labels));
  }

  /** Every pod whose status tells this address, as it is written there: also those that have ended, and those on the network of their node. */
  podsByIP(ip: string): readonly Pod[] {
    this.#podsByIP ??= this.#groupPodsByIP();
    return this.#podsByIP.get(ip);
  }

  /** Slices belong to a Service by their label alone. Source: pkg/proxy/endpointslicecache.go. */
  slicesOf(service: { readonly metadata: { readonly namespace: string; readonly name: string } }): readonly EndpointSlice[] {
    this.#slicesByService ??= finish(this.#groupSlices());
    return this.#slicesByService.get(keyOf(service.metadata.namespace, service.metadata.name));
  }

  /** The labels of a Namespace; undefined where the snapshot does not hold it. */
  namespaceLabels(namespace: string): Labels | undefined {
    const found = this.get('Namespace', '', namespace);
    return found === undefined ? undefined : (found.metadata.labels ?? {});
  }

  /** The workload at the top of a pod's owners: the Deployment, not its ReplicaSet. A pod that nobody owns stands for itself. */
  workloadOf(pod: Pod): ObjectRef {
    const { namespace } = pod.metadata;
    let top = { kind: 'Pod', name: pod.metadata.name, owner: controllerOf(pod.metadata.ownerReferences) };
    // Six steps are more than any chain of controllers has; a circle of references ends there.
    for (let step = 0; step < 6 && top.owner !== undefined; step++) top = this.#owner(pod, top.owner);
    return { kind: top.kind, namespace, name: top.name };
  }

  #groupPodsByNamespace(): Steps<Groups<Pod>> {
    return groupBy(this.objects('Pod'), (pods, pod) => pods.add(pod.metadata.namespace, pod));
  }

  /** Where the state was made of one that has this index already, by what differs: few pods of a snapshot are not those of the one before. */
  #groupPodsByIP(): Groups<Pod> {
    const pods = this.objects('Pod');
    const origin = originOf(this.state);
    const near = origin && views.get(origin);
    const known = near && near.#podsByIP;
    return (known && regroup(known, pods, addByIP)) ?? finish(groupBy(pods, addByIP));
  }

  #groupSlices(): Steps<Groups<EndpointSlice>> {
    return groupBy(this.objects('EndpointSlice'), (slices, slice) => {
      const { labels, namespace } = slice.metadata;
      const name = labels?.['kubernetes.io/service-name'];
      if (name !== undefined) slices.add(keyOf(namespace, name), slice);
    });
  }

  #owner(pod: Pod, { kind, name }: OwnerReference): { kind: string; name: string; owner: OwnerReference | undefined } {
    const known = ownedWorkloads.find((each) => each === kind);
    const found = known && (this.get(known, pod.metadata.namespace, name) as KubeObject | undefined);
    if (found !== undefined) return { kind, name, owner: controllerOf(found.metadata.ownerReferences) };
    // Only the Deployment controller writes this label, and it names the ReplicaSet <deployment>-<hash>.
    const suffix = `-${pod.metadata.labels?.['pod-template-hash'] ?? ''}`;
    const ofDeployment = kind === 'ReplicaSet' && suffix.length > 1 && name.endsWith(suffix);
    return ofDeployment ? { kind: 'Deployment', name: name.slice(0, -suffix.length), owner: undefined } : { kind, name, owner: undefined };
  }
}

const views = new WeakMap<ClusterState, ClusterView>();

/** The view of a state, one for all who ask, so that its indexes are built once. */
export function viewOf(state: ClusterState): ClusterView {
  const known = views.get(state);
  if (known !== undefined) return known;
  const view = new ClusterView(state);
  views.set(state, view);
  return view;
}

/** Names an object in evidence. */
export function refOf(object: KubeObject): ObjectRef {
  const namespace = namespaceOf(object);
  const { name } = object.metadata;
  return namespace === undefined ? { kind: object.kind, name } : { kind: object.kind, namespace, name };
}

function namespaceOf(object: KubeObject): string | undefined {
  return 'namespace' in object.metadata ? object.metadata.namespace : undefined;
}

function controllerOf(references: readonly OwnerReference[] | undefined): OwnerReference | undefined {
  return references?.find(({ controller }) => controller === true);
}

function keyOf(...parts: readonly string[]): string {
  return parts.join('\0');
}

/** The replicas of a workload stand together, and share their labels where storage has put them together. */
function groupByLabel(pods: readonly Pod[]): Steps<Groups<Pod>> {
  let [last, keys]: [Labels | undefined, readonly string[]] = [undefined, []];
  return groupBy(pods, (groups, pod) => {
    const { labels } = pod.metadata;
    if (labels !== last) [last, keys] = [labels, Object.entries(labels ?? {}).map(([key, value]) => keyOf(key, value))];
    for (const key of keys) groups.add(key, pod);
  });
}

function addByIP(pods: Groups<Pod>, pod: Pod): void {
  for (const { ip } of pod.status?.podIPs ?? []) pods.add(ip, pod);
}

/** By namespace, then name: so no key of the two has to be made and kept. */
type ByName = Map<string, Map<string, KubeObject>>;

/** @param objects sorted by namespace */
function* byName(objects: readonly KubeObject[]): Steps<ByName> {
  const named: ByName = new Map();
  let there = new Map<string, KubeObject>();
  let last: string | undefined;
  yield* stepThrough(objects, (object) => {
    const namespace = namespaceOf(object) ?? '';
    if (namespace !== last) {
      there = new Map();
      named.set(namespace, there);
      last = namespace;
    }
    there.set(object.metadata.name, object);
  });
  return named;
}
