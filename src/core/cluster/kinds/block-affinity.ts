import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { adapted, address, defaulted, flag, struct, text } from '../shape.js';

/** Calico's: which node may hand out addresses of which block. `deleted` is text in crd.projectcalico.org/v1 (libapiv3.BlockAffinitySpec). */
export const blockAffinity = defineKind({
  kind: 'BlockAffinity',
  plural: 'blockaffinities',
  apiVersion: 'crd.projectcalico.org/v1',
  otherVersions: ['projectcalico.org/v3'],
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(struct({ cidr: address, node: text, state: text, type: text, deleted: adapted(flag, (raw) => (raw === 'true' ? true : raw === 'false' ? false : raw)) }), {}),
  },
});
