/** Names one object of a snapshot. `namespace` is absent for cluster-scoped kinds. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** The object, and where it matters the field and its value, that decided an answer. `field` is written as `kubectl explain` writes it, with list indexes: `spec.ports[0].targetPort`. */
export interface Evidence extends ObjectRef {
  readonly field?: string;
  readonly value?: unknown;
}

/** `Kind namespace/name`, or `Kind name` for a cluster-scoped object. */
export function formatRef(ref: ObjectRef): string {
  return ref.namespace === undefined ? `${ref.kind} ${ref.name}` : `${ref.kind} ${ref.namespace}/${ref.name}`;
}
