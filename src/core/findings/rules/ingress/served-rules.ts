import type { Evidence } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Ingress } from '../../../cluster/index.js';
import { routedControllers, type Route, type RuleRef } from '../../../ingress/index.js';

/** A rule of an Ingress that no request can take, at one controller. */
export interface DeadRule {
  readonly ingress: Ingress;
  readonly controller: string;
  readonly route: Route;
  readonly reason: string;
  readonly by: RuleRef | null;
  readonly isDuplicate: boolean;
}

/** The rules of Ingresses in the tables of all controllers that no request can take. */
export function* deadRules(view: ClusterView): Generator<DeadRule> {
  for (const { controller, routing } of routedControllers(view)) {
    for (const route of routing?.routes() ?? []) {
      const { dead, kind, name } = route;
      const ingress = kind === 'Ingress' && dead !== undefined ? ingressOf(view, name) : undefined;
      if (ingress === undefined || dead === undefined) continue;
      yield { ingress, controller: controller.name, route, reason: dead.reason, by: dead.by, isDuplicate: isDuplicate(route, dead.by) };
    }
  }
}

/** The same host and path in another Ingress. */
function isDuplicate(route: Route, by: RuleRef | null): boolean {
  return by !== null && by.kind === 'Ingress' && by.name !== route.name && by.host === route.host && by.path === route.path && !route.notes.includes('canary');
}

export function ingressOf(view: ClusterView, name: string): Ingress | undefined {
  const [namespace = '', of = ''] = name.split('/');
  return view.get('Ingress', namespace, of);
}

/** `shop.example/cart`; of a rule for any host the path alone. */
export function tellRule({ host, path }: RuleRef): string {
  return path === '' ? 'the default backend' : `${host}${path}`;
}

/** The path of an Ingress as evidence. */
export function evidenceOf(ingress: Ingress, { host, path }: RuleRef): Evidence {
  for (const [r, rule] of (ingress.spec.rules ?? []).entries()) {
    const p = (rule.host ?? '') === host ? (rule.http?.paths ?? []).findIndex((each) => (each.path ?? '/') === path) : -1;
    if (p !== -1) return { ...refOf(ingress), field: `spec.rules[${r}].http.paths[${p}]`, value: rule.http?.paths[p] };
  }
  return refOf(ingress);
}

/** Kinds by which controllers are found and set, and by which it is told what is behind their rules. */
export const controllerKinds = ['ConfigMap', 'DaemonSet', 'Deployment', 'EndpointSlice', 'IngressClass', 'Namespace', 'Pod', 'Service', 'StatefulSet'] as const;
