import { Buffer } from 'node:buffer';
import { X509Certificate } from 'node:crypto';

/** What a certificate tells everybody who connects. Times are RFC 3339 in UTC. */
export interface PublicFacts {
  /** `CN=shop.example.com, O=Shop`; '' where the certificate has none. */
  readonly subject: string;
  readonly issuer: string;
  /** The DNS names of subjectAltName, as they are written. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  /** How many certificates the text holds. The facts are those of the first, which is the server's own (RFC 8446 section 4.4.2). */
  readonly chainLength: number;
}

const pemCertificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The facts of the first certificate of a PEM text, which may be wrapped in base64 as in a Secret; undefined where there is none that can be read. */
export function readCertificate(text: string): PublicFacts | undefined {
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('latin1');
  const chain = pem.match(pemCertificate) ?? [];
  const [leaf] = chain;
  if (leaf === undefined) return undefined;
  try {
    const certificate = new X509Certificate(leaf);
    const names = alternativeNames(certificate.subjectAltName ?? '');
    return {
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      dnsNames: names.filter(([type]) => type === 'DNS').map(([, name]) => name),
      ipAddresses: names.filter(([type]) => type === 'IP Address').map(([, name]) => name),
      notBefore: instant(certificate.validFrom),
      notAfter: instant(certificate.validTo),
      chainLength: chain.length,
    };
  } catch {
    return undefined;
  }
}

/** Node writes `DNS:a, IP Address:10.0.0.1, DNS:"odd, name"`: a value that could be mistaken is a JSON string. */
function alternativeNames(text: string): [type: string, name: string][] {
  return [...text.matchAll(/([^:,]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g)].map(([, type = '', name = '']) => [
    type,
    name.startsWith('"') ? (JSON.parse(name) as string) : name,
  ]);
}

/** Node writes one attribute a line; undefined for an empty name, whatever its types say. */
function oneLine(name: string | undefined): string {
  return (name ?? '').trim().split('\n').join(', ');
}

/** `Nov  2 02:54:28 2027 GMT`, as OpenSSL prints it. */
function instant(text: string): string {
  return new Date(text).toISOString().replace('.000Z', 'Z');
}
