import { nearest } from '../../../analysis/index.js';
import { refOf, type ClusterView } from '../../../cluster/index.js';
import { annotatedClass, classEvidence, controllersOf, ownersOf, whyUnowned, type Controller } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { asSentence, hasAddress, isUnknown, ownershipConsults, ownershipReads } from './ingresses.js';

/** What the controllers take by that annotation where no flag says otherwise. */
const usual = ['nginx', 'traefik', 'haproxy', 'contour', 'kong', 'istio'];

export const classNotFound: Rule = {
  id: 'class-not-found',
  code: 'ING-001',
  severity: 'error',
  title: 'An Ingress names a class that there is not',
  checks:
    'spec.ingressClassName names no IngressClass; or the annotation kubernetes.io/ingress.class has a value that no controller of the cluster takes, and which is the name of an IngressClass, near to what one takes, or the usual name of a controller. ' +
    'Quiet where a controller takes the Ingress all the same (Contour and Kong look at names alone), for other values of the annotation, which a controller outside of the cluster may take, where a controller that is not known here runs, and for an Ingress that has an address, so that somebody serves it.',
  why: 'No controller serves it: its hosts answer 404, or what the default backend says.',
  fix: 'Name an IngressClass of the cluster in spec.ingressClassName; the annotation is compared with the flag of a controller (ingress-nginx: --ingress-class), not with class names.',
  source: 'kubernetes/ingress-nginx internal/ingress/controller/store/store.go, GetIngressClass, v1.15.1; and the sources of each controller that docs/architecture.md names',
  reads: [...ownershipReads],
  consults: [...ownershipConsults],
  *check(view) {
    for (const owners of ownersOf(view)) {
      yield;
      if (owners.owners.length > 0 || hasAddress(owners.ingress)) continue;
      const { cause, reason } = whyUnowned(view, owners);
      if (cause !== 'class-not-found') continue;
      const annotation = owners.ingress.spec.ingressClassName === undefined ? annotatedClass(owners.ingress) : undefined;
      if (annotation !== undefined && !isMistaken(view, annotation)) continue;
      yield { subject: refOf(owners.ingress), detail: asSentence(reason), evidence: [classEvidence(owners.ingress)] };
    }
  },
};

/** Whether the value is meant for a controller of this cluster. */
function isMistaken(view: ClusterView, annotation: string): boolean {
  const controllers = controllersOf(view);
  if (controllers.some(isUnknown)) return false;
  const taken = controllers.map(takenBy);
  return view.get('IngressClass', '', annotation) !== undefined || usual.includes(annotation) || (annotation !== '' && nearest(annotation, taken).length > 0);
}

function takenBy({ kind, flags }: Controller): string {
  return flags.get('ingress-class') ?? flags.get('ingress-class-name') ?? usual.find((name) => kind.includes(name)) ?? kind;
}
