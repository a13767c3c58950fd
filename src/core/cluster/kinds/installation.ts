import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { address, defaulted, integer, list, struct, text } from '../shape.js';

/** What the Tigera operator is told to install. */
export const installation = defineKind({
  kind: 'Installation',
  plural: 'installations',
  apiVersion: 'operator.tigera.io/v1',
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(
      struct({
        variant: text,
        cni: struct({ type: text, ipam: struct({ type: text }) }),
        calicoNetwork: struct({
          linuxDataplane: text,
          bgp: text,
          hostPorts: text,
          mtu: integer,
          ipPools: list(struct({ name: text, cidr: address, blockSize: integer, encapsulation: text, natOutgoing: text, nodeSelector: text }), { key: ['cidr'] }),
        }),
      }),
      {},
    ),
  },
});
