import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { address, defaulted, quantity, struct, text } from '../shape.js';

/** Calico's. The password's reference is not kept. */
export const bgpPeer = defineKind({
  kind: 'BGPPeer',
  plural: 'bgppeers',
  apiVersion: 'crd.projectcalico.org/v1',
  otherVersions: ['projectcalico.org/v3'],
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(struct({ node: text, nodeSelector: text, peerIP: address, peerSelector: text, asNumber: quantity }), {}),
  },
});
