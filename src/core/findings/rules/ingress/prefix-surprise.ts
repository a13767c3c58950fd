import { refOf } from '../../../cluster/index.js';
import { ingressNginxControllers, type Route } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { controllerKinds, evidenceOf, ingressOf, tellRule } from './served-rules.js';

export const prefixSurprise: Rule = {
  id: 'prefix-surprise',
  code: 'ING-007',
  severity: 'info',
  title: 'A path of an Ingress does not match what it looks like',
  checks:
    'At ingress-nginx, on a host without regular expressions: a path is written as a pattern (`/*`, `/api/.*`, `(/|$)`), which is compared letter by letter; a prefix ends in `-`, `_` or `.` as if it were one of text, while prefixes end at slashes; ' +
    'an Exact path ends in a slash, and the same path without it is redirected rather than served. Quiet on hosts with use-regex or rewrite-target, and where another rule takes the path without the slash.',
  why: 'Requests that seem to be covered are answered by another rule, or with 404.',
  fix: 'Write the prefix up to a slash, or set nginx.ingress.kubernetes.io/use-regex for a pattern.',
  source: 'kubernetes/ingress-nginx internal/ingress/controller/location.go, updateServerLocations, and template/template.go, buildLocation, v1.15.1; kubernetes/website concepts/services-networking/ingress.md, “Path types”',
  reads: ['Ingress'],
  consults: controllerKinds,
  *check(view) {
    for (const { controller, routing } of ingressNginxControllers(view)) {
      const routes = routing.routes();
      const served = new Set(routes.flatMap((route) => (route.dead === undefined ? [keyOf(route.host, route.path)] : [])));
      for (const route of routes) {
        yield;
        const ingress = ingressOf(view, route.name);
        const reason = ingress === undefined || route.dead !== undefined || !isPlain(route) ? undefined : surprise(route, served);
        if (ingress === undefined || reason === undefined) continue;
        yield { subject: refOf(ingress), detail: `${tellRule(route)} (${route.pathType}) ${reason} at ${controller.name}.`, evidence: [evidenceOf(ingress, route)] };
      }
    }
  },
};

/** A location that is no regular expression. */
function isPlain({ matcher, path }: Route): boolean {
  return path !== '' && matcher.startsWith('location ') && !matcher.startsWith('location ~');
}

function surprise(route: Route, served: ReadonlySet<string>): string | undefined {
  const { path, pathType, host } = route;
  if (/[*^$|\\[\]()]/.test(path)) return 'is written as a pattern and compared letter by letter';
  if (pathType !== 'Exact') return /[-_.]$/.test(path) ? `takes ${path} and ${path}/… only, and not what continues the text` : undefined;
  const bare = path.slice(0, -1);
  return path.endsWith('/') && path !== '/' && !served.has(keyOf(host, bare)) ? `does not serve ${bare}, which is redirected to it` : undefined;
}

function keyOf(host: string, path: string): string {
  return `${host} ${path}`;
}
