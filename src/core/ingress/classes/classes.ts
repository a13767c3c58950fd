import { count, Journal, type Answer, type Evidence, type ObjectRef } from '../../analysis/index.js';
import { compareText, imageTag, refOf, type ClusterView, type IngressClass } from '../../cluster/index.js';
import type { Controller } from '../controller.js';
import { controllersOf, kindOf, knowsWorkloads } from '../discovery/discover.js';
import { isDefaultClass } from '../ownership/class.js';
import { ownersOf, type IngressOwners } from '../ownership/owners.js';
import { whyUnowned, type UnownedCause } from '../ownership/unowned.js';
import { routingOf } from '../routing.js';

export interface ListedClass {
  readonly name: string;
  /** Its `spec.controller`; null where it has none. */
  readonly controller: string | null;
  readonly isDefault: boolean;
  /** How many Ingresses name it in `spec.ingressClassName`. */
  readonly ingresses: number;
  /** The names of the controllers that serve it. */
  readonly servedBy: readonly string[];
}

export interface OwnedIngress {
  /** `namespace/name`. */
  readonly ingress: string;
  readonly reason: string;
  /** It is in the configuration of the controller. */
  readonly served: boolean;
}

export interface ControllerWorkload extends ObjectRef {
  readonly image: string | null;
  readonly version: string | null;
  /** How many of its pods are ready; null where the snapshot does not tell. */
  readonly ready: number | null;
}

export interface ControllerSettings {
  /** `namespace/name`. */
  readonly name: string;
  /** false: the snapshot does not hold it, and the defaults were taken. */
  readonly isKnown: boolean;
  readonly data: Readonly<Record<string, string>>;
}

export interface ListedController {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  /** Whether routes and matches can be told; otherwise the answer is `insufficient-information`. */
  readonly isModelled: boolean;
  /** null where it runs outside of the cluster, or the snapshot does not hold it. */
  readonly workload: ControllerWorkload | null;
  /** By name without dashes; '' values as they are written. */
  readonly flags: Readonly<Record<string, string>>;
  readonly configMap: ControllerSettings | null;
  /** The names of the IngressClasses that it serves. */
  readonly classes: readonly string[];
  readonly owns: readonly OwnedIngress[];
  readonly evidence: readonly Evidence[];
  readonly warnings: readonly string[];
}

export interface UnownedIngress {
  readonly ingress: string;
  readonly cause: UnownedCause;
  readonly reason: string;
}

export interface ContestedIngress {
  readonly ingress: string;
  readonly controllers: readonly string[];
}

/**
 * - `all-owned`: each Ingress has one owner that serves it
 * - `some-unowned`: some have none, or more than one, or one that leaves them out
 * - `no-ingresses`: there is none
 * - `insufficient-information`: the snapshot holds no Ingresses, or not what decides whose they are
 */
export type ClassesOutcome = 'all-owned' | 'some-unowned' | 'no-ingresses' | 'insufficient-information';

export interface ClassesAnswer extends Answer {
  readonly outcome: ClassesOutcome;
  /** By name. */
  readonly classes: readonly ListedClass[];
  /** By name. */
  readonly controllers: readonly ListedController[];
  /** Ingresses that nobody owns. */
  readonly unowned: readonly UnownedIngress[];
  /** Ingresses that several own. */
  readonly contested: readonly ContestedIngress[];
}

/** Every IngressClass, every controller with its flags, and whose each Ingress is and why. */
export function classesOf(view: ClusterView): ClassesAnswer {
  const owners = ownersOf(view);
  const controllers = controllersOf(view).map((controller) => listController(view, controller, owners));
  const classes = [...view.objects('IngressClass')].sort((a, b) => compareText(a.metadata.name, b.metadata.name)).map((each) => listClass(view, each, owners));
  const unowned = owners.filter((each) => each.owners.length === 0).map((each) => ({ ingress: each.name, ...whyUnowned(view, each) }));
  const contested = owners.filter((each) => each.owners.length > 1).map((each) => ({ ingress: each.name, controllers: each.owners.map(({ controller }) => controller.name) }));
  const journal = new Journal();
  tellSteps(journal, view, controllers, classes);
  warn(journal, view, controllers);
  const listed = { outcome: outcomeOf(view, owners, controllers, unowned), classes, controllers, unowned, contested };
  return { ...listed, summary: summarise(listed, owners.length), steps: journal.steps, warnings: journal.warnings };
}

function listController(view: ClusterView, controller: Controller, owners: readonly IngressOwners[]): ListedController {
  const kind = kindOf(controller);
  const dropped = new Map(routingOf(view, controller)?.dropped.map(({ name, reason }) => [name, reason]));
  const owns = owners.flatMap(({ name, owners: verdicts }): OwnedIngress[] => {
    const verdict = verdicts.find((each) => each.controller === controller);
    if (verdict === undefined) return [];
    const drop = dropped.get(name);
    return [{ ingress: name, reason: drop === undefined ? verdict.reason : `${verdict.reason}, but ${drop}`, served: verdict.served && drop === undefined }];
  });
  return {
    name: controller.name,
    kind: kind.kind,
    title: kind.title,
    isModelled: kind.routing !== undefined,
    workload: workloadOf(controller),
    flags: Object.fromEntries(controller.flags),
    configMap: settingsOf(controller),
    classes: view.objects('IngressClass').filter((each) => kind.servesClass(controller, each)).map(({ metadata }) => metadata.name),
    owns,
    evidence: controller.evidence,
    warnings: controller.warnings,
  };
}

