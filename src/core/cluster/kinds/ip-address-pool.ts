import { defineKind } from '../kind.js';
import { labelSelector, metadata } from '../metadata.js';
import { bool, defaulted, integer, list, struct, text } from '../shape.js';

/** MetalLB's. An entry of `addresses` is a CIDR, or a range `first-last`. */
export const ipAddressPool = defineKind({
  kind: 'IPAddressPool',
  plural: 'ipaddresspools',
  apiVersion: 'metallb.io/v1beta1',
  namespaced: true,
  parts: {
    metadata,
    spec: defaulted(
      struct({
        addresses: defaulted(list(text), []),
        autoAssign: defaulted(bool, true),
        avoidBuggyIPs: defaulted(bool, false),
        serviceAllocation: struct({
          priority: integer,
          namespaces: list(text, { ordered: false }),
          namespaceSelectors: list(labelSelector, { ordered: false }),
          serviceSelectors: list(labelSelector, { ordered: false }),
        }),
      }),
      { addresses: [], autoAssign: true, avoidBuggyIPs: false },
    ),
  },
});
