import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { address, defaulted, dict, integer, list, needed, struct, text } from '../shape.js';

export const ciliumNode = defineKind({
  kind: 'CiliumNode',
  plural: 'ciliumnodes',
  shortNames: ['cn', 'ciliumn'],
  apiVersion: 'cilium.io/v2',
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(
      struct({
        addresses: list(struct({ type: text, ip: needed(address) }), { key: ['type', 'ip'], ordered: false }),
        ipam: struct({
          podCIDRs: list(address),
          pools: struct({
            allocated: list(struct({ pool: needed(text), cidrs: list(address) }), { key: ['pool'], ordered: false }),
            requested: list(struct({ pool: needed(text), needed: struct({ 'ipv4-addrs': integer, 'ipv6-addrs': integer }) }), { key: ['pool'], ordered: false }),
          }),
          /** The addresses that the node may hand out, where a cloud gives them one by one. */
          pool: dict(struct({ owner: text, resource: text })),
        }),
      }),
      {},
    ),
    /** Which pod has which address, where a cloud gives them one by one. */
    status: struct({ ipam: struct({ used: dict(struct({ owner: text, resource: text })) }) }),
  },
});
