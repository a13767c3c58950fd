import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InputError, invariant } from '../../core/errors.js';
import { isLoopback, type ApiToken, type Config } from '../config.js';
import { ACCESS } from './auth.decorators.js';
import { CONFIG } from './config.token.js';
import { inwardCaller } from './inward.js';
import { PictureLinks } from './picture-links.js';
import { mayActAs, type Principal, type Role } from './principal.js';
import { RENDERERS, type Renderers } from './renders.decorator.js';

/** Finds out who calls, and lets in who has the role that the route needs. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: Config,
    private readonly links: PictureLinks,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Role | 'public' | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access === 'public') return true;
    invariant(access !== undefined, 'every route has @RequiresRole() or @Public()');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = inwardCaller() ?? this.#whoseLink(context, request) ?? whoCalls(request, this.config);
    if (!mayActAs(principal.role, access)) {
      throw new InputError('forbidden', `this needs the role ${access}; ${principal.name} has ${principal.role}`);
    }
    requireCluster(principal, request.params as { readonly cluster?: string });
    request.principal = principal;
    return true;
  }

  /** Whom a signed link lets in; undefined for what is none, as whatever has no picture. */
  #whoseLink(context: ExecutionContext, request: FastifyRequest): Principal | undefined {
    const renderers = this.reflector.get<Renderers<never> | undefined>(RENDERERS, context.getHandler());
    if (renderers?.svg === undefined || (request.query as { readonly sig?: unknown }).sig === undefined) return undefined;
    const caller = this.links.callerOf(request);
    // A chat shows the picture within a page of its own.
    void context.switchToHttp().getResponse<FastifyReply>().header('cross-origin-resource-policy', 'cross-origin');
    return caller;
  }
}

/** Who calls over the network, other than by a signed link. @throws InputError `unauthenticated`, `forbidden` */
export function whoCalls({ headers }: Pick<FastifyRequest, 'headers'>, { tokens, localOnly }: Pick<Config, 'tokens' | 'localOnly'>): Principal {
  if (tokens !== undefined) return principalOf(headers.authorization, tokens);
  if (localOnly) requireLocalPage(headers);
  return { name: 'anonymous', role: 'admin' };
}

/** @throws InputError `forbidden` where the path names a cluster that is not for this caller */
function requireCluster({ name, clusters }: Principal, { cluster }: { readonly cluster?: string }): void {
  if (clusters === undefined || cluster === undefined || clusters.includes(cluster)) return;
  throw new InputError('forbidden', `cluster ${JSON.stringify(cluster)} is not for ${name}`);
}

/** @throws InputError `unauthenticated` where the header holds none of `tokens`. Source: RFC 6750 section 2.1. */
export function principalOf(authorization: string | undefined, tokens: readonly ApiToken[]): Principal {
  if (authorization === undefined) throw new InputError('unauthenticated', 'the request has no Authorization header');
  const [, token] = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization) ?? [];
  if (token === undefined) throw new InputError('unauthenticated', 'the Authorization header is not of the form: Bearer <token>');
  const hash = createHash('sha256').update(token).digest();
  // All are compared, so that the time taken tells nothing.
  const [match] = tokens.filter(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, 'hex'), hash));
  if (match === undefined) throw new InputError('unauthenticated', 'this token is not known here');
  return { name: match.name, role: match.role };
}

/**
 * Where nobody needs a token, a web page from elsewhere must not act through the browser of whoever runs the service: its requests name
 * it as their origin, or, after its name was rebound to 127.0.0.1, as their host.
 *
 * @throws InputError `forbidden`
 */
export function requireLocalPage({ host, origin }: { readonly host?: string | undefined; readonly origin?: string | undefined }): void {
  const named = host === undefined ? undefined : `http://${host}`;
  const isLocalOrNone = (url: string | undefined) => url === undefined || isLocal(url);
  if (isLocalOrNone(named) && isLocalOrNone(origin)) return;
  const strangers = [named, origin].filter((url) => !isLocalOrNone(url));
  throw new InputError('forbidden', `without API_TOKENS only this machine is served, under a loopback name; this request comes through ${strangers.join(', ')}. Set API_TOKENS, or AUTH=none if everyone may be admin`);
}

/** How a loopback name is nearly always written: to read a URL takes longer than all else about a caller. */
const plainlyLocal = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::[1-5]?\d{1,4})?$/;

function isLocal(url: string): boolean {
  return plainlyLocal.test(url) || (URL.canParse(url) && isLoopback(new URL(url).hostname.replace(/^\[(.*)\]$/, '$1')));
}
