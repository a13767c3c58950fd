import { enumerate, finish, type Steps } from '../../analysis/index.js';
import { compareText, refOf, type ClusterState, type ClusterView, type IngressClass } from '../../cluster/index.js';
import type { Controller, ControllerKind } from '../controller.js';
import { controllerKinds, other } from '../controllers/catalogue.js';
import { workloadSteps } from './workloads.js';

const found = new WeakMap<ClusterState, readonly Controller[]>();

/**
 * The ingress controllers of a cluster, by name: those whose workloads are there, those that run elsewhere and are told of, and those that only an IngressClass names. Found once for a state.
 *
 * A class whose controller runs in the cluster as a rule stands for one only where the snapshot may lack its workload.
 */
export function controllersOf(view: ClusterView): readonly Controller[] {
  return finish(controllerSteps(view));
}

/** What {@link controllersOf} does, step by step. */
export function* controllerSteps(view: ClusterView): Steps<readonly Controller[]> {
  const known = found.get(view.state);
  if (known !== undefined) return known;
  const controllers = yield* discover(view);
  found.set(view.state, controllers);
  return controllers;
}

/** The kind of a controller. */
export function kindOf({ kind }: Controller): ControllerKind {
  return controllerKinds.find((each) => each.kind === kind) ?? other;
}

/** Whether the snapshot holds the workloads whole, so that a controller that is not found does not run in the cluster. */
export function knowsWorkloads(view: ClusterView): boolean {
  return view.covers('Deployment') && view.covers('DaemonSet') && view.covers('StatefulSet');
}

/** The kind whose `spec.controller` a class has, where one is known by it. */
export function kindOfClass({ spec }: IngressClass): ControllerKind | undefined {
  return controllerKinds.find(({ classControllers }) => classControllers.includes(spec.controller ?? ''));
}

function* discover(view: ClusterView): Steps<Controller[]> {
  const running = controllerKinds.flatMap((kind) => present(kind, view));
  const byWorkload: Controller[] = [];
  for (const workload of yield* workloadSteps(view)) {
    yield;
    byWorkload.push(...controllerKinds.flatMap((kind) => kind.recognise(workload, view) ?? []));
  }
  const seen = distinct([...byWorkload, ...running]);
  const named = view.objects('IngressClass').filter((each) => !seen.some((controller) => kindOf(controller).servesClass(controller, each)));
  return distinct([...seen, ...standIns(view, named)]).sort((a, b) => compareText(a.name, b.name));
}

function present(kind: ControllerKind, view: ClusterView): Controller[] {
  const controller = kind.presence?.(view);
  return controller === undefined ? [] : [controller];
}

/** Each name once; two containers of one workload that could be it are one. */
function distinct(controllers: readonly Controller[]): Controller[] {
  const byName = new Map<string, Controller>();
  for (const controller of controllers) if (!byName.has(controller.name)) byName.set(controller.name, controller);
  return [...byName.values()];
}

function standIns(view: ClusterView, classes: readonly IngressClass[]): Controller[] {
  const byController = new Map<string, IngressClass[]>();
  for (const each of classes) {
    const name = each.spec.controller ?? '';
    if (name !== '') byController.set(name, [...(byController.get(name) ?? []), each]);
  }
  return [...byController].flatMap(([name, ofController]) => {
    const kind = kindOfClass(ofController[0]!);
    const evidence = ofController.map((each) => ({ ...refOf(each), field: 'spec.controller', value: name }));
    if (kind === undefined) return [{ kind: other.kind, name, flags: new Map<string, string>(), evidence, warnings: [] }];
    if (kind.runs === 'in-cluster' && knowsWorkloads(view)) return [];
    const classNames = enumerate(ofController.map(({ metadata }) => metadata.name), 3);
    return [{ kind: kind.kind, name, flags: new Map<string, string>(), evidence, warnings: [`The snapshot does not hold the workload of ${kind.title}, of which IngressClass ${classNames} tells: its flags were taken for their defaults.`] }];
  });
}
