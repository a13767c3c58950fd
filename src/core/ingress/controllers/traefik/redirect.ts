import type { RouteMatch } from '../../answer.js';
import type { IngressRequest } from '../../request.js';
import type { GoPath } from './go-path.js';
import type { EntryPoint } from './static-config.js';

/**
 * The redirection of an entry point, where it takes the request before the router of `priority`.
 *
 * Source: Traefik v3.7.9 pkg/provider/traefik/internal.go, redirection; pkg/middlewares/redirect
 */
export function redirectOf(entryPoint: EntryPoint, request: IngressRequest, path: GoPath, priority: number | undefined): (Pick<RouteMatch, 'status' | 'location'> & { readonly location: string }) | undefined {
  const { redirect, tls } = entryPoint;
  // Its router is one as any other: with TLS where the entry point has it.
  if (redirect === undefined || tls !== (request.scheme === 'https') || request.host === '') return undefined;
  if (redirect.sparesAcme && path.routed.startsWith('/.well-known/acme-challenge/')) return undefined;
  if (redirect.priority !== undefined && priority !== undefined && priority > ownPriority(redirect.priority, redirect.sparesAcme)) return undefined;
  const uri = path.sent + (request.query === undefined ? '' : `?${request.query.replaceAll(';', entryPoint.semicolon ?? ';')}`);
  const port = request.port === undefined || request.port === (request.scheme === 'https' ? 443 : 80) ? '' : `:${request.port}`;
  const location = `${redirect.scheme}://${request.host}${redirect.port === '' ? '' : `:${redirect.port}`}${uri}`;
  if (location === `${request.scheme}://${request.host}${port}${uri}`) return undefined;
  const isGet = request.method === 'GET';
  return { status: redirect.permanent ? (isGet ? 301 : 308) : isGet ? 302 : 307, location };
}

/** 0 stands for the length of its rule. */
function ownPriority(written: number, sparesAcme: boolean): number {
  if (written !== 0) return written;
  return (sparesAcme ? 'HostRegexp(`^.+$`) && !PathPrefix(`/.well-known/acme-challenge/`)' : 'HostRegexp(`^.+$`)').length;
}
