import type { Scenario } from '../../corefile/scenarios.js';
import { aclScenarios } from './acl.js';
import { cacheScenarios } from './cache.js';
import { rewriteScenarios } from './rewrite.js';
import { templateScenarios } from './template.js';

/** Corefiles that older releases understand too, where those that the newest is asked under need what came later. */
export const olderScenarios: readonly Scenario[] = [...rewriteScenarios, ...templateScenarios, ...cacheScenarios, ...aclScenarios];
