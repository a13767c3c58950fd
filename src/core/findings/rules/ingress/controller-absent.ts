import { count, enumerate } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Ingress } from '../../../cluster/index.js';
import { controllersOf, findClass, kindOfClass, ownersOf, whyUnowned } from '../../../ingress/index.js';
import type { Rule, Violation } from '../../rule.js';
import { hasAddress, nameOf, ownershipConsults, ownershipReads } from './ingresses.js';

export const controllerAbsent: Rule = {
  id: 'controller-absent',
  code: 'ING-011',
  severity: 'critical',
  title: 'The controller of a class does not run',
  checks:
    'Ingresses name a class whose controller runs in the cluster as a rule (ingress-nginx, Traefik, HAProxy Ingress, Contour, Kong, the AWS Load Balancer Controller, Istio), and no Deployment, DaemonSet or StatefulSet is that controller by its image and flags; or there is one that owns Ingresses, and none of its pods is ready. ' +
    'Quiet for controllers that are not known here or run elsewhere, and for Ingresses that have an address where no workload is found: a virtual cluster leaves them to its host.',
  why: 'Nothing listens for the whole class: connections are refused or end at something else.',
  fix: 'Install the controller, mend its pods, or give its --controller-class the value of the class’s spec.controller.',
  source: 'kubernetes/ingress-nginx pkg/flags/flags.go, v1.15.1; kubernetes/website content/en/docs/concepts/services-networking/ingress-controllers.md',
  reads: [...ownershipReads],
  consults: [...ownershipConsults],
  *check(view) {
    yield* withoutWorkload(view);
    for (const { workload, name } of controllersOf(view)) {
      yield;
      if (workload?.ready !== 0) continue;
      const owned = ownersOf(view).filter(({ owners }) => owners.some(({ controller }) => controller.name === name));
      if (owned.length === 0) continue;
      const { namespace, kind } = workload.ref;
      yield { subject: workload.ref, detail: `No pod of ${kind} ${namespace}/${workload.ref.name} is ready, which serves ${count(owned.length, 'Ingress', 'Ingresses')} (${enumerate(owned.map((each) => each.name), 3)}).`, evidence: [{ ...workload.ref, field: 'status' }] };
    }
  },
};

function* withoutWorkload(view: ClusterView): Iterable<Violation | undefined> {
  const byClass = new Map<string, Ingress[]>();
  for (const each of ownersOf(view)) {
    yield;
    const name = each.ingress.spec.ingressClassName;
    if (name === undefined || each.owners.length > 0 || hasAddress(each.ingress) || whyUnowned(view, each).cause !== 'controller-absent') continue;
    byClass.set(name, [...(byClass.get(name) ?? []), each.ingress]);
  }
  for (const [name, ingresses] of byClass) {
    const found = findClass(view, name);
    const kind = found.state === 'found' ? kindOfClass(found.ingressClass) : undefined;
    if (found.state !== 'found' || kind?.runs !== 'in-cluster') continue;
    const { ingressClass } = found;
    yield {
      subject: refOf(ingressClass),
      detail: `No workload of the cluster is ${kind.title} with the controller name ${ingressClass.spec.controller ?? ''}; ${count(ingresses.length, 'Ingress names', 'Ingresses name')} the class (${enumerate(ingresses.map(nameOf), 3)}).`,
      evidence: [{ ...refOf(ingressClass), field: 'spec.controller', value: ingressClass.spec.controller }],
    };
  }
}
