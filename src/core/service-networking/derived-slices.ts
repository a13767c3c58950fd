import { finish, type Steps } from '../analysis/index.js';
import { compareText, ClusterView, type ClusterState, type EndpointSlice, type KindName, type ObjectOf, type Service } from '../cluster/index.js';
import { hasSelector } from './endpoint-pods.js';
import { isMirrored, slicesOfEndpoints } from './slices-of-endpoints.js';
import { asksForTopologyHints, slicesOfPods } from './slices-of-pods.js';

/**
 * Where the EndpointSlices of a Service come from.
 * - `snapshot`: they are in it, or it vouches for there being none
 * - `pods`: made of the pods that its selector matches, as the EndpointSlice controller makes them
 * - `endpoints`: made of its Endpoints object, as the EndpointSliceMirroring controller makes them
 * - `unknown`: the snapshot holds neither slices nor what they are made of
 */
export type SliceSource = 'snapshot' | 'pods' | 'endpoints' | 'unknown';

/** A view in which every Service has its EndpointSlices, as far as they can be told. */
export interface SlicedView {
  readonly view: ClusterView;
  sourceOf(service: Service): SliceSource;
  /** What must be said of an answer on this Service: that its slices were derived, and what that leaves open. */
  warningsOf(service: Service): string[];
  /** The same of an answer on all Services; empty where nothing was derived. */
  readonly warnings: readonly string[];
}

const known = new WeakMap<ClusterState, SlicedView>();

/** The kinds that {@link withSlices} reads. */
export const slicedKinds = ['EndpointSlice', 'Endpoints', 'Node', 'Pod', 'Service'] as const satisfies readonly KindName[];

/**
 * The view itself where the snapshot vouches for its EndpointSlices; otherwise one to which those of each Service are added of which it holds none. Made once for a state.
 * Every analysis that reads slices reads them through this.
 */
export function withSlices(view: ClusterView): SlicedView {
  return known.get(view.state) ?? finish(sliceSteps(view));
}

/** What {@link withSlices} does, step by step: where a snapshot of many Services has no slices it takes long. Afterwards {@link withSlices} has them at once. */
export function* sliceSteps(view: ClusterView): Steps<SlicedView> {
  const made = known.get(view.state);
  if (made !== undefined) return made;
  const sliced = yield* derive(view);
  known.set(view.state, sliced);
  return sliced;
}

function* derive(view: ClusterView): Steps<SlicedView> {
  const sources = new Map<Service, SliceSource>();
  const derived: EndpointSlice[] = [];
  if (!view.covers('EndpointSlice')) {
    for (const service of view.objects('Service')) {
      yield;
      if (view.covers('EndpointSlice', service.metadata.namespace) || view.slicesOf(service).length > 0) continue;
      const { source, slices } = slicesFor(view, service);
      sources.set(service, source);
      derived.push(...slices);
    }
  }
  const slices = [...view.objects('EndpointSlice'), ...derived].sort((a, b) => compareText(a.metadata.namespace, b.metadata.namespace) || compareText(a.metadata.name, b.metadata.name));
  const sourceOf = (service: Service) => sources.get(service) ?? 'snapshot';
  return {
    view: derived.length === 0 ? view : new ViewWithSlices(view.state, slices),
    sourceOf,
    warningsOf: (service) => warningsOf(service, sourceOf(service)),
    warnings: warningsOfAll([...sources.values()]),
  };
}

function slicesFor(view: ClusterView, service: Service): { source: SliceSource; slices: readonly EndpointSlice[] } {
  const { namespace, name } = service.metadata;
  if (service.spec.type === 'ExternalName') return { source: 'snapshot', slices: [] };
  if (hasSelector(service) && view.covers('Pod', namespace)) return { source: 'pods', slices: slicesOfPods(view, service) };
  const endpoints = view.get('Endpoints', namespace, name);
  // The API server itself writes slices beside the Endpoints of default/kubernetes, which it marks so that nobody mirrors them.
  const isOfServer = namespace === 'default' && name === 'kubernetes';
  if (endpoints !== undefined && (isOfServer || hasSelector(service) || isMirrored(endpoints))) return { source: 'endpoints', slices: slicesOfEndpoints(endpoints, service) };
  return endpoints !== undefined || view.covers('Endpoints', namespace) ? { source: 'endpoints', slices: [] } : { source: 'unknown', slices: [] };
}

function warningsOf(service: Service, source: SliceSource): string[] {
  if (source === 'snapshot') return [];
  if (source === 'unknown') return [`The snapshot holds neither EndpointSlices nor Endpoints${hasSelector(service) ? ' nor the Pods' : ''} of this Service: its endpoints are not known.`];
  if (source === 'endpoints') return ['The snapshot holds no EndpointSlices: those of this Service were made of its Endpoints, which tell neither whether an endpoint is being shut down nor hints.'];
  const hints = asksForTopologyHints(service) ? [' Its topology hints, which depend on the CPUs of the nodes, are left out.'] : [];
  return [`The snapshot holds no EndpointSlices: those of this Service were made of its Pods, as the EndpointSlice controller makes them.${hints.join('')}`];
}

function warningsOfAll(sources: readonly SliceSource[]): string[] {
  const number = (source: SliceSource) => sources.filter((each) => each === source).length;
  const told = [
    ...(number('pods') === 0 ? [] : [`The EndpointSlices of Services that the snapshot does not hold were made of their Pods: ${number('pods')}.`]),
    ...(number('endpoints') === 0 ? [] : [`The EndpointSlices of Services that the snapshot does not hold were made of their Endpoints: ${number('endpoints')}.`]),
    ...(number('unknown') === 0 ? [] : [`Services whose endpoints are not known, as the snapshot holds neither EndpointSlices nor what they are made of: ${number('unknown')}.`]),
  ];
  return told;
}

/** A state, and slices in the place of its own. */
class ViewWithSlices extends ClusterView {
  readonly #slices: readonly EndpointSlice[];

  constructor(state: ClusterState, slices: readonly EndpointSlice[]) {
    super(state);
    this.#slices = slices;
  }

  override objects<K extends KindName>(kind: K): readonly ObjectOf<K>[] {
    return kind === 'EndpointSlice' ? (this.#slices as readonly KindsObject[] as readonly ObjectOf<K>[]) : super.objects(kind);
  }
}

type KindsObject = ObjectOf<KindName>;
