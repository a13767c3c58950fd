import type { Journal } from '../../analysis/index.js';
import { refOf } from '../../cluster/index.js';
import type { AlternativeBackend, Outcome, RouteBackend } from '../answer.js';
import type { ResolvedRef } from './backend-refs.js';
import type { Entry } from './rule-table.js';
import type { Filter } from './route-object.js';
import { changedPath, redirectOf, type Redirected } from './url-change.js';

/** What the rule that takes a request does with it. */
export interface RuleOutcome {
  readonly outcome: Outcome;
  readonly status?: number;
  readonly location?: string;
  readonly upstreamPath?: string;
  readonly backend: RouteBackend | null;
  readonly alternatives?: readonly AlternativeBackend[];
}

/** Source: gateway-api v1.6 HTTPRouteRule.{Filters,BackendRefs} */
export function actOn({ match, rule }: Entry, request: Redirected, journal: Journal | undefined): RuleOutcome {
  const redirect = rule.filters.find(({ requestRedirect }) => requestRedirect)?.requestRedirect;
  if (redirect !== undefined) return { outcome: 'redirect', ...redirectOf(request, match.path, redirect), backend: null };
  if (journal !== undefined) tellFilters(rule.filters, journal, match.route.kind);
  const chosen = rule.refs().filter(({ weight }) => weight > 0);
  if (journal !== undefined) for (const { warning } of rule.refs()) if (warning !== undefined) journal.warn(warning);
  const total = chosen.reduce((sum, { weight }) => sum + weight, 0);
  const [only] = chosen;
  if (only === undefined) return unavailable(500, null, rule.refs().length === 0 ? 'The rule has no backendRefs.' : 'Each of its backendRefs has the weight 0.', journal);
  if (chosen.length > 1) tellShares(chosen, total, journal);
  if (!chosen.some(({ state }) => state === 'ready')) {
    const status = chosen.some(({ state }) => state === 'invalid') ? 500 : 503;
    return unavailable(status, only.backend, `${chosen.map(({ detail }) => detail).join('; ')}.`, journal);
  }
  const own = chosen.length === 1 ? (only.ref.filters ?? []) : [];
  const ownRedirect = own.find(({ requestRedirect }) => requestRedirect)?.requestRedirect;
  if (ownRedirect !== undefined) return { outcome: 'redirect', ...redirectOf(request, match.path, ownRedirect), backend: null };
  if (journal !== undefined) {
    tellFilters(own, journal, match.route.kind);
    if (chosen.some(({ ref }) => (ref.filters ?? []).length > 0) && chosen.length > 1) journal.warn('Backends of several have filters of their own, which are not simulated: upstreamPath is that before them.');
  }
  return {
    outcome: 'forward',
    upstreamPath: rewritten(request, match.path, [...rule.filters, ...own]),
    backend: first(chosen).backend,
    ...(chosen.length > 1 && { alternatives: chosen.map(({ backend, weight }) => ({ backend, share: weight / total })) }),
  };
}

function first(chosen: readonly ResolvedRef[]): ResolvedRef {
  return chosen.find(({ state }) => state === 'ready') ?? (chosen[0] as ResolvedRef);
}

function rewritten(request: Redirected, condition: Entry['match']['path'], filters: readonly Filter[]): string {
  const path = filters.reduce((before, { urlRewrite }) => changedPath(before, condition, urlRewrite?.path), request.path);
  return request.query === undefined ? path : `${path}?${request.query}`;
}

function unavailable(status: number, backend: RouteBackend | null, detail: string, journal: Journal | undefined): RuleOutcome {
  journal?.step('gateway', 'answer', `${detail} The Gateway answers ${status} by itself.`);
  return { outcome: 'unavailable', status, backend };
}

function tellShares(chosen: readonly ResolvedRef[], total: number, journal: Journal | undefined): void {
  for (const { state, detail, weight, backend } of chosen) {
    const share = `${Math.round((weight / total) * 1000) / 10} %`;
    const fate = state === 'ready' ? `go to ${backend.service}` : `are answered with ${state === 'empty' ? 503 : 500}: ${detail}`;
    journal?.step('gateway', 'split', `${share} of the requests ${fate}.`);
  }
}

function tellFilters(filters: readonly Filter[], journal: Journal, kind: string): void {
  for (const filter of filters) {
    if (filter.urlRewrite?.hostname !== undefined) journal.step('gateway', 'rewrite', `The backend gets the host ${filter.urlRewrite.hostname}.`);
    tellHeaders('request', filter.requestHeaderModifier, journal);
    tellHeaders('response', filter.responseHeaderModifier, journal);
    if (filter.requestMirror !== undefined) journal.step('gateway', 'mirror', `A copy of the request goes to ${filter.requestMirror.backendRef?.name ?? 'a mirror'}, whose answer is thrown away.`);
    if (filter.type === 'ExtensionRef') journal.warn(`The ${kind} has the filter ${filter.extensionRef?.kind ?? 'ExtensionRef'} ${filter.extensionRef?.name ?? ''}, which may change or refuse the request and is not modelled.`);
    if (filter.type === 'ExternalAuth') journal.warn(`The ${kind} asks an external authorizer, which may refuse the request.`);
    if (filter.type === 'CORS') journal.step('gateway', 'filter', 'Preflight requests (CORS) are answered by the Gateway itself.');
  }
}

function tellHeaders(of: string, modifier: Filter['requestHeaderModifier'], journal: Journal): void {
  const parts = (['set', 'add'] as const).flatMap((act) => ((modifier?.[act] ?? []).length === 0 ? [] : `${act}s ${(modifier?.[act] ?? []).map(({ name }) => name).join(', ')}`));
  if ((modifier?.remove ?? []).length > 0) parts.push(`removes ${modifier?.remove?.join(', ')}`);
  if (parts.length > 0) journal.step('gateway', 'headers', `Of the ${of}'s headers it ${parts.join('; ')}.`);
}

/** What the route object is told as in a step. */
export function evidenceOf({ match }: Entry): { kind: string; namespace?: string; name: string; field: string } {
  return { ...refOf(match.route), field: `spec.rules[${match.ruleIndex}]` };
}
