import { count, enumerate, Journal, type Answer } from '../../analysis/index.js';
import { refOf, type ClusterView, type Gateway } from '../../cluster/index.js';
import type { ParentOutcome } from './attachments.js';
import type { Condition } from './condition.js';
import { gatewayConditions, type Listener } from './listeners.js';
import { gatewayModels, type GatewayModel } from './model.js';
import { nameOf, type ParentRef, type RouteObject } from './route-object.js';
import { resolvedRefs, type CompiledRoute } from './rules.js';

type Observed = NonNullable<NonNullable<Gateway['status']>['conditions']>;

/** A condition as the specification asks for it, beside what the object's own status says. */
export interface ToldCondition extends Condition {
  /** What the controller wrote; null where it wrote no such condition, or nothing at all. */
  readonly observed: { readonly status: string; readonly reason: string | null } | null;
}

export interface ToldListener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  /** '' for every host. */
  readonly hostname: string;
  /** `namespace/name` of the Secrets whose certificates it shows. */
  readonly certificates: readonly string[];
  readonly attachedRoutes: number;
  /** What the status says; null where it says nothing. */
  readonly observedAttachedRoutes: number | null;
  readonly conditions: readonly ToldCondition[];
}

export interface ToldRoute {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  /** `namespace/name`. */
  readonly name: string;
  /** The listeners that take it, by name. */
  readonly listeners: readonly string[];
  /** The hosts on which it is served; '' is every host. */
  readonly hosts: readonly string[];
  readonly conditions: readonly ToldCondition[];
}

export interface ToldGateway {
  /** `namespace/name`. */
  readonly name: string;
  readonly gatewayClassName: string;
  /** null where the snapshot does not hold the class. */
  readonly controllerName: string | null;
  /** Whose behaviour the answers follow: that of a known implementation, or the specification. */
  readonly implementation: string;
  readonly conditions: readonly ToldCondition[];
  readonly listeners: readonly ToldListener[];
  readonly routes: readonly ToldRoute[];
}

/**
 * - `found`: there are Gateways; `gateways` tells of them
 * - `none`: there are none
 */
export type GatewaysOutcome = 'found' | 'none';

export interface GatewaysAnswer extends Answer {
  readonly outcome: GatewaysOutcome;
  readonly gateways: readonly ToldGateway[];
}

/** The Gateways of a snapshot, what hangs on them and why not, held against what their controllers wrote into the status. */
export function gatewaysOf(view: ClusterView): GatewaysAnswer {
  const journal = new Journal();
  const models = gatewayModels(view);
  for (const kind of ['Gateway', 'HTTPRoute', 'GRPCRoute'] as const) if (!view.covers(kind)) journal.warn(`The snapshot does not hold all ${kind}s.`);
  for (const { warnings } of models) for (const warning of warnings) journal.warn(warning);
  const gateways = models.map((model) => tellGateway(model));
  for (const [at, gateway] of gateways.entries()) explain(gateway, models[at] as GatewayModel, journal);
  return { outcome: gateways.length === 0 ? 'none' : 'found', gateways, summary: summarise(gateways), steps: journal.steps, warnings: journal.warnings };
}

function tellGateway(model: GatewayModel): ToldGateway {
  const { gateway, controllerName, implementation, listeners, outcomes } = model;
  return {
    name: nameOf(gateway),
    gatewayClassName: gateway.spec.gatewayClassName ?? '',
    controllerName: controllerName ?? null,
    implementation: implementation.title,
    conditions: beside(gatewayConditions(listeners), gateway.status?.conditions),
    listeners: listeners.map((listener) => tellListener(listener, model)),
    routes: outcomes.map((outcome) => tellRoute(outcome, model)),
  };
}

function tellListener(listener: Listener, { gateway, outcomes }: GatewayModel): ToldListener {
  const status = gateway.status?.listeners?.find(({ name }) => name === listener.name);
  const { name, port, protocol, hostname, certificates, conditions } = listener;
  const attached = new Set(outcomes.flatMap(({ attachments }) => attachments.filter((each) => each.listener === listener).map(({ route }) => route)));
  return {
    name,
    port,
    protocol,
    hostname,
    certificates: certificates?.secrets ?? [],
    attachedRoutes: attached.size,
    observedAttachedRoutes: status?.attachedRoutes ?? null,
    conditions: beside(conditions, status?.conditions),
  };
}

