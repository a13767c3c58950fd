import type { IngressRequest } from '../request.js';
import type { ValueCondition } from './value-condition.js';
import type { RouteObject } from './route-object.js';

/** What a request is asked for by one rule and another: worked out once a request. */
export interface Asked {
  readonly request: IngressRequest;
  /** In lower case, without port. */
  readonly host: string;
  /** As the implementation compares it. */
  readonly path: string;
  readonly repeatedHeaders: 'joined' | 'each';
  readonly query: ReadonlyMap<string, string>;
  /** Service and method of `/service/method`; undefined for a path that names none. */
  readonly call: { readonly service: string; readonly method: string } | undefined;
}

export interface PathCondition {
  readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly written: string;
  readonly holds: (path: string) => boolean;
}

/** One of the `matches` of one rule of a route. */
export interface RouteRuleMatch {
  readonly route: RouteObject;
  /** From 0. */
  readonly ruleIndex: number;
  readonly ruleName?: string;
  /** From 0. */
  readonly matchIndex: number;
  /** Of an HTTPRoute. */
  readonly path?: PathCondition;
  readonly method?: string;
  /** Of a GRPCRoute: absent is any. */
  readonly service?: ValueCondition;
  readonly call?: ValueCondition;
  readonly headers: readonly ValueCondition[];
  readonly query: readonly ValueCondition[];
}

/** Whether a request meets every condition but that on the host. */
export function meets(match: RouteRuleMatch, asked: Asked): boolean {
  return whyNot(match, asked) === undefined;
}

/** The first condition that a request does not meet, as the end of a sentence; undefined where it meets all. */
export function whyNot(match: RouteRuleMatch, asked: Asked): string | undefined {
  if (match.service !== undefined && !holdsValue(asked.call?.service, match.service.holds)) return `it asks for the service ${match.service.written}`;
  if (match.call !== undefined && !holdsValue(asked.call?.method, match.call.holds)) return `it asks for the method ${match.call.written}`;
  if (match.path !== undefined && !match.path.holds(asked.path)) return `the path is not ${tellPath(match.path)}`;
  if (match.method !== undefined && match.method !== asked.request.method) return `it asks for the method ${match.method}`;
  const header = match.headers.find(({ name, holds }) => !holdsHeader(asked, name, holds));
  if (header !== undefined) return `it asks for the header ${header.name}`;
  const parameter = match.query.find(({ name, holds }) => !holdsValue(asked.query.get(name), holds));
  return parameter === undefined ? undefined : `it asks for the query parameter ${parameter.name}`;
}

/** A request path of elements below `prefix`, or `prefix` itself, with or without a trailing slash. Source: gateway-api v1.6, PathMatchPathPrefix. */
export function isBelow(prefix: string, path: string): boolean {
  const bare = withoutTrailingSlash(prefix);
  return path.startsWith(bare) && (path.length === bare.length || path[bare.length] === '/');
}

/** `/foo` of `/foo/`; '' of `/`. One slash is cut. */
export function withoutTrailingSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

export function tellPath({ type, written }: PathCondition): string {
  if (type === 'Exact') return written;
  return type === 'PathPrefix' ? `below ${written}` : `one of ${written}`;
}

function holdsHeader({ request, repeatedHeaders }: Asked, name: string, holds: (value: string) => boolean): boolean {
  const values = request.headers.get(name);
  if (values === undefined) return false;
  return repeatedHeaders === 'each' ? values.some(holds) : holds(values.join(','));
}

function holdsValue(value: string | undefined, holds: (value: string) => boolean): boolean {
  return value !== undefined && holds(value);
}
