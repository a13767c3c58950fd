import { secretRefs } from '../gateway-references.js';
import { defineKind } from '../kind.js';
import { conditions, labelSelector, steeredMetadata } from '../metadata.js';
import { defaulted, dict, integer, list, needed, struct, text } from '../shape.js';

const allowedRoutes = struct({
  namespaces: defaulted(struct({ from: defaulted(text, 'Same'), selector: labelSelector }), { from: 'Same' }),
  kinds: list(struct({ group: defaulted(text, 'gateway.networking.k8s.io'), kind: needed(text) }), { key: ['group', 'kind'], ordered: false }),
});

const listener = struct({
  name: needed(text),
  hostname: text,
  port: needed(integer),
  protocol: needed(text),
  tls: struct({ mode: defaulted(text, 'Terminate'), certificateRefs: secretRefs, options: dict(text) }),
  allowedRoutes: defaulted(allowedRoutes, { namespaces: { from: 'Same' } }),
});

const addresses = list(struct({ type: defaulted(text, 'IPAddress'), value: text }), { key: ['type', 'value'], ordered: false });

/** Defaults: the kubebuilder:default marks of gateway-api apis/v1/gateway_types.go. */
export const gateway = defineKind({
  kind: 'Gateway',
  plural: 'gateways',
  shortNames: ['gtw'],
  apiVersion: 'gateway.networking.k8s.io/v1',
  otherVersions: ['gateway.networking.k8s.io/v1beta1', 'gateway.networking.k8s.io/v1alpha2'],
  namespaced: true,
  parts: {
    metadata: steeredMetadata,
    spec: needed(struct({ gatewayClassName: text, listeners: defaulted(list(listener, { key: ['name'] }), []), addresses })),
    status: struct({
      addresses,
      conditions,
      listeners: list(struct({ name: needed(text), attachedRoutes: integer, conditions }), { key: ['name'], ordered: false }),
    }),
  },
});
