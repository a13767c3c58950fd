import { defineKind } from '../kind.js';
import { steeredClusterMetadata } from '../metadata.js';
import { defaulted, needed, struct, text } from '../shape.js';

/** Source: pkg/apis/networking/v1/defaults.go, SetDefaults_IngressClass. */
export const ingressClass = defineKind({
  kind: 'IngressClass',
  plural: 'ingressclasses',
  apiVersion: 'networking.k8s.io/v1',
  otherVersions: ['networking.k8s.io/v1beta1'],
  namespaced: false,
  parts: {
    metadata: steeredClusterMetadata,
    spec: defaulted(
      struct({
        controller: text,
        parameters: struct({ apiGroup: text, kind: needed(text), name: needed(text), scope: defaulted(text, 'Cluster'), namespace: text }),
      }),
      {},
    ),
  },
});
