import type { ClusterView, Ingress } from '../../../cluster/index.js';
import { nameOf, pathsOf, plannedBackend } from '../ingress-paths.js';
import type { CarriedFeature, PlannedBackend, PlannedRule } from '../plan.js';
import { annotation } from './annotations.js';

interface CanaryHost {
  readonly rules: PlannedRule[];
}

/** Writes a canary beside the rules that it shares a path with: its weight as a share, its header as a rule before them. */
export function canaryRules(view: ClusterView, ingress: Ingress, hosts: ReadonlyMap<string, CanaryHost>, told: CarriedFeature[]): void {
  const by = readBy(ingress, told);
  let found = false;
  for (const path of pathsOf(ingress)) {
    const draft = hosts.get(path.host);
    const { backend, features } = plannedBackend(view, ingress, path.backend, `path ${path.path}`);
    told.push(...features);
    const mains = draft?.rules.filter((rule) => rule.headers === undefined && rule.path.value === path.path && (rule.path.type === 'Exact') === (path.pathType === 'Exact') && rule.backends.length > 0) ?? [];
    for (const main of mains) {
      found = true;
      if (backend !== undefined && draft !== undefined) beside(draft.rules, main, backend, by, nameOf(ingress));
    }
  }
  if (!found) told.push({ feature: 'canary', value: 'true', carries: 'no', detail: 'no other Ingress has a path of it, and alone it serves nothing' });
}

interface By {
  readonly share?: { readonly weight: number; readonly total: number };
  readonly headers: readonly { readonly name: string; readonly value: string; readonly toCanary: boolean; readonly type?: 'RegularExpression' }[];
}

function readBy(ingress: Ingress, told: CarriedFeature[]): By {
  const [header, value, pattern, cookie, weight] = ['canary-by-header', 'canary-by-header-value', 'canary-by-header-pattern', 'canary-by-cookie', 'canary-weight'].map((name) => annotation(ingress, name));
  const headers: By['headers'][number][] = [];
  if (header !== undefined && header !== '') {
    if (value !== undefined && value !== '') headers.push({ name: header, value, toCanary: true });
    else if (pattern !== undefined && pattern !== '') headers.push({ name: header, value: `.*(?:${pattern}).*`, toCanary: true, type: 'RegularExpression' });
    else headers.push({ name: header, value: 'always', toCanary: true }, { name: header, value: 'never', toCanary: false });
    told.push({ feature: 'canary-by-header', value: header, carries: headers.some(({ type }) => type !== undefined) ? 'partly' : 'yes', detail: 'rules with that header' });
  }
  if (cookie !== undefined && cookie !== '') told.push({ feature: 'canary-by-cookie', value: cookie, carries: 'no', detail: 'no condition of a route reads cookies' });
  const [share, total] = [Number(weight ?? '0'), Number(annotation(ingress, 'canary-weight-total') ?? '100')];
  if (weight === undefined || !(share > 0)) return { headers };
  told.push({ feature: 'canary-weight', value: weight, carries: 'yes', detail: `${share} of ${Math.max(100, total)} by weight` });
  return { headers, share: { weight: share, total: Math.max(100, total) } };
}

function beside(rules: PlannedRule[], main: PlannedRule, canary: PlannedBackend, { share, headers }: By, from: string): void {
  const at = rules.indexOf(main);
  const added = headers.map(({ name, value, toCanary, type }) => ({ ...main, headers: [{ name, value, ...(type !== undefined && { type }) }], backends: toCanary ? [canary] : main.backends, from }));
  const [stable] = main.backends;
  const shared = share === undefined || stable === undefined ? main : { ...main, backends: [{ ...stable, weight: Math.max(0, share.total - share.weight) }, { ...canary, weight: Math.min(share.weight, share.total) }] };
  rules.splice(at, 1, ...added, shared);
}
