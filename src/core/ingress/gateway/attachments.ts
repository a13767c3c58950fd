import type { ClusterView, Gateway } from '../../cluster/index.js';
import type { Condition } from './condition.js';
import { commonHosts, covers } from './hostname.js';
import type { Implementation } from './implementation.js';
import { allowsNamespace, type Listener } from './listeners.js';
import { nameOf, type ParentRef, type RouteObject } from './route-object.js';

/** A route at a listener that takes it. */
export interface Attachment {
  readonly route: RouteObject;
  readonly listener: Listener;
  /** The hosts that both have; never empty. */
  readonly hosts: readonly string[];
}

/** What one `parentRef` of a route to a Gateway comes to. */
export interface ParentOutcome {
  readonly route: RouteObject;
  /** Where it stands in `spec.parentRefs`, from 0. */
  readonly index: number;
  readonly parentRef: ParentRef;
  readonly accepted: Condition;
  readonly attachments: readonly Attachment[];
  readonly warnings: readonly string[];
}

/** The references of a route to a Gateway, with their place in the list. */
export function parentRefsTo(route: RouteObject, gateway: Gateway): { readonly index: number; readonly parentRef: ParentRef }[] {
  return (route.spec.parentRefs ?? []).flatMap((parentRef, index) => (refersTo(route, parentRef, gateway) ? { index, parentRef } : []));
}

function refersTo(route: RouteObject, { group, kind, namespace = route.metadata.namespace, name }: ParentRef, { metadata }: Gateway): boolean {
  return group === 'gateway.networking.k8s.io' && kind === 'Gateway' && namespace === metadata.namespace && name === metadata.name;
}

/**
 * Where a route is attached by one of its references, and why not: the listeners that the reference selects, of these those that let its kind
 * and namespace in, of these those that share a host with it.
 *
 * Source: gateway-api v1.6 apis/v1/shared_types.go, ParentReference and RouteConditionReason
 */
export function attach(view: ClusterView, route: RouteObject, index: number, parentRef: ParentRef, listeners: readonly Listener[]): ParentOutcome {
  const selected = listeners.filter(({ name, port }) => (parentRef.sectionName ?? name) === name && (parentRef.port ?? port) === port);
  const admitted = selected.map((listener) => ({ listener, admits: admits(view, listener, route) })).filter(({ admits: is }) => is !== false);
  const unsure = admitted.filter(({ admits: is }) => is === 'unknown');
  const warnings = unsure.length === 0 ? [] : [`The snapshot does not know the labels of Namespace ${route.metadata.namespace}: its routes were taken to be let in by listener ${unsure[0]?.listener.name}.`];
  const attachments = admitted.flatMap(({ listener }) => {
    const hosts = commonHosts(listener.hostname, route.spec.hostnames ?? []);
    return hosts.length === 0 ? [] : { route, listener, hosts };
  });
  return { route, index, parentRef, accepted: acceptance(route, parentRef, selected, admitted.length, attachments), attachments, warnings };
}

function admits(view: ClusterView, listener: Listener, { kind, metadata }: RouteObject): boolean | 'unknown' {
  return listener.kinds.includes(kind) && allowsNamespace(view, listener, metadata.namespace);
}

function acceptance(route: RouteObject, parentRef: ParentRef, selected: readonly Listener[], admitted: number, attachments: readonly Attachment[]): Condition {
  if (selected.length === 0) return refusal('NoMatchingParent', `the Gateway has no listener ${tellReference(parentRef)}`);
  if (admitted === 0) {
    const takesKind = selected.some(({ kinds }) => kinds.includes(route.kind));
    return refusal('NotAllowedByListeners', takesKind ? `no listener lets routes of namespace ${route.metadata.namespace} in` : `no listener takes a ${route.kind}`);
  }
  if (attachments.length === 0) return refusal('NoMatchingListenerHostname', 'no listener has a host in common with it');
  if (!attachments.some(({ listener }) => listener.isAccepted)) return refusal('NoMatchingParent', 'no listener that would take it is valid');
  return { type: 'Accepted', status: 'True', reason: 'Accepted', detail: `taken by listener ${attachments.map(({ listener }) => listener.name).join(', ')}` };
}

function refusal(reason: string, detail: string): Condition {
  return { type: 'Accepted', status: 'False', reason, detail };
}

function tellReference({ sectionName, port }: ParentRef): string {
  const parts = [...(sectionName === undefined ? [] : [`of the name ${sectionName}`]), ...(port === undefined ? [] : [`on port ${port}`])];
  return parts.length === 0 ? 'at all' : parts.join(' and ');
}

/**
 * Of an HTTPRoute and a GRPCRoute that share hosts at a listener the younger is not accepted. Routes come the oldest first.
 *
 * Source: gateway-api v1.6 apis/v1/grpcroute_types.go, GRPCRouteSpec.Hostnames
 */
export function keepKindsApart(outcomes: readonly ParentOutcome[], implementation: Implementation): readonly ParentOutcome[] {
  const kinds = new Set(outcomes.map(({ route }) => route.kind));
  if (!implementation.keepsKindsApart || kinds.size < 2) return outcomes;
  const kept: Attachment[] = [];
  return outcomes.map((outcome) => {
    const attachments = outcome.attachments.filter((mine) => !kept.some((older) => collide(older, mine)));
    if (attachments.length === 0 && outcome.attachments.length > 0) {
      const winner = kept.find((older) => outcome.attachments.some((mine) => collide(older, mine)));
      const detail = winner && `${winner.route.kind} ${nameOf(winner.route)} is older and has its hosts`;
      return { ...outcome, attachments, accepted: detail === undefined ? outcome.accepted : refusal('NotAllowedByListeners', detail) };
    }
    kept.push(...attachments);
    return { ...outcome, attachments };
  });
}

function collide(older: Attachment, younger: Attachment): boolean {
  if (older.listener !== younger.listener || older.route.kind === younger.route.kind) return false;
  return older.hosts.some((a) => younger.hosts.some((b) => covers(a, b) || covers(b, a)));
}
