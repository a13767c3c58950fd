import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { address, defaulted, integer, list, struct } from '../shape.js';

const family = struct({ cidrs: list(address), maskSize: integer });

export const ciliumPodIPPool = defineKind({
  kind: 'CiliumPodIPPool',
  plural: 'ciliumpodippools',
  shortNames: ['cpip'],
  apiVersion: 'cilium.io/v2alpha1',
  otherVersions: ['cilium.io/v2'],
  namespaced: false,
  parts: { metadata: clusterMetadata, spec: defaulted(struct({ ipv4: family, ipv6: family }), {}) },
});
