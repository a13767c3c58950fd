import { Journal } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { insufficient, type Outcome, type RouteAnswer, type RouteMatch } from '../answer.js';
import type { RoutedController } from '../controller.js';
import { kindOf } from '../discovery/discover.js';
import { readRequest, type IngressRequest, type RequestQuestion } from '../request.js';
import { chooseControllers } from '../routing.js';
import { summarise, summariseAll } from './summary.js';

export interface MatchQuestion extends RequestQuestion {
  /** The name of a controller, or a kind. Absent: every controller of the snapshot. */
  readonly controller?: string;
}

/** The answer of the controller that takes the request, and of every other that could. */
export interface MatchAnswer extends RouteAnswer {
  /** One for each controller that was asked, by name. Which of them a client reaches is decided by the address that the name resolves to. */
  readonly matches: readonly RouteAnswer[];
}

/** How much an outcome says that the request is meant for this controller. */
const weight: Readonly<Record<Outcome, number>> = { forward: 4, redirect: 4, denied: 4, unavailable: 4, 'default-backend': 2, 'not-found': 1, 'insufficient-information': 0 };

/**
 * What becomes of one request at the ingress controllers of a cluster: the rule that takes it and why others lost, the backend, the redirect, the certificate.
 *
 * @throws InputError `invalid-request` for a request that no client could send, or a controller that is not known
 */
export function matchRequest(view: ClusterView, { controller, ...question }: MatchQuestion): MatchAnswer {
  const request = readRequest(question);
  const matches = chooseControllers(view, controller, '/controller').map((each) => answerOf(view, each, request));
  const [first, ...others] = [...matches].sort((a, b) => rank(b) - rank(a));
  if (first === undefined) return nobody(view);
  const rivals = others.filter((each) => each.matched !== null && rank(each) === rank(first));
  return { ...first, summary: summariseAll(first, rivals), matches };
}

/** A connection that fails says nothing of whose the request is: a Gateway without a listener on the port is one among many. */
function rank({ outcome, matched, status }: RouteMatch): number {
  if (outcome === 'denied' && matched === null && status === undefined) return 0;
  return matched === null && weight[outcome] === 4 ? 3 : weight[outcome];
}

function answerOf(view: ClusterView, { controller, routing }: RoutedController, request: IngressRequest): RouteAnswer {
  const journal = new Journal();
  for (const warning of [...controller.warnings, ...(routing?.warnings ?? [])]) journal.warn(warning);
  if (!view.covers('Ingress')) journal.warn('The snapshot does not hold all Ingresses.');
  if (controller.workload?.ready === 0) journal.warn(`No pod of ${controller.name} is ready: nobody answers there, whatever its rules say.`);
  const match = routing === undefined ? insufficient() : routing.match(request, journal);
  const title = controller.kind === 'gateway' ? 'a Gateway' : kindOf(controller).title;
  if (routing === undefined) journal.step(controller.name, 'not modelled', `how ${title} routes is not modelled`, controller.evidence);
  return { controller: controller.name, controllerKind: controller.kind, ...match, summary: summarise(controller.name, title, request, match), steps: journal.steps, warnings: journal.warnings };
}

function nobody(view: ClusterView): MatchAnswer {
  const journal = new Journal();
  if (!view.covers('Ingress')) journal.warn('The snapshot does not hold all Ingresses.');
  const summary = 'The snapshot tells of no ingress controller that could take the request; ask for controller generic to see what the Ingress API itself says.';
  return { controller: null, controllerKind: null, ...insufficient(), summary, steps: journal.steps, warnings: journal.warnings, matches: [] };
}
