import { defineKind } from '../kind.js';
import { labelSelector, metadata } from '../metadata.js';
import { defaulted, list, struct, text } from '../shape.js';

/** MetalLB's: without pools it announces every pool. */
export const l2Advertisement = defineKind({
  kind: 'L2Advertisement',
  plural: 'l2advertisements',
  apiVersion: 'metallb.io/v1beta1',
  namespaced: true,
  parts: {
    metadata,
    spec: defaulted(
      struct({
        ipAddressPools: list(text, { ordered: false }),
        ipAddressPoolSelectors: list(labelSelector, { ordered: false }),
        nodeSelectors: list(labelSelector, { ordered: false }),
        interfaces: list(text, { ordered: false }),
      }),
      {},
    ),
  },
});
