import { defineKind } from '../kind.js';
import { clusterMetadata, conditions } from '../metadata.js';
import { address, defaulted, list, struct } from '../shape.js';

export const serviceCIDR = defineKind({
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  apiVersion: 'networking.k8s.io/v1',
  otherVersions: ['networking.k8s.io/v1beta1', 'networking.k8s.io/v1alpha1'],
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(struct({ cidrs: list(address) }), {}),
    status: struct({ conditions }),
  },
});
