import { hash } from 'node:crypto';

/** SHA-256 of the UTF-8 bytes of `text`, in lower-case hex (64 characters). Source: FIPS 180-4. */
export function sha256(text: string): string {
  return hash('sha256', text);
}

/** SHA-512 of the UTF-8 bytes of `text`, in lower-case hex (128 characters). Source: FIPS 180-4. */
export function sha512(text: string): string {
  return hash('sha512', text);
}
