import { defineKind } from '../kind.js';
import { conditions, steeredClusterMetadata } from '../metadata.js';
import { defaulted, needed, struct, text } from '../shape.js';

export const gatewayClass = defineKind({
  kind: 'GatewayClass',
  plural: 'gatewayclasses',
  shortNames: ['gc'],
  apiVersion: 'gateway.networking.k8s.io/v1',
  otherVersions: ['gateway.networking.k8s.io/v1beta1', 'gateway.networking.k8s.io/v1alpha2'],
  namespaced: false,
  parts: {
    metadata: steeredClusterMetadata,
    spec: defaulted(
      struct({
        controllerName: text,
        parametersRef: struct({ group: text, kind: needed(text), name: needed(text), namespace: text }),
      }),
      {},
    ),
    status: struct({ conditions }),
  },
});
