import { conditions } from './metadata.js';
import { defaulted, integer, json, list, needed, struct, text } from './shape.js';

/** Defaults of this file: the kubebuilder:default marks of gateway-api apis/v1/{shared,httproute,grpcroute}_types.go. */
export const parentRefs = list(
  struct({
    group: defaulted(text, 'gateway.networking.k8s.io'),
    kind: defaulted(text, 'Gateway'),
    namespace: text,
    name: needed(text),
    sectionName: text,
    port: integer,
  }),
  { key: ['kind', 'namespace', 'name', 'sectionName', 'port'] },
);

const backend = { group: defaulted(text, ''), kind: defaulted(text, 'Service'), namespace: text, name: needed(text), port: integer };

export const backendRefs = list(struct({ ...backend, weight: defaulted(integer, 1), filters: list(json) }), { key: ['kind', 'namespace', 'name', 'port'] });

export const secretRefs = list(struct({ group: defaulted(text, ''), kind: defaulted(text, 'Secret'), namespace: text, name: needed(text) }), {
  key: ['namespace', 'name'],
});

export const nameAndValue = list(struct({ type: defaulted(text, 'Exact'), name: needed(text), value: needed(text) }), { key: ['name'] });

export const routeStatus = struct({
  parents: list(struct({ parentRef: struct({ kind: text, namespace: text, name: text, sectionName: text, port: integer }), controllerName: text, conditions }), {
    ordered: false,
  }),
});