function tellRoute({ route, parentRef, accepted, attachments }: ParentOutcome, { compiled, controllerName }: GatewayModel): ToldRoute {
  const rules = compiled.get(route);
  const status = route.status?.parents?.find((each) => (controllerName === undefined || each.controllerName === controllerName) && isSameParent(route, each.parentRef, parentRef));
  return {
    kind: route.kind,
    name: nameOf(route),
    listeners: attachments.map(({ listener }) => listener.name),
    hosts: [...new Set(attachments.flatMap(({ hosts }) => hosts))],
    conditions: beside(routeConditions(accepted, rules), status?.conditions),
  };
}

/** Rules that are left out make a route partly invalid, or, where all are, refused. Source: gateway-api v1.6 RouteConditionPartiallyInvalid */
function routeConditions(accepted: Condition, route: CompiledRoute | undefined): Condition[] {
  if (route === undefined) return [accepted];
  const [fault] = route.faults;
  if (fault === undefined) return [accepted, resolvedRefs(route)];
  const [index, { reason, detail }] = fault;
  const told = `rule ${index + 1}: ${detail}`;
  if (route.rules.length === 0) return [accepted.status === 'True' ? { ...accepted, status: 'False', reason, detail: told } : accepted, resolvedRefs(route)];
  return [accepted, resolvedRefs(route), { type: 'PartiallyInvalid', status: 'True', reason, detail: told }];
}

function isSameParent(route: RouteObject, written: NonNullable<NonNullable<NonNullable<RouteObject['status']>['parents']>[number]['parentRef']> | undefined, parentRef: ParentRef): boolean {
  const { namespace } = route.metadata;
  return (
    written?.name === parentRef.name &&
    (written.namespace ?? namespace) === (parentRef.namespace ?? namespace) &&
    (written.sectionName ?? '') === (parentRef.sectionName ?? '') &&
    (written.port ?? 0) === (parentRef.port ?? 0)
  );
}

function beside(conditions: readonly Condition[], observed: Observed | undefined): ToldCondition[] {
  return conditions.map((condition) => {
    const found = observed?.find(({ type }) => type === condition.type);
    return { ...condition, observed: found === undefined ? null : { status: found.status, reason: found.reason ?? null } };
  });
}

/** What is not as it should be, and where the status says otherwise. */
function explain(told: ToldGateway, { gateway }: GatewayModel, journal: Journal): void {
  const evidence = [refOf(gateway)];
  for (const listener of told.listeners) {
    for (const condition of listener.conditions) tellFault(`Listener ${listener.name}`, condition, journal, told.name, evidence);
  }
  for (const route of told.routes) {
    for (const condition of route.conditions) tellFault(`${route.kind} ${route.name}`, condition, journal, told.name, [...evidence, { kind: route.kind, namespace: route.name.split('/')[0] ?? '', name: route.name.split('/')[1] ?? '' }]);
  }
}

const negative = ['Conflicted', 'PartiallyInvalid', 'OverlappingTLSConfig'];

function tellFault(who: string, { type, status, reason, detail, observed }: ToldCondition, journal: Journal, gateway: string, evidence: Parameters<Journal['step']>[3]): void {
  const isFault = negative.includes(type) ? status === 'True' : status !== 'True';
  if (isFault) journal.step(gateway, type, `${who}: ${type}=${status} (${reason}): ${detail}.`, evidence);
  if (observed !== null && observed.status !== status) journal.step(gateway, 'status', `${who}: its status says ${type}=${observed.status} (${observed.reason ?? 'no reason'}), the specification ${status} (${reason}).`, evidence);
}

function summarise(gateways: readonly ToldGateway[]): string {
  if (gateways.length === 0) return 'The snapshot has no Gateway.';
  const routes = gateways.flatMap((each) => each.routes);
  const refused = routes.filter(({ conditions }) => conditions.some(({ type, status }) => type === 'Accepted' && status !== 'True'));
  const broken = routes.filter((each) => !refused.includes(each) && each.conditions.some(({ type, status }) => type === 'ResolvedRefs' && status !== 'True'));
  const faults = [
    ...(refused.length === 0 ? [] : [`${count(refused.length, 'route')} not accepted (${enumerate([...new Set(refused.map(({ name }) => name))], 3)})`]),
    ...(broken.length === 0 ? [] : [`${count(broken.length, 'route')} with a backend that cannot be used (${enumerate([...new Set(broken.map(({ name }) => name))], 3)})`]),
  ];
  const found = `${count(gateways.length, 'Gateway')} with ${count(gateways.flatMap(({ listeners }) => listeners).length, 'listener')} and ${count(routes.length, 'route')}`;
  return faults.length === 0 ? `${found}, all accepted and resolved.` : `${found}: ${faults.join('; ')}.`;
}
