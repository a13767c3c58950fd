import { scenarioLabel } from './objects.js';
import type { Scenario } from './scenario.js';

/** One start of the controller, and the scenarios that it serves. */
export interface Run {
  readonly scenarios: readonly Scenario[];
  readonly flags: readonly string[];
}

/** Scenarios that have nothing for every host share a controller: they are a cluster with many applications. The others have one each. */
export function runsOf(scenarios: readonly Scenario[]): readonly Run[] {
  const [shared, alone] = [scenarios.filter((each) => !isAlone(each)), scenarios.filter(isAlone)];
  return [...(shared.length === 0 ? [] : [runOf(shared)]), ...alone.map((each) => runOf([each]))];
}

/** Whether a controller of its own serves a scenario. */
export function isAlone({ alone, flags, config, classes, later, ingresses }: Scenario): boolean {
  const isForAll = ingresses.some(({ rules = [], default: fallback }) => fallback !== undefined || rules.some((rule) => rule.startsWith('*')  && !rule.startsWith('*.')));
  return alone === true || flags !== undefined || config !== undefined || classes !== undefined || later !== undefined || isForAll;
}

/** Unless it says itself what it watches, a controller watches the namespaces of its scenarios, so that it does not see those of others. */
function runOf(scenarios: readonly Scenario[]): Run {
  const own = scenarios.flatMap(({ flags = [] }) => flags);
  const scope = own.some((flag) => flag.startsWith('--watch-namespace')) ? [] : [`--watch-namespace-selector=${scenarioLabel} in (${scenarios.map(({ id }) => id).join(',')})`];
  return { scenarios, flags: [...scope, ...own] };
}
