import type { Scenario } from '../scenario.js';
import { external } from './external.js';
import { families } from './families.js';
import { hints } from './hints.js';
import { plain } from './plain.js';
import { policies } from './policies.js';
import { unserved } from './unserved.js';

/** Every scenario that all configurations share. */
export const scenarios: readonly Scenario[] = [...plain, ...unserved, ...external, ...policies, ...hints, ...families];
