import { count, enumerate, Journal, type Answer } from '../../analysis/index.js';
import type { ClusterView, Ingress } from '../../cluster/index.js';
import type { RoutedController, Routing } from '../controller.js';
import { routingAfter } from './after.js';
import { nameOf } from './ingress-paths.js';
import { mostListeners, targetOf, writeObjects, type WrittenObject } from './objects.js';
import type { CarriedFeature, MigrationPlan } from './plan.js';
import { probesOf } from './probes.js';
import { prove, type Proof } from './proof.js';
import { translationOf } from './translations/catalogue.js';
import { printYaml } from './yaml-text.js';

/**
 * - `same`: every request that the rules give rise to is answered as before
 * - `differs`: some are not; `proof` lists them
 * - `nothing-to-migrate`: no controller that is modelled serves an Ingress
 */
export type MigrationOutcome = 'same' | 'differs' | 'nothing-to-migrate';

/** What one Ingress comes to. */
export interface MigratedIngress {
  /** `namespace/name`. */
  readonly name: string;
  /** `whole`: all it asks for carries over; `partly`: something does not, or means not quite the same; `dropped`: its controller leaves it out, and so do the objects. */
  readonly readiness: 'whole' | 'partly' | 'dropped';
  readonly features: readonly CarriedFeature[];
}

/** The Ingresses of one controller. */
export interface ControllerMigration {
  readonly controller: string;
  readonly kind: string;
  readonly ingresses: readonly MigratedIngress[];
  /** The Gateway, its routes and the grants that they need. */
  readonly objects: readonly WrittenObject[];
  /** The same objects for kubectl. */
  readonly yaml: string;
  readonly proof: Proof;
}

export interface MigrationAnswer extends Answer {
  readonly outcome: MigrationOutcome;
  /** The class that the Gateways name; that of the snapshot where it has one. */
  readonly gatewayClassName: string;
  readonly controllers: readonly ControllerMigration[];
}

/** A controller with what it serves. */
export interface MigrationSource extends RoutedController {
  readonly served: readonly Ingress[];
}

/** What it takes to leave the Ingresses of the given controllers for Gateway API: the objects, what is lost, and what would be answered differently. */
export function migrate(view: ClusterView, sources: readonly MigrationSource[]): MigrationAnswer {
  const journal = new Journal();
  const gatewayClassName = view.objects('GatewayClass')[0]?.metadata.name ?? 'example';
  if (view.objects('GatewayClass').length === 0) journal.warn('The snapshot has no GatewayClass: the Gateways name one called example, and the proof follows the specification.');
  const controllers = sources.flatMap((source) => migrateController(view, source, gatewayClassName, journal));
  const differs = controllers.some(({ proof }) => proof.requests > proof.same + proof.unknown);
  const outcome = controllers.length === 0 ? 'nothing-to-migrate' : differs ? 'differs' : 'same';
  return { outcome, gatewayClassName, controllers, summary: summarise(outcome, controllers), steps: journal.steps, warnings: journal.warnings };
}

function migrateController(view: ClusterView, { controller, routing, served }: MigrationSource, gatewayClassName: string, journal: Journal): ControllerMigration[] {
  const translation = translationOf(controller.kind);
  if (served.length === 0) return [];
  if (translation === undefined || routing === undefined) {
    journal.warn(`How ${controller.name} (${controller.kind}) routes is not modelled: ${count(served.length, 'Ingress', 'Ingresses')} of it are left out.`);
    return [];
  }
  for (const warning of [...controller.warnings, ...routing.warnings]) journal.warn(warning);
  const dropped = new Map(routing.dropped.filter(({ kind }) => kind === 'Ingress').map(({ name, reason }) => [name, reason]));
  const kept = served.filter((ingress) => !dropped.has(nameOf(ingress)));
  const plan = translation.plan(controller, kept, view);
  const objects = writeObjects(plan, targetOf(controller, gatewayClassName));
  const proof = proofOf(view, kept, plan, objects, routing);
  const listeners = objects.flatMap(({ kind, spec }) => (kind === 'Gateway' ? (spec['listeners'] as readonly unknown[]).length : 0))[0] ?? 0;
  if (listeners > mostListeners) journal.warn(`The Gateway of ${controller.name} would have ${listeners} listeners, and ${mostListeners} is the most: divide its hosts among several.`);
  journal.step(controller.name, 'migrate', `${count(kept.length, 'Ingress', 'Ingresses')} come to ${count(objects.length, 'object')}; of ${count(proof.requests, 'request')} ${proof.same} are answered as before.`, controller.evidence);
  return [{ controller: controller.name, kind: controller.kind, ingresses: served.map((ingress) => migrated(ingress, plan, dropped)), objects, yaml: printYaml(objects), proof }];
}

function proofOf(view: ClusterView, ingresses: readonly Ingress[], plan: MigrationPlan, objects: readonly WrittenObject[], before: Routing): Proof {
  const after = routingAfter(view, objects);
  if (after === undefined) return { requests: 0, same: 0, unknown: 0, differences: [], omitted: 0, byTry: {} };
  return prove(before, after, probesOf(ingresses, plan));
}

function migrated(ingress: Ingress, { features }: MigrationPlan, dropped: ReadonlyMap<string, string>): MigratedIngress {
  const name = nameOf(ingress);
  const reason = dropped.get(name);
  if (reason !== undefined) return { name, readiness: 'dropped', features: [{ feature: 'Ingress', carries: 'no', detail: `its controller leaves it out: ${reason}` }] };
  const own = features.get(name) ?? [];
  return { name, readiness: own.every(({ carries }) => carries === 'yes') ? 'whole' : 'partly', features: own };
}

function summarise(outcome: MigrationOutcome, controllers: readonly ControllerMigration[]): string {
  if (outcome === 'nothing-to-migrate') return 'No ingress controller whose routing is modelled serves an Ingress here.';
  const ingresses = controllers.flatMap((each) => each.ingresses);
  const whole = ingresses.filter(({ readiness }) => readiness === 'whole').length;
  const [requests, same] = [controllers.reduce((sum, { proof }) => sum + proof.requests - proof.unknown, 0), controllers.reduce((sum, { proof }) => sum + proof.same, 0)];
  const of = `Of ${count(ingresses.length, 'Ingress', 'Ingresses')} ${whole} ${whole === 1 ? 'carries' : 'carry'} over whole`;
  const names = enumerate(controllers.map(({ controller }) => controller), 3);
  return outcome === 'same' ? `${of}, and all ${requests} requests that their rules give rise to are answered by Gateway API as by ${names}.` : `${of}; ${requests - same} of ${requests} requests that their rules give rise to would be answered differently than by ${names}.`;
}
