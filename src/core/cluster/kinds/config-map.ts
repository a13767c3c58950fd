import { keptData } from '../config-data.js';
import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { defaulted } from '../shape.js';

export const configMap = defineKind({
  kind: 'ConfigMap',
  plural: 'configmaps',
  apiVersion: 'v1',
  namespaced: true,
  parts: {
    metadata,
    /** Only the keys that some analysis reads. */
    data: defaulted(keptData, {}),
  },
});
