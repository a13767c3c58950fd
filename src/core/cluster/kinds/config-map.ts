import { keptData } from '../config-data.js';
import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';

export const configMap = defineKind({
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  apiVersion: 'v1',
  namespaced: true,
  /** One of which no analysis reads a key is nothing to keep. */
  isKept: ({ data, metadata: { annotations } }) => Object.keys(data).length > 0 || annotations !== undefined,
  parts: {
    metadata,
    /** Only the keys that some analysis reads. */
    data: keptData,
  },
});
