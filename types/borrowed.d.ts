// What the core borrows of Node, for tsconfig.core.json alone: there the rest of Node does not exist.

declare module 'node:buffer' {
  export const Buffer: { from(text: string, encoding: 'base64'): { toString(encoding: 'latin1' | 'utf8'): string } };
}

declare module 'node:crypto' {
  export function hash(algorithm: 'sha256' | 'sha512', data: string): string;

  export class X509Certificate {
    constructor(pem: string);
    readonly subject: string;
    readonly issuer: string;
    readonly subjectAltName: string | undefined;
    readonly validFrom: string;
    readonly validTo: string;
  }
}
