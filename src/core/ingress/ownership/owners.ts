import { refOf, type ClusterState, type ClusterView, type Ingress } from '../../cluster/index.js';
import type { Controller, Ownership } from '../controller.js';
import { controllersOf, kindOf } from '../discovery/discover.js';

export interface Verdict extends Ownership {
  readonly controller: Controller;
}

/** An Ingress, and what each controller makes of it. */
export interface IngressOwners {
  readonly ingress: Ingress;
  /** `namespace/name`. */
  readonly name: string;
  readonly owners: readonly Verdict[];
  /** Those that do not own it, and why. */
  readonly others: readonly Verdict[];
}

const known = new WeakMap<ClusterState, readonly IngressOwners[]>();

/** Every Ingress with its owners, by namespace and name. Decided once for a state. */
export function ownersOf(view: ClusterView): readonly IngressOwners[] {
  const found = known.get(view.state);
  if (found !== undefined) return found;
  const controllers = controllersOf(view);
  const decided = view.objects('Ingress').map((ingress) => decide(view, controllers, ingress));
  known.set(view.state, decided);
  return decided;
}

/** The Ingresses that go into the configuration of a controller. */
export function servedBy(view: ClusterView, controller: Controller): Ingress[] {
  return ownersOf(view).flatMap(({ ingress, owners }) => (owners.some((each) => each.controller === controller && each.served) ? [ingress] : []));
}

function decide(view: ClusterView, controllers: readonly Controller[], ingress: Ingress): IngressOwners {
  const { namespace = '', name } = refOf(ingress);
  const verdicts = controllers.map((controller) => ({ controller, ...kindOf(controller).owns(controller, ingress, view) }));
  return { ingress, name: `${namespace}/${name}`, owners: verdicts.filter((each) => each.owned), others: verdicts.filter((each) => !each.owned) };
}
