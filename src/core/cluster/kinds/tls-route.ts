import { backendRefs, parentRefs, routeStatus } from '../gateway-references.js';
import { defineKind } from '../kind.js';
import { steeredMetadata } from '../metadata.js';
import { defaulted, list, struct, text } from '../shape.js';

/** Defaults: the kubebuilder:default marks of gateway-api apis/v1alpha2/tlsroute_types.go. */
export const tlsRoute = defineKind({
  kind: 'TLSRoute',
  plural: 'tlsroutes',
  apiVersion: 'gateway.networking.k8s.io/v1',
  otherVersions: ['gateway.networking.k8s.io/v1alpha3', 'gateway.networking.k8s.io/v1alpha2'],
  namespaced: true,
  parts: {
    metadata: steeredMetadata,
    spec: defaulted(struct({ parentRefs, hostnames: list(text), rules: list(struct({ name: text, backendRefs })) }), {}),
    status: routeStatus,
  },
});
