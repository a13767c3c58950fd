import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { address, bool, defaulted, list, needed, quantity, struct } from '../shape.js';

const cidrs = list(struct({ cidr: needed(address) }), { key: ['cidr'], ordered: false });

/** Calico's. */
export const bgpConfiguration = defineKind({
  kind: 'BGPConfiguration',
  plural: 'bgpconfigurations',
  apiVersion: 'crd.projectcalico.org/v1',
  otherVersions: ['projectcalico.org/v3'],
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(
      struct({ nodeToNodeMeshEnabled: bool, asNumber: quantity, serviceClusterIPs: cidrs, serviceExternalIPs: cidrs, serviceLoadBalancerIPs: cidrs }),
      {},
    ),
  },
});
