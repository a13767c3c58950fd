import type { Scenario } from '../scenario.js';
import type { Translation } from './translate.js';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

/** The conditions of routes as Envoy Gateway sets them, in the words of {@link Scenario.routes}. */
export function routesIn({ httpRoutes, grpcRoutes }: Translation, { routes = {} }: Scenario): Record<string, string> {
  return Object.fromEntries(
    Object.keys(routes).map((named) => {
      const [kind, name] = named.split(' ');
      const found = ((kind === 'HTTPRoute' ? httpRoutes : grpcRoutes) ?? []).find(({ metadata }) => metadata.name === name);
      const conditions = found?.status?.parents?.[0]?.conditions ?? [];
      const [accepted, refs] = ['Accepted', 'ResolvedRefs'].map((type) => conditions.find((each) => each.type === type));
      return [named, [accepted?.reason ?? 'none', ...(refs === undefined || refs.status === 'True' ? [] : [refs.reason])].join(' ')];
    }),
  );
}

/** Of listeners, in the words of {@link Scenario.listeners}. */
export function listenersIn({ gateways }: Translation, { listeners = {} }: Scenario): Record<string, string> {
  return Object.fromEntries(
    Object.keys(listeners).map((named) => {
      const [gateway, name] = named.split('#');
      const found = (gateways ?? []).find(({ metadata }) => metadata.name === gateway)?.status?.listeners?.find((each) => each.name === name);
      return [named, [found?.attachedRoutes ?? 0, ...(found?.conditions ?? []).filter(isFault).map(({ type, reason }) => `${type}=${reason}`)].join(' ')];
    }),
  );
}

/** Of a listener that is not accepted only that is told. */
function isFault({ type, status }: Condition, _at: number, all: readonly Condition[]): boolean {
  if (type === 'Conflicted' || type === 'OverlappingTLSConfig') return type === 'Conflicted' && status === 'True';
  if (type === 'Programmed' && all.some((each) => each.type === 'Accepted' && each.status === 'False')) return false;
  return status !== 'True';
}
