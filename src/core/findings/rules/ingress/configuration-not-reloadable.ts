import { enumerate } from '../../../analysis/index.js';
import { refOf } from '../../../cluster/index.js';
import { ingressNginxControllers } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { controllerKinds, evidenceOf, ingressOf } from './served-rules.js';

export const configurationNotReloadable: Rule = {
  id: 'configuration-not-reloadable',
  code: 'ING-020',
  severity: 'critical',
  title: 'nginx refuses the configuration that the Ingresses come to',
  checks:
    'The Ingresses of an ingress-nginx render to a configuration that nginx does not load: Prefix `/x` and Prefix `/x/` on one host, a path or an alias that is no regular expression where one is needed, an unknown variable in a target, a name that is none; ' +
    'or a canary with a rule without http, on which the controller crashes. Quiet where the two paths are on different hosts, or one of them loses to the other, or the host is in regex mode.',
  why: 'What was loaded before runs on: no later change of any Ingress, endpoint or certificate takes effect, and a controller that restarts has nothing to serve.',
  fix: 'Take out one of the two, or correct the path, alias or target.',
  source: 'nginx src/http/ngx_http.c, ngx_http_join_exact_locations, 1.27.1; kubernetes/ingress-nginx internal/ingress/controller/location.go, updateServerLocations, and controller.go, syncIngress, v1.15.1',
  reads: ['Ingress'],
  consults: controllerKinds,
  *check(view) {
    for (const { controller, routing } of ingressNginxControllers(view)) {
      for (const { reason, ingresses, rules } of routing.faults) {
        yield;
        const [subject, ...others] = ingresses.flatMap((name) => ingressOf(view, name) ?? []);
        if (subject === undefined) continue;
        const with_ = others.length === 0 ? '' : ` (with ${enumerate(others.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))})`;
        const evidence = rules.flatMap((rule) => {
          const of = ingressOf(view, rule.name);
          return of === undefined ? [] : [evidenceOf(of, rule)];
        });
        yield { subject: refOf(subject), detail: `nginx of ${controller.name} does not load it${with_}: ${reason}.`, evidence: evidence.length === 0 ? [refOf(subject)] : evidence };
      }
    }
  },
};
