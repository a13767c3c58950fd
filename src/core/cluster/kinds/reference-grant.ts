import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { defaulted, list, needed, struct, text } from '../shape.js';

export const referenceGrant = defineKind({
  kind: 'ReferenceGrant',
  plural: 'referencegrants',
  shortNames: ['refgrant'],
  apiVersion: 'gateway.networking.k8s.io/v1beta1',
  otherVersions: ['gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1alpha2'],
  namespaced: true,
  parts: {
    metadata,
    spec: defaulted(
      struct({
        from: list(struct({ group: defaulted(text, ''), kind: needed(text), namespace: needed(text) }), { ordered: false }),
        to: list(struct({ group: defaulted(text, ''), kind: needed(text), name: text }), { ordered: false }),
      }),
      {},
    ),
  },
});
