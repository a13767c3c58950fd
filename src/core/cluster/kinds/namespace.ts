import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { struct, text } from '../shape.js';

export const namespace = defineKind({
  kind: 'Namespace',
  plural: 'namespaces',
  apiVersion: 'v1',
  namespaced: false,
  parts: { metadata: clusterMetadata, status: struct({ phase: text }) },
});
