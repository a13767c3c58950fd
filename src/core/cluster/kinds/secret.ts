import { certificateFacts } from '../certificate-facts.js';
import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { defaulted, list, text } from '../shape.js';

export const secret = defineKind({
  kind: 'Secret',
  plural: 'secrets',
  apiVersion: 'v1',
  namespaced: true,
  parts: {
    metadata,
    type: defaulted(text, 'Opaque'),
    /** The names of the keys of `data`, sorted. Values are never kept. */
    keys: defaulted(list(text, { ordered: false }), []),
    /** The public facts of `tls.crt`; absent where there is none. */
    certificate: certificateFacts,
  },
});
