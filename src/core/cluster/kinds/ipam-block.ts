import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { address, defaulted, flag, json, struct, text } from '../shape.js';

/** Calico's: a range of addresses that one node hands out, and which of them it has handed out. */
export const ipamBlock = defineKind({
  kind: 'IPAMBlock',
  plural: 'ipamblocks',
  apiVersion: 'crd.projectcalico.org/v1',
  otherVersions: ['projectcalico.org/v3'],
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(
      struct({
        cidr: address,
        affinity: text,
        strictAffinity: flag,
        deleted: flag,
        /** One entry per address: an index into `attributes`, or null where it is free. */
        allocations: json,
        unallocated: json,
        attributes: json,
      }),
      {},
    ),
  },
});
