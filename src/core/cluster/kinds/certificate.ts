import { defineKind } from '../kind.js';
import { conditions, steeredMetadata } from '../metadata.js';
import { defaulted, list, needed, struct, text } from '../shape.js';

/** cert-manager's: which Secret is to hold a certificate of which names. */
export const certificate = defineKind({
  kind: 'Certificate',
  plural: 'certificates',
  shortNames: ['cert', 'certs'],
  apiVersion: 'cert-manager.io/v1',
  otherVersions: ['cert-manager.io/v1beta1', 'cert-manager.io/v1alpha3', 'cert-manager.io/v1alpha2', 'certmanager.k8s.io/v1alpha1'],
  namespaced: true,
  parts: {
    metadata: steeredMetadata,
    spec: defaulted(
      struct({
        secretName: text,
        commonName: text,
        dnsNames: list(text, { ordered: false }),
        ipAddresses: list(text, { ordered: false }),
        issuerRef: struct({ group: text, kind: text, name: needed(text) }),
      }),
      {},
    ),
    status: struct({ conditions, notAfter: text, notBefore: text, renewalTime: text }),
  },
});
