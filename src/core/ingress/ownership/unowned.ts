import { enumerate, nearest } from '../../analysis/index.js';
import type { ClusterView, Ingress } from '../../cluster/index.js';
import { kindOf, kindOfClass, knowsWorkloads } from '../discovery/discover.js';
import { annotatedClass, findClass, isDefaultClass } from './class.js';
import type { IngressOwners, Verdict } from './owners.js';

/**
 * Why nobody owns an Ingress.
 * - `class-not-found`: it names a class that is none, or a value of the annotation that no controller takes
 * - `controller-absent`: its IngressClass is of a controller that does not run in the cluster
 * - `no-class`: it names none, and no controller takes what has none
 * - `left-out`: a controller has its class, and a flag leaves it out
 * - `unknown`: the snapshot does not hold what decides
 */
export type UnownedCause = 'class-not-found' | 'controller-absent' | 'no-class' | 'left-out' | 'unknown';

export interface Unowned {
  readonly cause: UnownedCause;
  /** A sentence without its full stop. */
  readonly reason: string;
}

export function whyUnowned(view: ClusterView, { ingress, others }: IngressOwners): Unowned {
  const { ingressClassName } = ingress.spec;
  if (ingressClassName !== undefined) return byField(view, ingressClassName, others);
  const annotation = annotatedClass(ingress);
  return annotation === undefined ? withoutClass(view, ingress, others) : byAnnotation(annotation, others, view);
}

function byField(view: ClusterView, name: string, others: readonly Verdict[]): Unowned {
  const found = findClass(view, name);
  if (found.state === 'unknown') return { cause: 'unknown', reason: `the snapshot does not hold IngressClass ${name}, nor all IngressClasses${tell(others)}` };
  if (found.state === 'missing') return { cause: 'class-not-found', reason: `spec.ingressClassName ${name} names no IngressClass; ${thereAre(view, name)}` };
  const serving = others.filter(({ controller }) => kindOf(controller).servesClass(controller, found.ingressClass));
  if (serving.length > 0) return { cause: 'left-out', reason: serving.map(tellOne).join('; ') };
  const { controller } = found.ingressClass.spec;
  const kind = kindOfClass(found.ingressClass);
  if (controller === undefined || controller === '') return { cause: 'class-not-found', reason: `IngressClass ${name} names no controller` };
  if (!knowsWorkloads(view)) return { cause: 'unknown', reason: `IngressClass ${name} is of ${controller}, and the snapshot does not hold all workloads, of which one may be it` };
  return { cause: 'controller-absent', reason: `IngressClass ${name} is of ${controller}, and no workload of the cluster is ${kind === undefined ? 'known to be' : `${kind.title} with`} that controller` };
}

function thereAre(view: ClusterView, name: string): string {
  const names = view.objects('IngressClass').map(({ metadata }) => metadata.name);
  if (names.length === 0) return 'there is none at all';
  const near = nearest(name, names);
  return near.length > 0 ? `near: ${near.join(', ')}` : `there ${names.length === 1 ? 'is' : 'are'} ${enumerate(names, 5)}`;
}

function byAnnotation(annotation: string, others: readonly Verdict[], view: ClusterView): Unowned {
  const isClass = view.get('IngressClass', '', annotation) !== undefined;
  const hint = isClass ? `; ${annotation} is the name of an IngressClass, which only spec.ingressClassName is compared with` : '';
  const cause = others.length === 0 && !knowsWorkloads(view) ? 'unknown' : 'class-not-found';
  return { cause, reason: `no controller takes the annotation kubernetes.io/ingress.class ${JSON.stringify(annotation)}${hint}${tell(others)}` };
}

function withoutClass(view: ClusterView, ingress: Ingress, others: readonly Verdict[]): Unowned {
  const cause = others.length === 0 && !knowsWorkloads(view) ? 'unknown' : 'no-class';
  const defaults = view.objects('IngressClass').filter(isDefaultClass).map(({ metadata }) => metadata.name);
  const isNew = ingress.metadata.uid === undefined && ingress.metadata.creationTimestamp === undefined;
  const given = defaults.length === 0 ? '' : isNew ? `; the API server will give it the default class (${enumerate(defaults, 3)}) when it is created` : `; the default class (${enumerate(defaults, 3)}) is given at creation only, and it has none`;
  return { cause, reason: `it names no class, and no controller takes what has none${given}${tell(others)}` };
}

/** What the controllers say, where there are few. */
function tell(others: readonly Verdict[]): string {
  if (others.length === 0) return '; the snapshot tells of no controller';
  return ` (${others.slice(0, 3).map(tellOne).join('; ')}${others.length > 3 ? `; and ${others.length - 3} more` : ''})`;
}

function tellOne({ controller, reason }: Verdict): string {
  return `${controller.name}: ${reason}`;
}
