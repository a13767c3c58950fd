import type { Ingress, KindName } from '../../../cluster/index.js';
import type { Controller } from '../../../ingress/index.js';

/** The kinds without which it is not known whose an Ingress is. */
export const ownershipReads = ['Ingress', 'IngressClass', 'Deployment', 'DaemonSet', 'StatefulSet'] as const satisfies readonly KindName[];

/** The kinds that sharpen it: controllers that are bare pods, their settings, and the namespaces that they select. */
export const ownershipConsults = ['Pod', 'ConfigMap', 'Namespace'] as const satisfies readonly KindName[];

/** Somebody has published it, so somebody serves it, though nothing tells of whom: a controller that runs elsewhere. */
export function hasAddress({ status }: Ingress): boolean {
  return (status?.loadBalancer?.ingress ?? []).some(({ ip, hostname }) => (ip ?? hostname ?? '') !== '');
}

/** How its routing is not known, nor which of its own rules it has for classes. */
export function isUnknown({ kind }: Controller): boolean {
  return kind === 'other';
}

export function nameOf({ metadata }: Ingress): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** A reason as a sentence of its own; the name of a field keeps its first letter. */
export function asSentence(reason: string): string {
  return `${reason.startsWith('spec.') ? reason : reason.charAt(0).toUpperCase() + reason.slice(1)}.`;
}
