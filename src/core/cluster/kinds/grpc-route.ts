import { backendRefs, filters, nameAndValue, parentRefs, routeStatus } from '../gateway-references.js';
import { defineKind } from '../kind.js';
import { steeredMetadata } from '../metadata.js';
import { defaulted, list, struct, text } from '../shape.js';

const match = struct({ method: struct({ type: defaulted(text, 'Exact'), service: text, method: text }), headers: nameAndValue });

/** Defaults: the kubebuilder:default marks of gateway-api apis/v1/grpcroute_types.go. */
export const grpcRoute = defineKind({
  kind: 'GRPCRoute',
  plural: 'grpcroutes',
  apiVersion: 'gateway.networking.k8s.io/v1',
  otherVersions: ['gateway.networking.k8s.io/v1alpha2'],
  namespaced: true,
  parts: {
    metadata: steeredMetadata,
    spec: defaulted(struct({ parentRefs, hostnames: list(text), rules: list(struct({ name: text, matches: list(match), filters, backendRefs })) }), {}),
    status: routeStatus,
  },
});
