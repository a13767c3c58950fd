import { count, Journal, type Answer } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { InputError } from '../../errors.js';
import type { DroppedObject, Route } from '../answer.js';
import type { RoutedController } from '../controller.js';
import { chooseControllers } from '../routing.js';

export interface RoutesQuestion {
  /** The name of a controller, or a kind. Absent: all. */
  readonly controller?: string;
  /** As a request would name it. Absent: every host. */
  readonly host?: string;
}

/** The table of one controller. */
export interface RoutingTable {
  readonly controller: string;
  readonly kind: string;
  /** `insufficient-information`: how controllers of this kind route is not modelled. */
  readonly outcome: 'told' | 'insufficient-information';
  /** In match order. */
  readonly routes: readonly Route[];
  /** How many of them no request can take. */
  readonly dead: number;
  /** Objects that are the controller's and not in its configuration. */
  readonly dropped: readonly DroppedObject[];
}

/**
 * - `told`: the tables of all that were asked for
 * - `partly-told`: of some
 * - `insufficient-information`: of none
 */
export type RoutesOutcome = 'told' | 'partly-told' | 'insufficient-information';

export interface RoutesAnswer extends Answer {
  readonly outcome: RoutesOutcome;
  readonly host: string | null;
  readonly tables: readonly RoutingTable[];
}

/**
 * The whole routing table of each controller, or of those that are asked for, in match order.
 *
 * @throws InputError `invalid-request` for a controller that is not known, or what is no host
 */
export function routesOf(view: ClusterView, { controller, host }: RoutesQuestion = {}): RoutesAnswer {
  if (host !== undefined && !/^[\w.*-]{1,253}$/.test(host)) {
    const detail = `${JSON.stringify(host.slice(0, 80))} is no host name, without a port.`;
    throw new InputError('invalid-request', detail, [{ pointer: '?host', detail }]);
  }
  const chosen = chooseControllers(view, controller, '?controller');
  const journal = new Journal();
  const tables = chosen.map((each) => tableOf(each, host, journal));
  if (!view.covers('Ingress')) journal.warn('The snapshot does not hold all Ingresses.');
  const told = tables.filter(({ outcome }) => outcome === 'told');
  const outcome: RoutesOutcome = told.length === 0 ? 'insufficient-information' : told.length < tables.length ? 'partly-told' : 'told';
  return { outcome, host: host ?? null, tables, summary: summarise(tables, told, host), steps: journal.steps, warnings: journal.warnings };
}

function tableOf({ controller, routing }: RoutedController, host: string | undefined, journal: Journal): RoutingTable {
  for (const warning of [...controller.warnings, ...(routing?.warnings ?? [])]) journal.warn(warning);
  const { name, kind, evidence } = controller;
  if (routing === undefined) {
    journal.step(name, 'not modelled', `how ${kind} routes is not modelled`, evidence);
    return { controller: name, kind, outcome: 'insufficient-information', routes: [], dead: 0, dropped: [] };
  }
  const routes = routing.routes(host);
  const dead = routes.filter((each) => each.dead !== undefined).length;
  journal.step(name, 'configured', `${count(routes.length, 'route')}, of which no request takes ${dead}; ${count(routing.dropped.length, 'object')} left out`, evidence);
  return { controller: name, kind, outcome: 'told', routes, dead, dropped: routing.dropped };
}

function summarise(tables: readonly RoutingTable[], told: readonly RoutingTable[], host: string | undefined): string {
  const ofHost = host === undefined ? '' : ` for ${host}`;
  if (tables.length === 0) return 'The snapshot tells of no ingress controller; ask for controller=generic to see what the Ingress API itself says.';
  if (told.length === 0) return `How ${tables.map(({ controller }) => controller).join(', ')} ${tables.length === 1 ? 'routes' : 'route'} is not modelled.`;
  const sum = (number: (table: RoutingTable) => number) => told.reduce((total, table) => total + number(table), 0);
  const dead = sum((table) => table.dead);
  const dropped = sum((table) => table.dropped.length);
  const asides = [...(dead === 0 ? [] : [`no request can take ${dead} of them`]), ...(dropped === 0 ? [] : [`${count(dropped, 'object is', 'objects are')} left out`])];
  return `${told.length === 1 ? `${told[0]!.controller} has` : `${told.length} controllers have`} ${count(sum((table) => table.routes.length), 'route')}${ofHost}${asides.length === 0 ? '' : `; ${asides.join(', ')}`}.`;
}
