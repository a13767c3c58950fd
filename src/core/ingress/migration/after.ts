import { ClusterView, readCluster, type ClusterState, type KindName } from '../../cluster/index.js';
import { GatewayRouting } from '../gateway/gateway-routing.js';
import { buildGateway } from '../gateway/model.js';
import { compareAge } from '../gateway/route-object.js';
import type { WrittenObject } from './objects.js';

/** How the written Gateway would route in the cluster of the snapshot, were the objects there and nothing else of Gateway API. */
export function routingAfter(view: ClusterView, objects: readonly WrittenObject[]): GatewayRouting | undefined {
  const written = readCluster(objects);
  const [gateway] = written.objects.Gateway;
  if (gateway === undefined) return undefined;
  const after = new ClusterView(withObjects(view.state, written));
  return new GatewayRouting(buildGateway(after, gateway, [...written.objects.HTTPRoute].sort(compareAge)));
}

function withObjects(state: ClusterState, written: ClusterState): ClusterState {
  const collected = { state: 'collected' } as const;
  const coverage = { ...state.coverage, Gateway: collected, HTTPRoute: collected, ReferenceGrant: collected, Namespace: state.coverage.Namespace };
  const kinds = ['Gateway', 'HTTPRoute', 'ReferenceGrant'] as const satisfies readonly KindName[];
  const objects = { ...state.objects, ...Object.fromEntries(kinds.map((kind) => [kind, written.objects[kind]])) };
  return { ...state, coverage, objects };
}
