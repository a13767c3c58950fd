import { enumerate, finish, nearest, type Steps } from '../analysis/index.js';
import type { ClusterState, ClusterView } from '../cluster/index.js';
import { InputError } from '../errors.js';
import type { Controller, RoutedController, Routing } from './controller.js';
import { controllerKinds, generic } from './controllers/catalogue.js';
import { controllersOf, controllerSteps, kindOf } from './discovery/discover.js';
import { gatewayControllers } from './gateway/gateways.js';
import { servedBy } from './ownership/owners.js';

/** By state and name of the controller; null where the kind is not modelled. */
const built = new WeakMap<ClusterState, Map<string, Routing | null>>();

/** How a controller routes what it serves, built once; undefined where its kind is not modelled. */
export function routingOf(view: ClusterView, controller: Controller): Routing | undefined {
  return finish(routingSteps(view, controller));
}

function* routingSteps(view: ClusterView, controller: Controller): Steps<Routing | undefined> {
  const ofState = built.get(view.state) ?? new Map<string, Routing | null>();
  built.set(view.state, ofState);
  let routing = ofState.get(controller.name);
  if (routing === undefined) {
    const kind = kindOf(controller);
    const served = isStandIn(controller) ? view.objects('Ingress') : servedBy(view, controller);
    routing = (kind.routingSteps === undefined ? kind.routing?.(controller, served, view) : yield* kind.routingSteps(controller, served, view)) ?? null;
    ofState.set(controller.name, routing);
  }
  return routing ?? undefined;
}

/** The controllers of Ingresses, each with its routing. */
export function routedControllers(view: ClusterView): readonly RoutedController[] {
  return controllersOf(view).map((controller) => ({ controller, routing: routingOf(view, controller) }));
}

/** Builds, step by step, what {@link routedControllers} then has at once, and the whole table of each. */
export function* routedControllerSteps(view: ClusterView): Steps<void> {
  for (const controller of yield* controllerSteps(view)) {
    yield;
    const routing = yield* routingSteps(view, controller);
    yield;
    routing?.routes();
  }
}

/**
 * Those that a caller means: all where nothing is written, Gateways too, the one of that name, or those of that kind. Where the snapshot has none of a kind that is modelled,
 * one stands in for it with its default flags, which serves every Ingress.
 *
 * @param pointer where it is written in the request
 * @throws InputError `invalid-request` for what is neither a name nor a kind
 */
export function chooseControllers(view: ClusterView, written: string | undefined, pointer: string): readonly RoutedController[] {
  const all = [...routedControllers(view), ...gatewayControllers(view)];
  if (written === undefined) return all;
  const named = all.filter(({ controller }) => controller.name === written);
  if (named.length > 0) return named;
  const ofKind = all.filter(({ controller }) => controller.kind === written);
  if (ofKind.length > 0) return ofKind;
  const kind = controllerKinds.find((each) => each.kind === written);
  if (kind?.routing !== undefined) {
    const controller = standInOf(kind.kind);
    return [{ controller, routing: routingOf(view, controller) }];
  }
  throw unknownController(written, all.map(({ controller }) => controller.name), pointer);
}

function isStandIn({ name, kind }: Controller): boolean {
  return name === kind;
}

function standInOf(kind: string): Controller {
  const warnings = kind === generic.kind ? [] : [`The snapshot has no ${kind}: one with its default flags stands in for it, which serves every Ingress.`];
  return { kind, name: kind, flags: new Map(), evidence: [], warnings };
}

function unknownController(written: string, names: readonly string[], pointer: string): InputError {
  const kinds = controllerKinds.filter((each) => each.routing !== undefined).map(({ kind }) => kind);
  const near = nearest(written, [...names, ...kinds]);
  const hint = near.length > 0 ? `near: ${near.join(', ')}` : `controllers of the snapshot: ${names.length === 0 ? 'none' : enumerate(names, 5)}; kinds that can stand in: ${enumerate(kinds)}`;
  const detail = `There is no controller “${written.slice(0, 100)}”; ${hint}.`;
  return new InputError('invalid-request', detail, [{ pointer, detail }]);
}
