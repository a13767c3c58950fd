import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** 256 random bits. Source: Standard Webhooks 1.0.0, “Signature scheme”: 24 to 64 bytes, in base64 behind `whsec_`. */
export function newSecret(): string {
  return `${prefix}${randomBytes(32).toString('base64')}`;
}

/** What `webhook-signature` holds: one signature of each secret, so that receivers who know one of them can verify. Source: Standard Webhooks 1.0.0, “Signature scheme”. @param timestamp in seconds since 1970 */
export function signaturesOf(id: string, timestamp: number, body: string, secrets: readonly string[]): string {
  return secrets.map((secret) => `v1,${createHmac('sha256', Buffer.from(secret.slice(prefix.length), 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64')}`).join(' ');
}
