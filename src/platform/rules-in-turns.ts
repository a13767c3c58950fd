import type { ClusterState, ClusterView } from '../core/cluster/index.js';
import { ruleSteps, type RuleRun } from '../core/findings/index.js';
import { inTurns } from './in-turns.js';

/** The runs of states that are under way. */
const underWay = new WeakMap<ClusterState, Promise<RuleRun>>();

/** What {@link ruleSteps} does, in turns with others. However many ask for the same snapshot at once, its rules are run once. */
export async function runRulesInTurns(view: ClusterView, readouts: Parameters<typeof ruleSteps>[1] = []): Promise<RuleRun> {
  const run = await shared(view);
  return readouts.length === 0 ? run : inTurns(ruleSteps(view, readouts));
}

function shared(view: ClusterView): Promise<RuleRun> {
  const known = underWay.get(view.state);
  if (known !== undefined) return known;
  const run = inTurns(ruleSteps(view)).finally(() => underWay.delete(view.state));
  underWay.set(view.state, run);
  return run;
}
