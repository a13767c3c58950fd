import type { ClusterView, HTTPRoute } from '../../cluster/index.js';
import type { Condition } from './condition.js';
import { resolveRef, type ResolvedRef } from './backend-refs.js';
import type { Implementation } from './implementation.js';
import type { Filter, RouteObject } from './route-object.js';
import { isBelow, type PathCondition, type RouteRuleMatch } from './route-match.js';
import { modifierFault } from './url-change.js';
import { compileCondition, type InvalidCondition, type ValueCondition } from './value-condition.js';

type HttpRule = NonNullable<HTTPRoute['spec']['rules']>[number];

/** A rule of a route, ready to be asked. */
export interface Rule {
  readonly route: RouteObject;
  /** From 0. */
  readonly index: number;
  readonly name?: string;
  readonly matches: readonly RouteRuleMatch[];
  readonly filters: readonly Filter[];
  /** Resolved when first asked for. */
  readonly refs: () => readonly ResolvedRef[];
}

/** A route read for an implementation: rules that work, and why others do not. */
export interface CompiledRoute {
  readonly route: RouteObject;
  readonly rules: readonly Rule[];
  /** Rules that are left out, by their index. */
  readonly faults: ReadonlyMap<number, RuleFault>;
}

export interface RuleFault {
  readonly reason: 'UnsupportedValue' | 'IncompatibleFilters';
  readonly detail: string;
}

const httpFilters = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror', 'RequestRedirect', 'URLRewrite', 'ExtensionRef', 'CORS', 'ExternalAuth'];
const grpcFilters = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror', 'ExtensionRef'];

/** Source: gateway-api v1.6 apis/v1/{httproute,grpcroute}_types.go */
export function compileRoute(view: ClusterView, route: RouteObject, implementation: Implementation): CompiledRoute {
  const rules: Rule[] = [];
  const faults = new Map<number, RuleFault>();
  for (const [index, rule] of rulesOf(route).entries()) {
    const compiled = compileMatches(route, index, rule.name, implementation);
    const fault = 'reason' in compiled ? compiled : filterFault(route, rule.filters ?? [], compiled);
    if (fault !== undefined) {
      faults.set(index, fault);
      continue;
    }
    let resolved: readonly ResolvedRef[] | undefined;
    rules.push({
      route,
      index,
      ...(rule.name !== undefined && { name: rule.name }),
      matches: compiled as readonly RouteRuleMatch[],
      filters: rule.filters ?? [],
      refs: () => (resolved ??= (rule.backendRefs ?? []).map((ref) => resolveRef(view, route, ref))),
    });
  }
  return { route, rules, faults };
}

/** What the rules of both kinds share. */
function rulesOf(route: RouteObject): readonly Pick<HttpRule, 'name' | 'filters' | 'backendRefs'>[] {
  return route.spec.rules ?? [];
}

function compileMatches(route: RouteObject, ruleIndex: number, ruleName: string | undefined, implementation: Implementation): readonly RouteRuleMatch[] | RuleFault {
  const base = { route, ruleIndex, ...(ruleName !== undefined && { ruleName }) };
  const compiled = route.kind === 'HTTPRoute' ? httpMatches(route, ruleIndex, implementation) : grpcMatches(route, ruleIndex, implementation);
  const broken = compiled.find((each): each is InvalidCondition => 'error' in each);
  if (broken !== undefined) return { reason: 'UnsupportedValue', detail: broken.error };
  return (compiled as Compiled[]).map((match, matchIndex) => ({ ...base, matchIndex, ...match }));
}

type Compiled = Pick<RouteRuleMatch, 'path' | 'method' | 'service' | 'call' | 'headers' | 'query'>;

function httpMatches(route: HTTPRoute, ruleIndex: number, { regexes }: Implementation): readonly (Compiled | InvalidCondition)[] {
  const written = route.spec.rules[ruleIndex]?.matches ?? [];
  if (written.length === 0) return [{ headers: [], query: [] }];
  return written.map(({ path, method, headers, queryParams }) => {
    const compiledPath = compilePath(path.type, path.value, regexes);
    const conditions = compileAll('header', headers, regexes, (name) => name.toLowerCase());
    const query = compileAll('query parameter', queryParams, regexes, (name) => name);
    if ('error' in compiledPath) return compiledPath;
    if ('error' in conditions) return conditions;
    if ('error' in query) return query;
    return { path: compiledPath, ...(method !== undefined && { method }), headers: conditions, query };
  });
}

