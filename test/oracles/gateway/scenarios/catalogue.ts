import type { Scenario } from '../scenario.js';
import { changes } from './changes.js';
import { hosts } from './hosts.js';
import { matching } from './matching.js';
import { references } from './references.js';
import { tls } from './tls.js';

/** Every scenario of Gateway API. */
export const scenarios: readonly Scenario[] = [...matching, ...hosts, ...references, ...changes, ...tls];
