import { viewOf, readCluster, type ClusterState, type ClusterView, type Ingress } from '../../../src/core/cluster/index.js';
import { readRequest, type Controller, type RouteMatch, type Routing } from '../../../src/core/ingress/index.js';
import { readQuestion } from '../ingress-nginx/question.js';
import type { Scenario } from '../ingress-nginx/scenario.js';
import { objectsByRun, runsOf, secretsInSnapshot, type Run } from './runs.js';
import { differenceOf, serviceOfEndpoints, type Seen } from './seen.js';

/** What was recorded, by scenario and question. */
export type Recorded = Readonly<Record<string, Readonly<Record<string, Seen>>>>;

export interface Replayed {
  /** How many answers were compared. */
  readonly compared: number;
  readonly differences: readonly string[];
  /** `scenario: question` of which we do not say what the data plane does. */
  readonly untold: readonly string[];
}

type MakeRouting = (run: Run, ingresses: readonly Ingress[], view: ClusterView) => Routing;

/** Asks our model what was asked of a data plane. */
export function replay(scenarios: readonly Scenario[], recorded: Recorded, routingOf: MakeRouting): Replayed {
  const objects = objectsByRun(scenarios);
  const untold: string[] = [];
  const differences: string[] = [];
  let compared = 0;
  for (const run of runsOf(scenarios)) {
    const manifests = objects.get(run.name) ?? [];
    const view = viewOf(wholeState([...manifests, ...run.scenarios.flatMap(secretsInSnapshot)]));
    const routing = routingOf(run, view.objects('Ingress'), view);
    for (const scenario of run.scenarios) {
      const serviceOf = serviceOfEndpoints(scenario, manifests);
      for (const [text, seen] of Object.entries(recorded[scenario.id] ?? {})) {
        const question = readQuestion(text);
        const difference = differenceOf(question, seen, answer(routing, text), scenario, serviceOf);
        if (difference === 'untold') untold.push(`${scenario.id}: ${text}`);
        else compared++;
        if (difference !== undefined && difference !== 'untold') differences.push(difference);
      }
    }
  }
  return { compared, differences, untold };
}

function answer(routing: Routing, text: string): RouteMatch {
  return routing.match(readRequest(readQuestion(text)));
}

/** All kinds are known whole. */
function wholeState(objects: readonly object[]): ClusterState {
  const state = readCluster(objects);
  const coverage = Object.fromEntries(Object.keys(state.coverage).map((kind) => [kind, { state: 'collected' }]));
  return { ...state, coverage: coverage as unknown as ClusterState['coverage'] };
}

/** A controller of which nothing but its flags is known. */
export function bareController(kind: string, flags: readonly string[], config: Readonly<Record<string, string>> = {}): Controller {
  const read = new Map(flags.map((flag) => {
    const [name = '', value = 'true'] = splitOnce(flag.replace(/^-+/, ''));
    return [name, value];
  }));
  return { kind, name: `${kind}/controller`, flags: read, configMap: { namespace: kind, name: 'controller', data: config }, evidence: [], warnings: [] };
}

function splitOnce(text: string): [string, string?] {
  const at = text.indexOf('=');
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
