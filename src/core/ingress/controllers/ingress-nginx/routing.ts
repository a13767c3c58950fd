import { finish, type Steps } from '../../../analysis/index.js';
import type { ClusterView, Ingress } from '../../../cluster/index.js';
import type { DroppedObject } from '../../answer.js';
import type { Controller, Routing } from '../../controller.js';
import { refusalOf } from './annotations/admission.js';
import { readAnnotations } from './annotations/annotations.js';
import { dataPlaneOf } from './data-plane.js';
import { considered } from './explain.js';
import { faultsOf, namedServers, type ConfigurationFault } from './faults.js';
import { matchRequest } from './match.js';
import type { LostRule, ParsedIngress } from './model/configuration.js';
import { configurationSteps } from './model/configure.js';
import { inReadingOrder, unknownAges } from './model/ingress-order.js';
import { nameOf } from './model/rules.js';
import type { NginxRun } from './run.js';
import { readSettings } from './settings.js';
import { tableOf } from './table.js';
import { certificatesByName } from './tls.js';

/** What only ingress-nginx has. */
export interface IngressNginxRouting extends Routing {
  /** Why nginx would not load the configuration. */
  readonly faults: readonly ConfigurationFault[];
  /** Rules without a location of their own. */
  readonly lost: readonly LostRule[];
  readonly run: NginxRun;
}

/** How ingress-nginx routes. Source: kubernetes/ingress-nginx controller-v1.15.1 with nginx 1.27.1 */
export function ingressNginxRouting(controller: Controller, served: readonly Ingress[], view: ClusterView): IngressNginxRouting {
  return finish(ingressNginxRoutingSteps(controller, served, view));
}

/** What {@link ingressNginxRouting} does, step by step. */
export function* ingressNginxRoutingSteps(controller: Controller, served: readonly Ingress[], view: ClusterView): Steps<IngressNginxRouting> {
  const run = yield* prepare(controller, served, view);
  const ages = unknownAges(served);
  const tables = new Map<string | undefined, ReturnType<Routing['routes']>>();
  return {
    run,
    dropped: run.dropped,
    faults: run.faults,
    lost: run.configuration.lost,
    warnings: [
      ...(ages === undefined ? [] : [ages]),
      ...run.faults.map(({ reason }) => `nginx does not load this configuration (${reason}): what was loaded before runs on.`),
      ...run.settings.unmodelled.map((name) => `${name} is set in the ConfigMap, may change answers, and is not modelled.`),
    ],
    match(request, journal) {
      const answer = matchRequest(run, request, journal);
      return journal === undefined ? answer : { ...answer, considered: considered(run, request, answer, journal) };
    },
    routes(host) {
      const table = tables.get(host) ?? tableOf(run, host);
      if (host === undefined) tables.set(host, table);
      return table;
    },
  };
}

function* prepare(controller: Controller, served: readonly Ingress[], view: ClusterView): Steps<NginxRun> {
  const settings = readSettings(controller);
  const parsed: ParsedIngress[] = [];
  const dropped: DroppedObject[] = [];
  for (const ingress of inReadingOrder(served)) {
    yield;
    const refusal = refusalOf(ingress, settings);
    const read = refusal === undefined ? readAnnotations(ingress, settings, view) : { dropped: refusal };
    if ('dropped' in read) dropped.push({ kind: 'Ingress', name: nameOf(ingress), reason: read.dropped });
    else parsed.push({ ingress, annotations: read.annotations });
  }
  const configuration = yield* configurationSteps(view, settings, parsed);
  yield;
  const plane = dataPlaneOf(configuration, settings);
  yield;
  const faults = faultsOf({ servers: plane.servers, names: namedServers(configuration) }, parsed);
  return { settings, configuration, plane, certificates: certificatesByName(configuration), faults, dropped };
}
