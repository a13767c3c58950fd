import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { defaulted, needed, struct, text } from '../shape.js';

/** A ClusterIP in use; its name is the address. */
export const ipAddress = defineKind({
  kind: 'IPAddress',
  plural: 'ipaddresses',
  shortNames: ['ip'],
  apiVersion: 'networking.k8s.io/v1',
  otherVersions: ['networking.k8s.io/v1beta1', 'networking.k8s.io/v1alpha1'],
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(struct({ parentRef: struct({ group: text, resource: needed(text), namespace: text, name: needed(text) }) }), {}),
  },
});
