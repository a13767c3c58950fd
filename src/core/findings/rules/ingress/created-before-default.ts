import { enumerate } from '../../../analysis/index.js';
import { refOf, type Ingress } from '../../../cluster/index.js';
import { isDefaultClass, ownersOf, whyUnowned } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { hasAddress, ownershipConsults, ownershipReads } from './ingresses.js';

export const createdBeforeDefault: Rule = {
  id: 'created-before-default',
  code: 'ING-003',
  severity: 'error',
  title: 'An Ingress has no class, although there is a default class',
  checks:
    'An Ingress has neither spec.ingressClassName nor the annotation kubernetes.io/ingress.class, although an IngressClass is marked as the default, and no controller takes it. ' +
    'Quiet for manifests that no API server has taken yet, and for an Ingress that has an address.',
  why: 'An API server writes the default class into an Ingress when it is created and never later, and most controllers do not look at the mark: the Ingress looks right and is not served.',
  fix: 'Set spec.ingressClassName in it, or delete and create it again.',
  source: 'plugin/pkg/admission/network/defaultingressclass/admission.go, Admit, v1.34.3; kubernetes/ingress-nginx#7600',
  reads: [...ownershipReads],
  consults: [...ownershipConsults],
  *check(view) {
    const defaults = view.objects('IngressClass').filter(isDefaultClass);
    for (const each of ownersOf(view)) {
      yield;
      if (defaults.length === 0 || each.owners.length > 0 || hasAddress(each.ingress) || isNew(each.ingress)) continue;
      if (whyUnowned(view, each).cause !== 'no-class') continue;
      const names = enumerate(defaults.map(({ metadata }) => metadata.name), 3);
      yield {
        subject: refOf(each.ingress),
        detail: `It has no class. The default class (${names}) is given at creation only; it was not the default then, and no controller takes what has none.`,
        evidence: [{ ...refOf(each.ingress), field: 'spec.ingressClassName' }, ...defaults.map((ingressClass) => ({ ...refOf(ingressClass), field: 'metadata.annotations' }))],
      };
    }
  },
};

/** Written by hand: the API server will give it its class. */
function isNew({ metadata }: Ingress): boolean {
  return metadata.uid === undefined && metadata.creationTimestamp === undefined;
}
