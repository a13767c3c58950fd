import { refOf, type ClusterView } from '../../../cluster/index.js';
import { routedControllers, type RuleRef } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { controllerKinds, deadRules, evidenceOf, ingressOf, tellRule, type DeadRule } from './served-rules.js';

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
    for (const dead of deadRules(view)) {
      yield;
      if (!dead.isDuplicate || dead.by === null) continue;
      const winner = ingressOf(view, dead.by.name);
      const isSame = backendOf(view, dead.controller, dead.by) === tellBackend(dead);
      yield {
        subject: refOf(dead.ingress),
        severity: isSame ? 'warning' : 'error',
        detail: `${tellRule(dead.route)} is in Ingress ${dead.by.name} too, which wins at ${dead.controller}${isSame ? '; both lead to the same backend' : ''}.`,
        evidence: [evidenceOf(dead.ingress, dead.route), ...(winner === undefined ? [] : [evidenceOf(winner, dead.by)])],
      };
    }
  },
};

function tellBackend({ route: { backend } }: DeadRule): string {
  return JSON.stringify(backend);
}

function backendOf(view: ClusterView, controller: string, { name, host, path }: RuleRef): string {
  const routing = routedControllers(view).find((each) => each.controller.name === controller)?.routing;
  const route = routing?.routes().find((each) => each.dead === undefined && each.name === name && each.host === host && each.path === path);
  return JSON.stringify(route?.backend ?? null);
}
