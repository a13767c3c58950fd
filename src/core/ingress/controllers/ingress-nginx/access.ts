import type { Journal } from '../../../analysis/index.js';
import { contains, formatCidr, isAddress, parseAddress, type Cidr, type IpAddress } from '../../../ip/index.js';
import type { IngressRequest } from '../../request.js';
import type { RunLocation } from './data-plane.js';
import type { NginxSettings } from './settings.js';

/**
 * The status with which nginx refuses a client; undefined where it does not: 403 by the lists of addresses, 401 without credentials.
 *
 * Source: rootfs/etc/nginx/template/nginx.tmpl, controller-v1.15.1; nginx 1.27.1 src/http/modules/ngx_http_access_module.c, ngx_http_auth_basic_module.c
 */
export function refusal(request: IngressRequest, { location, needsAuth }: RunLocation, settings: NginxSettings, journal?: Journal): 401 | 403 | undefined {
  const { allow, deny, authentication } = location.annotations;
  if (allow.length + deny.length + settings.blockRanges.length === 0 && !authentication.basic && authentication.authUrl === '' && settings.globalAuthUrl === '') return undefined;
  const lists = allow.length + deny.length > 0 ? { allow, deny } : { allow, deny: settings.blockRanges };
  const client = clientAddress(request, settings, journal);
  const denied = whyDenied(client, lists, journal);
  const basic = needsAuth && authentication.basic;
  const byOthers = needsAuth && (authentication.authUrl !== '' || (authentication.enableGlobalAuth && settings.globalAuthUrl !== ''));
  if (authentication.satisfyAny && (basic || byOthers)) return anyOf(request, { denied, listed: lists.allow.length + lists.deny.length > 0, basic }, journal);
  if (denied !== undefined) {
    journal?.step('nginx', 'refuse', `${denied}: 403`);
    return 403;
  }
  if (basic && !request.headers.has('authorization')) {
    journal?.step('nginx', 'refuse', 'auth-type asks for credentials, and the request has none: 401');
    return 401;
  }
  if (basic) journal?.warn('Whether the credentials of the request are right is not known: they were taken to be.');
  if (byOthers) journal?.warn(`The service at ${authentication.authUrl || settings.globalAuthUrl} has a say in whether the request passes: it was taken to let it.`);
  return undefined;
}

interface Doors {
  readonly denied: string | undefined;
  readonly listed: boolean;
  readonly basic: boolean;
}

/** `satisfy any`: one of the doors is enough. */
function anyOf(request: IngressRequest, { denied, listed, basic }: Doors, journal?: Journal): 401 | undefined {
  if (listed && denied === undefined) return undefined;
  if (basic && !request.headers.has('authorization')) {
    journal?.step('nginx', 'refuse', `${denied ?? 'no list lets the client in'}, and the request has no credentials: 401`);
    return 401;
  }
  journal?.warn('The address or the credentials must be accepted (satisfy any): the credentials were taken to be.');
  return undefined;
}

function whyDenied(client: IpAddress | undefined, { allow, deny }: { readonly allow: readonly Cidr[]; readonly deny: readonly Cidr[] }, journal?: Journal): string | undefined {
  if (allow.length + deny.length === 0) return undefined;
  if (client === undefined) {
    journal?.warn('Access depends on the address of the client, which the question does not tell: it was taken to be allowed.');
    return undefined;
  }
  const block = deny.find((range) => contains(range, client));
  if (block !== undefined) return `the client is in the denied range ${formatCidr(block)}`;
  return allow.length === 0 || allow.some((range) => contains(range, client)) ? undefined : 'the client is in none of the allowed ranges';
}

/** The address that nginx takes for the client's: with real_ip_recursive the last one that no trusted proxy wrote. Source: nginx src/http/modules/ngx_http_realip_module.c */
function clientAddress(request: IngressRequest, settings: NginxSettings, journal?: Journal): IpAddress | undefined {
  const source = request.sourceIP === undefined ? undefined : parseAddress(request.sourceIP);
  if (!settings.usesRealIp) return source;
  if (settings.useProxyProtocol) {
    if (source !== undefined) journal?.warn('The controller takes the address of the client from the PROXY protocol: sourceIP was taken to be that address.');
    return source;
  }
  let client = source;
  for (const each of (request.headers.get(settings.forwardedForHeader) ?? []).join(',').split(',').map((text) => text.trim()).reverse()) {
    const isTrusted = client === undefined || settings.trustedRanges.some((range) => client !== undefined && contains(range, client));
    if (!isTrusted || !isAddress(each)) return client;
    client = parseAddress(each);
  }
  return client;
}
