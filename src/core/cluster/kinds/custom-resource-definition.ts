import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { defaulted, needed, struct, text } from '../shape.js';

/** That an extension is installed, which tells CNI plugins and controllers; its schema is not kept. */
export const customResourceDefinition = defineKind({
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  apiVersion: 'apiextensions.k8s.io/v1',
  otherVersions: ['apiextensions.k8s.io/v1beta1'],
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(struct({ group: text, scope: text, names: struct({ kind: needed(text), plural: text }) }), {}),
  },
});
