import { backendRefs, filters, nameAndValue, parentRefs, routeStatus } from '../gateway-references.js';
import { defineKind } from '../kind.js';
import { steeredMetadata } from '../metadata.js';
import { defaulted, list, struct, text } from '../shape.js';

const everyPath = { type: 'PathPrefix', value: '/' };

const match = struct({
  path: defaulted(struct({ type: defaulted(text, 'PathPrefix'), value: defaulted(text, '/') }), everyPath),
  method: text,
  headers: nameAndValue,
  queryParams: nameAndValue,
});

const rule = struct({
  name: text,
  matches: defaulted(list(match), [{ path: everyPath }]),
  filters,
  backendRefs,
  timeouts: struct({ request: text, backendRequest: text }),
});

/** Defaults: the kubebuilder:default marks of gateway-api apis/v1/httproute_types.go. */
export const httpRoute = defineKind({
  kind: 'HTTPRoute',
  plural: 'httproutes',
  apiVersion: 'gateway.networking.k8s.io/v1',
  otherVersions: ['gateway.networking.k8s.io/v1beta1', 'gateway.networking.k8s.io/v1alpha2'],
  namespaced: true,
  parts: {
    metadata: steeredMetadata,
    spec: defaulted(struct({ parentRefs, hostnames: list(text), rules: defaulted(list(rule), [{ matches: [{ path: everyPath }] }]) }), {
      rules: [{ matches: [{ path: everyPath }] }],
    }),
    status: routeStatus,
  },
});
