import { defineKind } from '../kind.js';
import { clusterMetadata, labelSelector } from '../metadata.js';
import { address, bool, defaulted, list, struct } from '../shape.js';

export const ciliumLoadBalancerIPPool = defineKind({
  kind: 'CiliumLoadBalancerIPPool',
  plural: 'ciliumloadbalancerippools',
  // `ippool` and `ippools` too name it in the API; here they are Calico’s.
  shortNames: ['lbippool', 'lbippools'],
  apiVersion: 'cilium.io/v2',
  otherVersions: ['cilium.io/v2alpha1'],
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(
      struct({ blocks: list(struct({ cidr: address, start: address, stop: address }), { ordered: false }), serviceSelector: labelSelector, disabled: bool }),
      {},
    ),
  },
});
