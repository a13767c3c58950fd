import { conditions } from './metadata.js';
import { defaulted, integer, list, needed, struct, text } from './shape.js';

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

const path = struct({ type: needed(text), replaceFullPath: text, replacePrefixMatch: text });

/** The names alone: a value may be a credential, and no route depends on it. */
const headerModifier = struct({
  set: list(struct({ name: needed(text) }), { key: ['name'] }),
  add: list(struct({ name: needed(text) }), { key: ['name'] }),
  remove: list(text),
});

const backend = { group: defaulted(text, ''), kind: defaulted(text, 'Service'), namespace: text, name: needed(text), port: integer };

export const filters = list(
  struct({
    type: needed(text),
    requestRedirect: struct({ scheme: text, hostname: text, path, port: integer, statusCode: defaulted(integer, 302) }),
    urlRewrite: struct({ hostname: text, path }),
    requestHeaderModifier: headerModifier,
    responseHeaderModifier: headerModifier,
    requestMirror: struct({ backendRef: struct(backend) }),
    extensionRef: struct({ group: text, kind: needed(text), name: needed(text) }),
  }),
);

export const backendRefs = list(struct({ ...backend, weight: defaulted(integer, 1), filters }), { key: ['kind', 'namespace', 'name', 'port'] });

export const secretRefs = list(struct({ group: defaulted(text, ''), kind: defaulted(text, 'Secret'), namespace: text, name: needed(text) }), {
  key: ['namespace', 'name'],
});

export const nameAndValue = list(struct({ type: defaulted(text, 'Exact'), name: needed(text), value: needed(text) }), { key: ['name'] });

export const routeStatus = struct({
  parents: list(struct({ parentRef: struct({ kind: text, namespace: text, name: text, sectionName: text, port: integer }), controllerName: text, conditions }), {
    ordered: false,
  }),
});
