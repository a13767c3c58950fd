import { enumerate } from '../../../analysis/index.js';
import { refOf } from '../../../cluster/index.js';
import { ingressNginxControllers, regexSpreads } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { controllerKinds, evidenceOf, ingressOf, tellRule } from './served-rules.js';

export const regexModeSpread: Rule = {
  id: 'regex-mode-spread',
  code: 'ING-021',
  severity: 'warning',
  title: 'One Ingress makes the paths of others on its host patterns without case',
  checks:
    'On a host of ingress-nginx one Ingress has use-regex or a rewrite-target, so that nginx compares every path of the host as a regular expression without case that need only begin with it; and a request exists that a rule of another Ingress takes for it, ' +
    'though a third rule was written for it and leads elsewhere. Told once a host, with the request. Quiet where only undeclared paths are taken, or both rules lead to one backend.',
  why: 'Exact and Prefix take requests that they do not name, such as /foobar for /foo.',
  fix: 'Give the paths with regular expressions a host of their own, or write all paths of the host as regular expressions that end with $ or /.',
  source: 'kubernetes/ingress-nginx internal/ingress/controller/template/template.go, enforceRegexModifier, buildLocation, v1.15.1',
  reads: ['Ingress'],
  consults: controllerKinds,
  *check(view) {
    for (const { controller, routing } of ingressNginxControllers(view)) {
      yield;
      for (const { hostname, causes, path, taken, meant } of regexSpreads(routing.run)) {
        const ingress = ingressOf(view, taken.name);
        if (ingress === undefined) continue;
        yield {
          subject: refOf(ingress),
          detail: `${hostname === '_' ? '' : hostname}${path} goes to ${tellRule(taken)} rather than to ${tellRule(meant)} of ${meant.name} at ${controller.name}, as ${enumerate(causes, 3)} ${causes.length === 1 ? 'asks' : 'ask'} for regular expressions on the host.`,
          evidence: [evidenceOf(ingress, taken)],
        };
      }
    }
  },
};
