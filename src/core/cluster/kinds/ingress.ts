import { isRecord, type RawRecord } from '../../record.js';
import { defineKind } from '../kind.js';
import { objectReference, steeredMetadata } from '../metadata.js';
import { address, choice, defaulted, integer, list, needed, struct, text } from '../shape.js';

const backend = struct({
  service: struct({ name: needed(text), port: defaulted(struct({ number: integer, name: text }), {}) }),
  resource: objectReference,
});

const path = struct({
  path: text,
  pathType: defaulted(choice('Exact', 'Prefix', 'ImplementationSpecific'), 'ImplementationSpecific'),
  backend: needed(backend),
});

/** Source: pkg/apis/networking/v1beta1/conversion.go. v1beta1 has `backend: {serviceName, servicePort}` for both backends. */
function upgrade(raw: RawRecord): RawRecord {
  if (!isRecord(raw['spec'])) return raw;
  const { backend: defaultBackend, ...spec } = raw['spec'];
  return {
    ...raw,
    spec: {
      ...spec,
      ...(defaultBackend !== undefined && { defaultBackend: upgradeBackend(defaultBackend) }),
      ...(Array.isArray(spec['rules']) && { rules: spec['rules'].map(upgradeRule) }),
    },
  };
}

function upgradeRule(rule: unknown): unknown {
  if (!isRecord(rule) || !isRecord(rule['http']) || !Array.isArray(rule['http']['paths'])) return rule;
  const paths = rule['http']['paths'].map((each: unknown) => (isRecord(each) ? { ...each, backend: upgradeBackend(each['backend']) } : each));
  return { ...rule, http: { ...rule['http'], paths } };
}

function upgradeBackend(written: unknown): unknown {
  if (!isRecord(written) || written['serviceName'] === undefined) return written;
  const { serviceName, servicePort, ...rest } = written;
  const port = typeof servicePort === 'number' ? { number: servicePort } : { name: servicePort };
  return { ...rest, service: { name: serviceName, port: servicePort === undefined ? {} : port } };
}

export const ingress = defineKind({
  kind: 'Ingress',
  plural: 'ingresses',
  shortNames: ['ing'],
  apiVersion: 'networking.k8s.io/v1',
  otherVersions: ['networking.k8s.io/v1beta1', 'extensions/v1beta1'],
  namespaced: true,
  prepare: upgrade,
  parts: {
    metadata: steeredMetadata,
    spec: defaulted(
      struct({
        ingressClassName: text,
        defaultBackend: backend,
        tls: list(struct({ hosts: list(text), secretName: text })),
        rules: list(struct({ host: text, http: struct({ paths: defaulted(list(path, { key: ['path', 'pathType'] }), []) }) }), { key: ['host'] }),
      }),
      {},
    ),
    status: struct({
      loadBalancer: struct({ ingress: list(struct({ ip: address, hostname: text }), { key: ['ip', 'hostname'], ordered: false }) }),
    }),
  },
});
