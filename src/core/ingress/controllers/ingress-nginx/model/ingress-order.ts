import { compareText, type Ingress } from '../../../../cluster/index.js';
import { nameOf } from './rules.js';

/**
 * The order in which the controller reads Ingresses: the oldest first; of one age the last name first. One without a time is older than all.
 *
 * Source: internal/ingress/controller/store/store.go, sortIngressSlice, controller-v1.15.1
 */
export function inReadingOrder(ingresses: readonly Ingress[]): Ingress[] {
  return [...ingresses].sort((a, b) => secondOf(a) - secondOf(b) || compareText(nameOf(b), nameOf(a)));
}

function secondOf({ metadata }: Ingress): number {
  const milliseconds = Date.parse(metadata.creationTimestamp ?? '');
  return Number.isNaN(milliseconds) ? Number.NEGATIVE_INFINITY : Math.floor(milliseconds / 1000);
}

/** What is to be said where the ages of Ingresses that meet are not known; undefined where they are. */
export function unknownAges(ingresses: readonly Ingress[]): string | undefined {
  const ageless = ingresses.filter(({ metadata }) => metadata.creationTimestamp === undefined).length;
  return ageless === 0 || ingresses.length < 2
    ? undefined
    : `Of ${ageless === ingresses.length ? 'the Ingresses' : `${ageless} Ingresses`} the creation time is not known, as in manifests: they were taken to be of one age, of which the last namespace/name goes first.`;
}
