import { refOf } from '../../../cluster/index.js';
import { ingressNginxControllers } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { controllerKinds, ingressOf } from './served-rules.js';

export const ingressDroppedByAnnotation: Rule = {
  id: 'ingress-dropped-by-annotation',
  code: 'ING-019',
  severity: 'error',
  title: 'ingress-nginx leaves a whole Ingress out',
  checks:
    'An Ingress of an ingress-nginx has one annotation, host or path that the controller refuses, and with it the whole object: a risk above annotations-risk-level (snippets, by default), a value that its validation refuses in an annotation that must be right, ' +
    'a word of annotation-value-word-blocklist, or what --deep-inspect takes for an attack. Quiet for values that the controller only ignores. An Ingress that was served before it was changed may go on as it was until the controller restarts.',
  why: 'All its hosts and paths answer 404, or as other Ingresses say.',
  fix: 'Take the annotation out or correct it; to allow snippets, set allow-snippet-annotations and annotations-risk-level: Critical in the ConfigMap, which lets whoever may write an Ingress read every Secret.',
  source: 'kubernetes/ingress-nginx internal/ingress/annotations/annotations.go, Extract; parser/validators.go, CheckAnnotationRisk; internal/ingress/controller/store/store.go, syncIngress, v1.15.1',
  reads: ['Ingress'],
  consults: controllerKinds,
  *check(view) {
    for (const { controller, routing } of ingressNginxControllers(view)) {
      for (const { name, reason } of routing.dropped) {
        yield;
        const ingress = ingressOf(view, name);
        if (ingress === undefined) continue;
        const annotation = Object.keys(ingress.metadata.annotations ?? {}).find((key) => reason.includes(key));
        const evidence = annotation === undefined ? refOf(ingress) : { ...refOf(ingress), field: `metadata.annotations['${annotation}']`, value: ingress.metadata.annotations?.[annotation] };
        yield { subject: refOf(ingress), detail: `${controller.name} leaves it out: ${reason}.`, evidence: [evidence] };
      }
    }
  },
};
