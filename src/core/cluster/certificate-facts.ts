import { bool, integer, list, needed, struct, text } from './shape.js';

/** What a certificate tells everybody who connects. Times are RFC 3339 in UTC. */
export const certificateFacts = struct({
  /** false where it is no certificate; then nothing else is known. */
  readable: needed(bool),
  subject: text,
  issuer: text,
  dnsNames: list(text, { ordered: false }),
  ipAddresses: list(text, { ordered: false }),
  notBefore: text,
  notAfter: text,
  /** How many certificates `tls.crt` holds, the leaf included. */
  chainLength: integer,
});
