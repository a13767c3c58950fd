import type { ClusterView, Gateway } from '../../cluster/index.js';
import { attach, keepKindsApart, parentRefsTo, type ParentOutcome } from './attachments.js';
import { HostIndex } from './hostname.js';
import type { Implementation } from './implementation.js';
import { implementationOf } from './implementations/catalogue.js';
import { listenersOf, type Listener } from './listeners.js';
import { nameOf, routesOf, type RouteObject } from './route-object.js';
import { RuleTable } from './rule-table.js';
import { compileRoute, type CompiledRoute } from './rules.js';

/** A listener that serves, with what it serves on each host. */
export interface ServedListener {
  readonly listener: Listener;
  readonly tables: HostIndex<RuleTable>;
  /** The hosts of `tables`, from the narrowest to the widest. */
  readonly hosts: readonly string[];
}

/** What a Gateway comes to in a snapshot. */
export interface GatewayModel {
  readonly gateway: Gateway;
  /** Of its class; undefined where the snapshot does not hold the GatewayClass. */
  readonly controllerName: string | undefined;
  readonly implementation: Implementation;
  readonly listeners: readonly Listener[];
  readonly outcomes: readonly ParentOutcome[];
  readonly compiled: ReadonlyMap<RouteObject, CompiledRoute>;
  readonly served: readonly ServedListener[];
  /** The DNS names of the certificate of a Secret, `namespace/name`. */
  readonly secretNames: (secret: string) => readonly string[];
  readonly warnings: readonly string[];
}

const models = new WeakMap<ClusterView, GatewayModel[]>();

/** Every Gateway of a snapshot, by namespace and name; worked out once a view. */
export function gatewayModels(view: ClusterView): readonly GatewayModel[] {
  let known = models.get(view);
  if (known === undefined) {
    const byParent = groupByParent(routesOf(view));
    const compiled = new Map<string, CompiledRoute>();
    known = view.objects('Gateway').map((gateway) => buildGateway(view, gateway, byParent.get(nameOf(gateway)) ?? [], compiled));
    models.set(view, known);
  }
  return known;
}

/** @param others a route that several Gateways share is compiled once an implementation; absent where a Gateway stands alone */
export function buildGateway(view: ClusterView, gateway: Gateway, routes: readonly RouteObject[], others = new Map<string, CompiledRoute>()): GatewayModel {
  const gatewayClass = view.get('GatewayClass', '', gateway.spec.gatewayClassName ?? '');
  const implementation = implementationOf(gatewayClass?.spec.controllerName);
  const listeners = listenersOf(view, gateway);
  const attached = routes.flatMap((route) => parentRefsTo(route, gateway).map(({ index, parentRef }) => attach(view, route, index, parentRef, listeners)));
  const outcomes = keepKindsApart(attached, implementation);
  const compiled = new Map(outcomes.map(({ route }) => [route, compiledOnce(view, route, implementation, others)]));
  const warnings = new Set([...listeners.flatMap(({ certificates }) => certificates?.warnings ?? []), ...outcomes.flatMap((outcome) => outcome.warnings)]);
  if (gatewayClass === undefined) warnings.add(`The snapshot does not hold GatewayClass ${gateway.spec.gatewayClassName ?? ''}: who implements Gateway ${nameOf(gateway)} is not known, and the specification was followed.`);
  return {
    gateway,
    controllerName: gatewayClass?.spec.controllerName,
    implementation,
    listeners,
    outcomes,
    compiled,
    served: serve(listeners, outcomes, compiled, implementation),
    secretNames: (secret) => namesIn(view, secret),
    warnings: [...warnings],
  };
}

/** Where the Secret is not known, those that a Certificate is to put into it. */
function namesIn(view: ClusterView, secret: string): readonly string[] {
  const [namespace = '', name = ''] = secret.split('/');
  const known = view.get('Secret', namespace, name)?.certificate?.dnsNames;
  return known ?? view.objects('Certificate').find((each) => each.metadata.namespace === namespace && each.spec.secretName === name)?.spec.dnsNames ?? [];
}

function compiledOnce(view: ClusterView, route: RouteObject, implementation: Implementation, others: Map<string, CompiledRoute>): CompiledRoute {
  const key = `${implementation.kind}\0${route.kind}\0${nameOf(route)}`;
  const compiled = others.get(key) ?? compileRoute(view, route, implementation);
  others.set(key, compiled);
  return compiled;
}

function serve(listeners: readonly Listener[], outcomes: readonly ParentOutcome[], compiled: ReadonlyMap<RouteObject, CompiledRoute>, implementation: Implementation): ServedListener[] {
  const tables = new Map<Listener, Map<string, RuleTable>>();
  const seen = new Set<string>();
  for (const { route, attachments } of outcomes) {
    for (const { listener, hosts } of attachments) {
      const ofListener = tables.get(listener) ?? new Map<string, RuleTable>();
      tables.set(listener, ofListener);
      for (const host of hosts) {
        const key = [listener.name, route.kind, nameOf(route), host].join('\0');
        // Two references to one listener attach a route once.
        if (!seen.has(key)) addRules(ofListener, host, compiled.get(route), implementation);
        seen.add(key);
      }
    }
  }
  return listeners
    .filter(({ isProgrammed, protocol }) => isProgrammed && (protocol === 'HTTP' || protocol === 'HTTPS'))
    .map((listener) => ({ listener, ...indexed(tables.get(listener) ?? new Map<string, RuleTable>()) }));
}

function addRules(tables: Map<string, RuleTable>, host: string, route: CompiledRoute | undefined, implementation: Implementation): void {
  const table = tables.get(host) ?? new RuleTable(host, implementation);
  tables.set(host, table);
  for (const rule of route?.rules ?? []) for (const match of rule.matches) table.add({ match, rule });
}

function indexed(tables: ReadonlyMap<string, RuleTable>): Pick<ServedListener, 'tables' | 'hosts'> {
  const index = new HostIndex<RuleTable>();
  for (const [host, table] of tables) index.set(host, table);
  return { tables: index, hosts: [...tables.keys()] };
}

/** By `namespace/name` of the Gateways that they refer to. */
function groupByParent(routes: readonly RouteObject[]): Map<string, RouteObject[]> {
  const groups = new Map<string, RouteObject[]>();
  for (const route of routes) {
    const parents = new Set((route.spec.parentRefs ?? []).map(({ namespace = route.metadata.namespace, name }) => `${namespace}/${name}`));
    for (const parent of parents) {
      const group = groups.get(parent);
      if (group === undefined) groups.set(parent, [route]);
      else group.push(route);
    }
  }
  return groups;
}
