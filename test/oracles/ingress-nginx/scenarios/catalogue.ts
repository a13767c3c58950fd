import type { Scenario } from '../scenario.js';
import { hostScenarios } from './hosts.js';
import { pathScenarios } from './paths.js';
import { regexScenarios } from './regex.js';

/** Every scenario. Their order numbers them, which their addresses follow from: new ones come last in their file, files last here. */
export const scenarios: readonly Scenario[] = [...pathScenarios, ...hostScenarios, ...regexScenarios];
