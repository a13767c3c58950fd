import type { ServedTls } from '../answer.js';
import type { GatewayModel } from './model.js';
import type { Listener } from './listeners.js';

/** The certificate that a listener shows for a name: of several the one that has it, else the first. */
export function servedTls({ secretNames }: GatewayModel, listener: Listener | undefined, sni: string | undefined): ServedTls {
  const { secrets = [], unknown = [] } = listener?.certificates ?? {};
  const secret = secrets.find((each) => sni !== undefined && secretNames(each).some((name) => coversName(name, sni))) ?? secrets[0];
  if (secret === undefined) return { secret: null, certificate: 'none' };
  return { secret, certificate: unknown.includes(secret) ? 'unknown' : 'secret' };
}

/** A wildcard of a certificate stands for one label (RFC 6125 section 6.4.3). */
function coversName(name: string, host: string): boolean {
  const lower = name.toLowerCase();
  return lower === host || (lower.startsWith('*.') && host.indexOf('.') > 0 && host.slice(host.indexOf('.')) === lower.slice(1));
}
