import type { KindOwnership } from '../../controller.js';
import { annotatedClass, byField, notOwned } from '../../ownership/class.js';

/**
 * A controller of which no more is known than that an IngressClass names it: it owns what names one of its classes in the field, as the Ingress API has it, and how it routes is not told.
 *
 * Source: kubernetes/website content/en/docs/concepts/services-networking/ingress.md, Ingress class
 */
export const otherOwnership: KindOwnership = {
  kind: 'other',
  title: 'a controller that is not known here',
  classControllers: [],
  runs: 'elsewhere',
  recognise: () => undefined,
  servesClass: (controller, { spec }) => spec.controller === controller.name,
  owns(controller, ingress, view) {
    const { ingressClassName } = ingress.spec;
    if (ingressClassName !== undefined) return byField(view, ingressClassName, [controller.name]);
    const annotation = annotatedClass(ingress);
    return notOwned(annotation === undefined ? 'it has no class' : `it names its class by the annotation kubernetes.io/ingress.class (${JSON.stringify(annotation)}); whether ${controller.name} reads that is not known`);
  },
};
