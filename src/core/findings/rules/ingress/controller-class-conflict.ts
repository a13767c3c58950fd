import { count, enumerate, type ObjectRef } from '../../../analysis/index.js';
import { ownersOf, type IngressOwners, type Verdict } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { isUnknown, ownershipConsults, ownershipReads } from './ingresses.js';

export const controllerClassConflict: Rule = {
  id: 'controller-class-conflict',
  code: 'ING-012',
  severity: 'warning',
  title: 'Two controllers serve the same Ingresses',
  checks:
    'Two or more workloads of the cluster own one Ingress: they claim the same controller name, the same value of the annotation, or both take Ingresses without a class. ' +
    'Quiet for controllers that share a class and no Ingress, as where each watches namespaces of its own, and for two providers of one Traefik.',
  why: 'Both route it, and both write their address into its status, which flaps; which of them answers depends on the address that a client has.',
  fix: 'Give each controller a --controller-class of its own with an IngressClass for it; --ingress-class alone does not keep two of ingress-nginx apart.',
  source: 'kubernetes/ingress-nginx docs/user-guide/multiple-ingress.md, and internal/ingress/controller/store/store.go, GetIngressClass, v1.15.1',
  reads: [...ownershipReads],
  consults: [...ownershipConsults],
  *check(view) {
    const groups = new Map<string, { workloads: ObjectRef[]; shared: IngressOwners[]; verdicts: readonly Verdict[] }>();
    for (const each of ownersOf(view)) {
      yield;
      const verdicts = each.owners.filter(({ controller, served }) => served && controller.workload !== undefined && !isUnknown(controller));
      const workloads = [...new Map(verdicts.map(({ controller }) => [controller.workload!.ref, controller.workload!.ref])).values()];
      const distinct = new Map(workloads.map((ref) => [`${ref.kind} ${ref.namespace}/${ref.name}`, ref]));
      if (distinct.size < 2) continue;
      const key = [...distinct.keys()].join(', ');
      const group = groups.get(key) ?? { workloads: [...distinct.values()], shared: [], verdicts };
      groups.set(key, group);
      group.shared.push(each);
    }
    for (const [key, { workloads, shared, verdicts }] of groups) {
      const [first] = workloads;
      if (first === undefined) continue;
      yield {
        subject: first,
        detail: `${key} each own ${count(shared.length, 'Ingress', 'Ingresses')} (${enumerate(shared.map(({ name }) => name), 3)}): ${verdicts.map(({ controller, reason }) => `${controller.name}: ${reason}`).join('; ')}.`,
        evidence: workloads.map((ref) => ({ ...ref, field: 'spec.template.spec.containers' })),
      };
    }
  },
};
