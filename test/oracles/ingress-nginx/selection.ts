import { isAlone } from './runs.js';
import { scenarios } from './scenarios/catalogue.js';
import type { Scenario } from './scenario.js';

const [shared, alone] = [scenarios.filter((each) => !isAlone(each)), scenarios.filter(isAlone)];

/** About a sixth, the same in every run: every fourth of those that share a controller, and every sixteenth of those for which one must be started. */
const quick = new Set([...shared.filter((_, i) => i % 4 === 0), ...alone.filter((_, i) => i % 16 === 0)].map(({ id }) => id));

export function isQuick({ id }: Scenario): boolean {
  return quick.has(id);
}
