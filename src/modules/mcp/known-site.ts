import { isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import { localhostAllowedHostnames, validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server';
import { InputError } from '../../core/errors.js';

/** What the service is called by. */
export interface Site {
  /** Under which it is reached; '' where that is not known. */
  readonly publicUrl: string;
  /** Whether whoever calls has shown a token: no page that a browser was lured to has one. */
  readonly needsToken: boolean;
}

/**
 * Keeps web pages from elsewhere out, whatever name they were given for this machine: `Host` is a name of this service, and a request of a browser comes from a
 * page of the same. An address is nobody's to rebind. Source: MCP 2026-07-28, “Transports”, security warning.
 *
 * @throws InputError `forbidden`
 */
export function requireKnownSite({ host, origin }: Pick<IncomingHttpHeaders, 'host' | 'origin'>, { publicUrl, needsToken }: Site): void {
  const own = [...localhostAllowedHostnames(), ...(publicUrl === '' ? [] : [new URL(publicUrl).hostname])];
  const called = hostnameOf(host);
  const known = needsToken || isAddress(called) ? [...own, called] : own;
  const asHost = validateHostHeader(host, known);
  if (!asHost.ok) throw new InputError('forbidden', `${asHost.message}: without API_TOKENS this is served under a loopback name, an address, or the host of PUBLIC_URL`);
  const asOrigin = validateOriginHeader(origin, isLoopbackName(called) ? own : known);
  if (!asOrigin.ok) throw new InputError('forbidden', `${asOrigin.message}: a web page may ask here only if it comes from the same host`);
}

function hostnameOf(host: string | undefined): string {
  return host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}

function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

function isLoopbackName(hostname: string): boolean {
  return localhostAllowedHostnames().includes(hostname);
}
