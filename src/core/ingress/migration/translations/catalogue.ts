import type { Translation } from '../plan.js';
import { genericTranslation } from './generic.js';
import { ingressNginxTranslation } from './ingress-nginx.js';

/** Every translation of Ingresses into Gateway API. */
export const translations: readonly Translation[] = [ingressNginxTranslation, genericTranslation];

/** That of a kind of controller; undefined where none is written. */
export function translationOf(kind: string): Translation | undefined {
  return translations.find(({ kinds }) => kinds.includes(kind));
}
