import { isRecord, type RawRecord } from '../../record.js';
import { readCertificate } from '../../x509.js';
import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { bool, defaulted, integer, list, needed, struct, text } from '../shape.js';

/** What `tls.crt` tells everybody who connects. Times are RFC 3339 in UTC. */
const certificate = struct({
  /** false where it is no certificate; then nothing else is known. */
  readable: needed(bool),
  subject: text,
  issuer: text,
  dnsNames: list(text, { ordered: false }),
  ipAddresses: list(text, { ordered: false }),
  notBefore: text,
  notAfter: text,
  /** How many certificates `tls.crt` holds, the server's own included. */
  chainLength: integer,
});

/** Turns values into what may be known of them, before anything else sees them. */
function withoutValues({ data, stringData, ...rest }: RawRecord): RawRecord {
  if (!isRecord(data) && !isRecord(stringData)) return rest;
  const values = { ...(isRecord(data) && data), ...(isRecord(stringData) && stringData) };
  const written = values['tls.crt'];
  return { ...rest, keys: Object.keys(values), ...(typeof written === 'string' && written !== '' && { certificate: factsOf(written) }) };
}

function factsOf(written: string): object {
  const facts = readCertificate(written);
  return facts === undefined ? { readable: false } : { readable: true, ...facts };
}

export const secret = defineKind({
  kind: 'Secret',
  plural: 'secrets',
  apiVersion: 'v1',
  namespaced: true,
  prepare: withoutValues,
  parts: {
    metadata,
    type: defaulted(text, 'Opaque'),
    /** The names of the keys of `data`, sorted. Values are never kept. */
    keys: defaulted(list(text, { ordered: false }), []),
    /** Absent where there is no `tls.crt`. */
    certificate,
  },
});
