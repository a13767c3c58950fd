import { defineKind } from '../kind.js';
import { labelSelector, metadata } from '../metadata.js';
import { defaulted, integer, intOrString, struct } from '../shape.js';

export const podDisruptionBudget = defineKind({
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  shortNames: ['pdb'],
  apiVersion: 'policy/v1',
  otherVersions: ['policy/v1beta1'],
  namespaced: true,
  parts: {
    metadata,
    spec: defaulted(struct({ minAvailable: intOrString, maxUnavailable: intOrString, selector: labelSelector }), {}),
    status: struct({ currentHealthy: integer, desiredHealthy: integer, disruptionsAllowed: integer, expectedPods: integer }),
  },
});