function workloadOf({ workload }: Controller): ControllerWorkload | null {
  if (workload === undefined) return null;
  const { image } = workload.container;
  return { ...workload.ref, image: image ?? null, version: (image === undefined ? undefined : imageTag(image)) ?? null, ready: workload.ready ?? null };
}

function settingsOf({ configMap }: Controller): ControllerSettings | null {
  return configMap === undefined ? null : { name: `${configMap.namespace}/${configMap.name}`, isKnown: configMap.data !== undefined, data: configMap.data ?? {} };
}

function listClass(view: ClusterView, ingressClass: IngressClass, owners: readonly IngressOwners[]): ListedClass {
  const { name } = ingressClass.metadata;
  return {
    name,
    controller: ingressClass.spec.controller ?? null,
    isDefault: isDefaultClass(ingressClass),
    ingresses: owners.filter(({ ingress }) => ingress.spec.ingressClassName === name).length,
    servedBy: controllersOf(view).filter((controller) => kindOf(controller).servesClass(controller, ingressClass)).map((controller) => controller.name),
  };
}

function tellSteps(journal: Journal, view: ClusterView, controllers: readonly ListedController[], classes: readonly ListedClass[]): void {
  for (const { name, title, workload, evidence, owns } of controllers) {
    const where = workload === null ? 'no workload of the snapshot' : `${workload.kind} ${workload.namespace ?? ''}/${workload.name}`;
    journal.step(name, 'found', `${title} (${where}) owns ${count(owns.length, 'Ingress', 'Ingresses')}`, evidence);
  }
  for (const { name, controller, isDefault, servedBy } of classes) {
    const ingressClass = view.get('IngressClass', '', name);
    const told = servedBy.length === 0 ? 'no controller of the snapshot serves it' : `served by ${servedBy.join(', ')}`;
    journal.step(`IngressClass ${name}`, isDefault ? 'default' : 'class', `of ${controller ?? 'no controller'}: ${told}`, ingressClass === undefined ? [] : [{ ...refOf(ingressClass), field: 'spec.controller', value: controller }]);
  }
}

function warn(journal: Journal, view: ClusterView, controllers: readonly ListedController[]): void {
  if (!view.covers('Ingress')) journal.warn('The snapshot does not hold all Ingresses.');
  if (!view.covers('IngressClass')) journal.warn('The snapshot does not hold all IngressClasses.');
  if (!knowsWorkloads(view)) journal.warn('The snapshot does not hold all Deployments, DaemonSets and StatefulSets: controllers may run that it does not tell of.');
  for (const { warnings } of controllers) for (const warning of warnings) journal.warn(warning);
}

function outcomeOf(view: ClusterView, owners: readonly IngressOwners[], controllers: readonly ListedController[], unowned: readonly UnownedIngress[]): ClassesOutcome {
  if (owners.length === 0) return view.covers('Ingress') ? 'no-ingresses' : 'insufficient-information';
  const served = new Set(controllers.flatMap(({ owns }) => owns.filter((each) => each.served).map(({ ingress }) => ingress)));
  if (owners.every((each) => each.owners.length === 1 && served.has(each.name))) return 'all-owned';
  return unowned.length > 0 && unowned.length === owners.length && unowned.every(({ cause }) => cause === 'unknown') ? 'insufficient-information' : 'some-unowned';
}

function summarise({ outcome, controllers, unowned, contested }: Pick<ClassesAnswer, 'outcome' | 'controllers' | 'unowned' | 'contested'>, total: number): string {
  const ingresses = count(total, 'Ingress', 'Ingresses');
  const found = count(controllers.length, 'controller');
  if (outcome === 'no-ingresses') return `There are no Ingresses; ${found} found.`;
  if (outcome === 'insufficient-information') return total === 0 ? 'The snapshot holds no Ingresses.' : `The snapshot does not tell whose ${total === 1 ? 'the Ingress is' : `the ${ingresses} are`}.`;
  const dropped = new Set(controllers.flatMap(({ owns }) => owns.filter(({ served }) => !served).map(({ ingress }) => ingress))).size;
  const parts = [
    ...(unowned.length === 0 ? [] : [`${unowned.length} of ${ingresses} ${unowned.length === 1 ? 'belongs' : 'belong'} to no controller`]),
    ...(contested.length === 0 ? [] : [`${contested.length} to several`]),
    ...(dropped === 0 ? [] : [`${dropped} ${dropped === 1 ? 'is' : 'are'} left out by ${dropped === 1 ? 'its' : 'their'} controller`]),
  ];
  return parts.length === 0 ? `${total === 1 ? 'The one Ingress has' : `Each of ${ingresses} has`} one controller that serves it.` : `${parts.join(', ')}; ${found} found.`;
}
