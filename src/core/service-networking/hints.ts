import type { Evidence } from '../analysis/index.js';
import { refOf, type ClusterView, type EndpointSlice, type Service } from '../cluster/index.js';
import { asksForTopologyHints } from './slices-of-pods.js';

/** What kube-proxy makes of the topology hints of a Service over the nodes. */
export interface HintEffect {
  /** What the Service asks for: `PreferSameZone`, `Auto`, … */
  readonly asked: string;
  readonly field: string;
  /** Ready endpoints, and those of them without a hint of the sort that is asked for. */
  readonly ready: number;
  readonly unhinted: number;
  readonly nodes: number;
  readonly nodesWithoutZone: readonly string[];
  readonly zones: number;
  /** Zones with nodes, for which no ready endpoint is hinted. */
  readonly zonesWithout: readonly string[];
  readonly evidence: readonly Evidence[];
}

const zoneLabel = 'topology.kubernetes.io/zone';

/**
 * Undefined where a Service does not ask for hints, has no ready endpoint, or all nodes are in one zone, so that nothing can be kept near. A Service that prefers its own node falls back on its zone, and is judged by that.
 *
 * Source: kubernetes v1.37.2 pkg/proxy/topology.go, topologyModeFromHints.
 */
export function hintsOf(view: ClusterView, service: Service): HintEffect | undefined {
  const { spec, metadata } = service;
  const byAnnotation = asksForTopologyHints(service);
  const asked = byAnnotation ? 'Auto' : (spec.trafficDistribution ?? '');
  if (asked === '' || spec.clusterIP === 'None' || spec.type === 'ExternalName') return undefined;
  const ready = view.slicesOf(service).flatMap((slice) => slice.endpoints.filter(({ conditions }) => conditions.ready).map((endpoint) => ({ slice, endpoint })));
  const zones = new Map<string, number>();
  const nodesWithoutZone: string[] = [];
  for (const node of view.objects('Node')) {
    const zone = node.metadata.labels?.[zoneLabel] ?? '';
    if (zone === '') nodesWithoutZone.push(node.metadata.name);
    else zones.set(zone, (zones.get(zone) ?? 0) + 1);
  }
  if (ready.length === 0 || (zones.size < 2 && nodesWithoutZone.length === 0) || (zones.size === 0 && nodesWithoutZone.length < 2)) return undefined;
  const unhinted = ready.filter(({ endpoint }) => (endpoint.hints?.forZones ?? []).length === 0);
  const hinted = new Set(ready.flatMap(({ endpoint }) => (endpoint.hints?.forZones ?? []).map(({ name }) => name)));
  const zonesWithout = [...zones.keys()].filter((zone) => !hinted.has(zone)).sort();
  const annotation = metadata.annotations?.['service.kubernetes.io/topology-aware-hints'] === undefined ? 'service.kubernetes.io/topology-mode' : 'service.kubernetes.io/topology-aware-hints';
  return {
    asked,
    field: byAnnotation ? `metadata.annotations[${annotation}]` : 'spec.trafficDistribution',
    ready: ready.length,
    unhinted: unhinted.length,
    nodes: view.objects('Node').length,
    nodesWithoutZone,
    zones: zones.size,
    zonesWithout,
    evidence: evidenceOf((unhinted[0] ?? ready[0])?.slice, nodesWithoutZone),
  };
}

function evidenceOf(slice: EndpointSlice | undefined, nodesWithoutZone: readonly string[]): Evidence[] {
  return [...(slice === undefined ? [] : [{ ...refOf(slice), field: 'endpoints' }]), ...nodesWithoutZone.slice(0, 2).map((name) => ({ kind: 'Node', name, field: `metadata.labels[${zoneLabel}]` }))];
}
