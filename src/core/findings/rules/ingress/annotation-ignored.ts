import { enumerate } from '../../../analysis/index.js';
import { refOf } from '../../../cluster/index.js';
import { ownersOf, type Controller, type IngressOwners } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { isUnknown, ownershipConsults, ownershipReads } from './ingresses.js';

/** Prefixes of annotations, and the kinds of controllers that read them. */
const readers: readonly (readonly [prefix: string, kinds: readonly string[]])[] = [
  ['nginx.ingress.kubernetes.io/', ['ingress-nginx', 'traefik-nginx-provider']],
  ['nginx.org/', []],
  ['nginx.com/', []],
  ['traefik.ingress.kubernetes.io/', ['traefik', 'traefik-nginx-provider']],
  ['haproxy-ingress.github.io/', ['haproxy-ingress']],
  ['haproxy.org/', []],
  ['ingress.kubernetes.io/', ['haproxy-ingress', 'contour', 'kong', 'gce', 'istio']],
  ['projectcontour.io/', ['contour']],
  ['konghq.com/', ['kong']],
  ['alb.ingress.kubernetes.io/', ['aws-load-balancer-controller']],
  ['appgw.ingress.kubernetes.io/', []],
];

/** Source: kubernetes/ingress-nginx cmd/plugin/lints/ingress.go, GetIngressLints, v1.15.1. */
const removed = ['secure-backends', 'grpc-backend', 'add-base-url', 'base-url-scheme', 'session-cookie-hash', 'mirror-uri'];

export const annotationIgnored: Rule = {
  id: 'annotation-ignored',
  code: 'ING-015',
  severity: 'warning',
  title: 'An Ingress has annotations that its controller does not read',
  checks:
    'The controllers that own an Ingress read none of its annotations with the prefix of another controller (nginx.org/ with ingress-nginx, nginx.ingress.kubernetes.io/ with Traefik, …), or one that ingress-nginx has removed. ' +
    'Quiet where any owner reads the prefix, where an owner is not known here, for an Ingress without an owner, and for what no ingress controller reads (cert-manager.io/, external-dns…).',
  why: 'The setting has no effect: a rewrite, a redirect or an allow list that somebody relies on is not there.',
  fix: 'Write it in the annotations of the controller that owns the Ingress, or take it away.',
  source: 'kubernetes/ingress-nginx cmd/plugin/lints/ingress.go, v1.15.1; and the annotations of each controller’s documentation',
  reads: [...ownershipReads],
  consults: [...ownershipConsults],
  *check(view) {
    for (const each of ownersOf(view)) {
      yield;
      const ignored = ignoredBy(each);
      if (ignored.length === 0) continue;
      const kinds = [...new Set(each.owners.map(({ controller }) => controller.kind))];
      yield {
        subject: refOf(each.ingress),
        detail: `${enumerate(kinds)} ${kinds.length === 1 ? 'does' : 'do'} not read ${enumerate(ignored, 4)}.`,
        evidence: ignored.slice(0, 3).map((name) => ({ ...refOf(each.ingress), field: `metadata.annotations['${name}']`, value: each.ingress.metadata.annotations?.[name] })),
      };
    }
  },
};

function ignoredBy({ ingress, owners }: IngressOwners): string[] {
  const controllers = owners.map(({ controller }) => controller);
  if (controllers.length === 0 || controllers.some(isUnknown)) return [];
  return Object.keys(ingress.metadata.annotations ?? {}).filter((name) => {
    if (controllers.some((controller) => ownPrefixes(controller).some((prefix) => name.startsWith(prefix)))) return isRemoved(name, controllers);
    const reader = readers.find(([prefix]) => name.startsWith(prefix));
    if (reader === undefined) return false;
    return !reader[1].some((kind) => controllers.some((controller) => controller.kind === kind && !hasOtherPrefix(controller, reader[0])));
  });
}

/** ingress-nginx and haproxy-ingress can be told to read others. */
function ownPrefixes({ flags, kind }: Controller): string[] {
  const written = flags.get('annotations-prefix');
  if (written !== undefined) return written.split(',').map((prefix) => `${prefix}/`);
  return kind === 'ingress-nginx' ? ['nginx.ingress.kubernetes.io/'] : [];
}

function hasOtherPrefix(controller: Controller, prefix: string): boolean {
  return controller.flags.has('annotations-prefix') && !ownPrefixes(controller).includes(prefix);
}

function isRemoved(name: string, controllers: readonly Controller[]): boolean {
  return controllers.every(({ kind }) => kind === 'ingress-nginx') && removed.some((each) => name.endsWith(`/${each}`));
}
