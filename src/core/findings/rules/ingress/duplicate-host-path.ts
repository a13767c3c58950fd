import { refOf, type ClusterView } from '../../../cluster/index.js';
import { routedControllers, type RuleRef } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { controllerKinds, deadRules, evidenceOf, ingressOf, tellRule } from './served-rules.js';

export const duplicateHostPath: Rule = {
  id: 'duplicate-host-path',
  code: 'ING-005',
  severity: 'error',
  title: 'Two Ingresses have the same host and path',
  checks:
    'At one controller two Ingresses name the same host, path and path type, and its own rule lets only one of them count: the older one at ingress-nginx. An error where they lead to different backends, else a warning. ' +
    'Quiet for canaries, for Ingresses of different controllers, and for controllers whose routing is not modelled.',
  why: 'One of the two rules never gets a request, and which one may change when an Ingress is made anew.',
  fix: 'Leave the path in one Ingress, or mark the other as a canary where both are meant.',
  source: 'kubernetes/ingress-nginx internal/ingress/controller/controller.go, getBackendServers, and store/store.go, sortIngressSlice, v1.15.1',
  reads: ['Ingress'],
  consults: controllerKinds,
  *check(view) {
    const served = backendsOfServed(view);
    for (const dead of deadRules(view)) {
      yield;
      if (!dead.isDuplicate || dead.by === null) continue;
      const winner = ingressOf(view, dead.by.name);
      const isSame = served.get(keyOf(dead.controller, dead.by)) === JSON.stringify(dead.route.backend);
      yield {
        subject: refOf(dead.ingress),
        severity: isSame ? 'warning' : 'error',
        detail: `${tellRule(dead.route)} is in Ingress ${dead.by.name} too, which wins at ${dead.controller}${isSame ? '; both lead to the same backend' : ''}.`,
        evidence: [evidenceOf(dead.ingress, dead.route), ...(winner === undefined ? [] : [evidenceOf(winner, dead.by)])],
      };
    }
  },
};

/** The backend of each rule that gets requests, by controller and rule. */
function backendsOfServed(view: ClusterView): ReadonlyMap<string, string> {
  const served = new Map<string, string>();
  for (const { controller, routing } of routedControllers(view)) {
    for (const route of routing?.routes() ?? []) if (route.dead === undefined) served.set(keyOf(controller.name, route), JSON.stringify(route.backend));
  }
  return served;
}

function keyOf(controller: string, { name, host, path }: RuleRef): string {
  return JSON.stringify([controller, name, host, path]);
}
