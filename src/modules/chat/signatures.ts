import { createHash, createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto';

/** Whether two texts are the same; the time it takes tells nothing of either. */
export function isSame(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

/** What Slack signs a request with. Source: docs.slack.dev, “Verifying requests from Slack”. */
export function slackSignature(secret: string, timestamp: string, body: Uint8Array): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

/** What Teams puts behind `HMAC `. Source: learn.microsoft.com, “Create Outgoing Webhooks”, “Verify HMAC token”. */
export function teamsSignature(secret: string, body: Uint8Array): string {
  return createHmac('sha256', Buffer.from(secret, 'base64')).update(body).digest('base64');
}

/** Whether Discord signed these bytes. Source: docs.discord.com, “Setting up an endpoint”, “Validating security request headers”. */
export function isSignedByDiscord(publicKey: string, timestamp: string, body: Uint8Array, signature: string): boolean {
  if (!/^[\da-f]{128}$/i.test(signature)) return false;
  return verify(null, Buffer.concat([Buffer.from(timestamp), body]), ed25519Key(publicKey), Buffer.from(signature, 'hex'));
}

/** Source: RFC 8037 section 2. */
function ed25519Key(hex: string): KeyObject {
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(hex, 'hex').toString('base64url') } });
}

/** By which a request is known again; of all that was signed. */
export function digestOf(platform: string, timestamp: string, body: Uint8Array): string {
  return createHash('sha256').update(`${platform}\n${timestamp}\n`).update(body).digest('hex');
}
