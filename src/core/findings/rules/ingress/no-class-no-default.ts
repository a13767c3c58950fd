import { refOf } from '../../../cluster/index.js';
import { controllersOf, isDefaultClass, ownersOf, whyUnowned } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { asSentence, hasAddress, isUnknown, ownershipConsults, ownershipReads } from './ingresses.js';

export const noClassNoDefault: Rule = {
  id: 'no-class-no-default',
  code: 'ING-002',
  severity: 'error',
  title: 'An Ingress names no class, and nobody takes what has none',
  checks:
    'An Ingress has neither spec.ingressClassName nor the annotation kubernetes.io/ingress.class, there is no default class, and no controller of the cluster takes Ingresses without a class. ' +
    'Quiet where the cluster has no controller at all or one that is not known here, and for an Ingress that has an address, so that somebody serves it.',
  why: 'No controller serves it: its hosts answer 404.',
  fix: 'Set spec.ingressClassName, or start the controller with --watch-ingress-without-class where it is the only one.',
  source: 'kubernetes/ingress-nginx internal/ingress/controller/store/store.go, GetIngressClass, v1.15.1; and those of the other controllers',
  reads: [...ownershipReads],
  consults: [...ownershipConsults],
  *check(view) {
    const controllers = controllersOf(view);
    const decides = controllers.length > 0 && !controllers.some(isUnknown) && !view.objects('IngressClass').some(isDefaultClass);
    for (const each of ownersOf(view)) {
      yield;
      if (!decides || each.owners.length > 0 || hasAddress(each.ingress)) continue;
      const { cause, reason } = whyUnowned(view, each);
      if (cause === 'no-class') yield { subject: refOf(each.ingress), detail: asSentence(reason), evidence: [{ ...refOf(each.ingress), field: 'spec.ingressClassName' }] };
    }
  },
};