function grpcMatches(route: Exclude<RouteObject, HTTPRoute>, ruleIndex: number, { regexes }: Implementation): readonly (Compiled | InvalidCondition)[] {
  const written = route.spec.rules?.[ruleIndex]?.matches ?? [];
  if (written.length === 0) return [{ headers: [], query: [] }];
  return written.map(({ method, headers }) => {
    const conditions = compileAll('header', headers, regexes, (name) => name.toLowerCase());
    const service = compileName('service', method?.service, method?.type, regexes);
    const call = compileName('method', method?.method, method?.type, regexes);
    if ('error' in conditions) return conditions;
    if (service !== undefined && 'error' in service) return service;
    if (call !== undefined && 'error' in call) return call;
    return { ...(service !== undefined && { service }), ...(call !== undefined && { call }), headers: conditions, query: [] };
  });
}

function compileName(what: string, written: string | undefined, type = 'Exact', reach: Implementation['regexes']): ValueCondition | InvalidCondition | undefined {
  return written === undefined || written === '' ? undefined : compileCondition(`the ${what}`, what, type, written, reach);
}

function compilePath(type: string, written: string, reach: Implementation['regexes']): PathCondition | InvalidCondition {
  if (type === 'PathPrefix') return { type, written, holds: (path) => isBelow(written, path) };
  if (type !== 'Exact' && type !== 'RegularExpression') return { error: `the path ${written} is matched by ${type}, which is none of Exact, PathPrefix and RegularExpression` };
  const compiled = compileCondition(`the path ${written}`, 'path', type, written, reach);
  return 'error' in compiled ? compiled : { type, written, holds: compiled.holds };
}

/** Of several conditions on one name the first counts. */
function compileAll(
  what: string,
  written: readonly { readonly type: string; readonly name: string; readonly value: string }[] | undefined,
  reach: Implementation['regexes'],
  keyOf: (name: string) => string,
): readonly ValueCondition[] | InvalidCondition {
  const compiled = new Map<string, ValueCondition>();
  for (const { type, name, value } of written ?? []) {
    const key = keyOf(name);
    if (compiled.has(key)) continue;
    const condition = compileCondition(`the ${what} ${name}`, key, type, value, reach);
    if ('error' in condition) return condition;
    compiled.set(key, condition);
  }
  return [...compiled.values()];
}

function filterFault(route: RouteObject, filters: readonly Filter[], matches: readonly RouteRuleMatch[]): RuleFault | undefined {
  const known = route.kind === 'HTTPRoute' ? httpFilters : grpcFilters;
  const foreign = filters.find(({ type }) => !known.includes(type));
  if (foreign !== undefined) return { reason: 'UnsupportedValue', detail: `${foreign.type} is no filter of a ${route.kind}` };
  if (filters.some(({ requestRedirect }) => requestRedirect) && filters.some(({ urlRewrite }) => urlRewrite)) {
    return { reason: 'IncompatibleFilters', detail: 'RequestRedirect and URLRewrite stand in one rule' };
  }
  for (const { requestRedirect, urlRewrite } of filters) {
    const scheme = requestRedirect?.scheme;
    if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return { reason: 'UnsupportedValue', detail: `${scheme} is no scheme of a redirect` };
    const modifier = requestRedirect?.path ?? urlRewrite?.path;
    const fault = matches.map(({ path }) => modifierFault(modifier, path)).find((each) => each !== undefined);
    if (fault !== undefined) return { reason: 'UnsupportedValue', detail: fault };
  }
  return undefined;
}

/** ResolvedRefs of a route: the first reference of the first rule that fails decides. */
export function resolvedRefs({ rules }: CompiledRoute): Condition {
  for (const rule of rules) {
    const bad = rule.refs().find(({ state }) => state === 'invalid');
    if (bad?.reason !== undefined) return { type: 'ResolvedRefs', status: 'False', reason: bad.reason, detail: `rule ${rule.index}: ${bad.detail}` };
  }
  return { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs', detail: 'all it refers to is there' };
}
