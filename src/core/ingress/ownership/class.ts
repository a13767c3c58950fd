import type { Evidence } from '../../analysis/index.js';
import { refOf, type ClusterView, type Ingress, type IngressClass } from '../../cluster/index.js';
import type { Ownership } from '../controller.js';

/** The deprecated way to name a class. */
export const classAnnotation = 'kubernetes.io/ingress.class';

export const defaultClassAnnotation = 'ingressclass.kubernetes.io/is-default-class';

/** An IngressClass by name: `unknown` where the snapshot does not hold it and may lack it. */
export type FoundClass = { readonly state: 'found'; readonly ingressClass: IngressClass } | { readonly state: 'missing' } | { readonly state: 'unknown' };

export function findClass(view: ClusterView, name: string): FoundClass {
  const ingressClass = view.get('IngressClass', '', name);
  if (ingressClass !== undefined) return { state: 'found', ingressClass };
  return { state: view.covers('IngressClass') ? 'missing' : 'unknown' };
}

/** The value of the annotation; '' where it is there and empty. */
export function annotatedClass({ metadata }: Ingress): string | undefined {
  return metadata.annotations?.[classAnnotation];
}

export function isDefaultClass({ metadata }: IngressClass): boolean {
  return metadata.annotations?.[defaultClassAnnotation] === 'true';
}

/** Where an Ingress says which class it is of, for evidence. */
export function classEvidence(ingress: Ingress): Evidence {
  const { ingressClassName } = ingress.spec;
  if (ingressClassName !== undefined) return { ...refOf(ingress), field: 'spec.ingressClassName', value: ingressClassName };
  const annotation = annotatedClass(ingress);
  return annotation === undefined ? refOf(ingress) : { ...refOf(ingress), field: `metadata.annotations['${classAnnotation}']`, value: annotation };
}

export function owned(reason: string): Ownership {
  return { owned: true, served: true, reason };
}

export function notOwned(reason: string): Ownership {
  return { owned: false, served: false, reason };
}

/** It is the controller's, and a flag or a rule of the controller leaves it out. */
export function ownedAndDropped(reason: string): Ownership {
  return { owned: true, served: false, reason };
}

/**
 * What the field decides where a controller takes the classes whose `spec.controller` is one of `controllers`.
 *
 * @param assumed the class is not in the snapshot, which may lack it: whether its name says that it is the controller's
 */
export function byField(view: ClusterView, name: string, controllers: readonly string[], assumed = false): Ownership {
  const found = findClass(view, name);
  if (found.state === 'missing') return notOwned(`spec.ingressClassName ${name} names no IngressClass`);
  if (found.state === 'unknown') {
    const reason = `the snapshot does not hold IngressClass ${name}`;
    return assumed ? owned(`${reason}; by its name it is taken for one of ${controllers.join(', ')}`) : notOwned(`${reason}, so it is not known to be one of ${controllers.join(', ')}`);
  }
  const { controller = '' } = found.ingressClass.spec;
  return controllers.includes(controller) ? owned(`spec.ingressClassName ${name} is an IngressClass of ${controller}`) : notOwned(`spec.ingressClassName ${name} is an IngressClass of ${controller === '' ? 'no controller' : controller}`);
}
