import { refOf } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { controllerKinds, deadRules, evidenceOf, tellRule } from './served-rules.js';

export const ruleShadowed: Rule = {
  id: 'rule-shadowed',
  code: 'ING-006',
  severity: 'warning',
  title: 'A rule of an Ingress can get no request',
  checks:
    'In the routing table of its controller every request that the rule asks for is taken by something before it: a longer pattern, app-root, a canary that claims its Service, a path that no normalised request has, … ' +
    'Quiet where a request is left for it, and for the same path in two Ingresses, which another rule tells.',
  why: 'The rule looks as if it were served, and is not.',
  fix: 'Take the rule out, or what stands before it.',
  source: 'kubernetes/ingress-nginx internal/ingress/controller/controller.go, getBackendServers, mergeAlternativeBackends, v1.15.1; nginx src/http/ngx_http_core_module.c, ngx_http_core_find_location, 1.27.1',
  reads: ['Ingress'],
  consults: controllerKinds,
  *check(view) {
    for (const dead of deadRules(view)) {
      yield;
      if (dead.isDuplicate) continue;
      const by = dead.by === null ? '' : ` (${dead.by.name}: ${tellRule(dead.by)})`;
      yield { subject: refOf(dead.ingress), detail: `${tellRule(dead.route)} gets no request at ${dead.controller}: ${dead.reason}${by}.`, evidence: [evidenceOf(dead.ingress, dead.route)] };
    }
  },
};
