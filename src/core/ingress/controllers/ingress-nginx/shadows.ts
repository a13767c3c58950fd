import type { RuleRef } from '../../answer.js';
import type { RunLocation, RunServer } from './data-plane.js';

/** Why no request can reach a location. */
export interface Shadow {
  readonly by: RuleRef | null;
  readonly reason: string;
}

/** Undefined where a request may reach it. Only what is certain is told. */
export function shadowOf(at: RunLocation): Shadow | undefined {
  const { server } = at;
  if (server.server.authTlsError !== '') return { by: null, reason: `the whole server answers 403: ${server.server.authTlsError}` };
  if (server.appRoot !== undefined && at.path === '/' && at.isExact && !server.isRegex) return { by: server.appRoot.location.rule ?? null, reason: 'app-root redirects / before any location is looked at' };
  return server.isRegex ? behindPattern(server, at) : neverNormal(at);
}

/** nginx compares a path in which slashes are merged and dot segments resolved. */
function neverNormal({ path }: RunLocation): Shadow | undefined {
  if (path.startsWith('/') && !/\/\/|\/\.\.?(?:\/|$)/.test(path)) return undefined;
  return { by: null, reason: 'nginx merges slashes and resolves dots before it compares, so no path is like this one' };
}

/** Patterns are tried in their order: one that takes everything that begins with its text hides those behind it that begin with it too. */
function behindPattern({ locations }: RunServer, at: RunLocation): Shadow | undefined {
  const wanted = textBehind(at);
  if (wanted === undefined) return undefined;
  for (const earlier of locations) {
    if (earlier === at) return undefined;
    const start = coveredStart(earlier);
    if (start !== undefined && wanted.startsWith(start)) return { by: earlier.location.rule ?? null, reason: `the longer pattern ^${earlier.path} takes all that this one could` };
  }
  return undefined;
}

/** What every path that it takes begins with; undefined where that is nothing of use. */
function textBehind({ literal }: RunLocation): string | undefined {
  return literal === '' ? undefined : literal;
}

const anything = /^(?:\(\.\*\)|\.\*)\$?$/;

/** The text of which a pattern takes every continuation. */
function coveredStart({ path, literal, isLiteral }: RunLocation): string | undefined {
  if (isLiteral) return literal;
  return anything.test(path.slice(literal.length)) ? literal : undefined;
}
