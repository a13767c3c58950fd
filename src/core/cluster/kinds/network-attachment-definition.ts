import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { openText } from '../secrecy.js';
import { defaulted, struct } from '../shape.js';

/** Multus': a further network, as the text of a CNI configuration. */
export const networkAttachmentDefinition = defineKind({
  kind: 'NetworkAttachmentDefinition',
  plural: 'network-attachment-definitions',
  shortNames: ['net-attach-def'],
  apiVersion: 'k8s.cni.cncf.io/v1',
  namespaced: true,
  parts: { metadata, spec: defaulted(struct({ config: openText }), {}) },
});
