import { enumerate } from '../../../analysis/index.js';
import { compareText, refOf, type ClusterView, type IngressClass } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';

const annotation = 'ingressclass.kubernetes.io/is-default-class';

export const multipleDefaultClasses: Rule = {
  id: 'multiple-default-classes',
  code: 'ING-004',
  severity: 'warning',
  title: 'More than one IngressClass is the default',
  checks: `Two or more IngressClasses have the annotation ${annotation} with exactly the text true. Any other text is no mark.`,
  why: 'From Kubernetes 1.25 on a new Ingress without a class silently gets the newest default class; before, it was refused.',
  fix: `Leave the annotation on one class.`,
  source: 'plugin/pkg/admission/network/defaultingressclass/admission.go, getDefaultClass, v1.24.17, v1.25.0 and v1.34.3',
  reads: ['IngressClass'],
  *check(view) {
    const marked = view.objects('IngressClass').filter(({ metadata }) => metadata.annotations?.[annotation] === 'true');
    const [winner] = [...marked].sort(newestFirst);
    if (winner === undefined || marked.length < 2) return;
    yield {
      subject: refOf(winner),
      detail: `${enumerate(marked.map(({ metadata }) => metadata.name))} are marked as the default. ${outcome(view, marked, winner)}`,
      evidence: [winner, ...marked.filter((each) => each !== winner)].map((each) => ({ ...refOf(each), field: `metadata.annotations['${annotation}']`, value: 'true' })),
    };
  },
};

/** The newest creation, and of equals the first name. */
function newestFirst(a: IngressClass, b: IngressClass): number {
  return compareText(b.metadata.creationTimestamp ?? '', a.metadata.creationTimestamp ?? '') || compareText(a.metadata.name, b.metadata.name);
}

function outcome(view: ClusterView, marked: readonly IngressClass[], winner: IngressClass): string {
  const minor = /^v?1\.(\d+)/.exec(view.state.kubernetesVersion ?? '')?.[1];
  if (minor !== undefined && Number(minor) < 25) return 'An Ingress without a class is refused.';
  if (marked.some(({ metadata }) => metadata.creationTimestamp === undefined)) return 'The newest of them is given to an Ingress without a class.';
  return `${winner.metadata.name} is the newest, and is given to an Ingress without a class.`;
}
