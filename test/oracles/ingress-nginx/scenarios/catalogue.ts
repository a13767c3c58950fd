import type { Scenario } from '../scenario.js';
import { accessScenarios } from './access.js';
import { backendScenarios } from './backends.js';
import { canaryScenarios } from './canary.js';
import { configScenarios } from './config.js';
import { conformanceScenarios } from './conformance.js';
import { defaultScenarios } from './defaults.js';
import { hostScenarios } from './hosts.js';
import { moreScenarios } from './more.js';
import { ownershipScenarios } from './ownership.js';
import { pathScenarios } from './paths.js';
import { redirectScenarios } from './redirects.js';
import { regexScenarios } from './regex.js';
import { reloadScenarios } from './reload.js';
import { tlsScenarios } from './tls.js';

/** Every scenario. Their order numbers them, which their addresses follow from: new ones come last in their file, files last here. */
export const scenarios: readonly Scenario[] = [
  ...pathScenarios,
  ...hostScenarios,
  ...regexScenarios,
  ...redirectScenarios,
  ...tlsScenarios,
  ...canaryScenarios,
  ...backendScenarios,
  ...defaultScenarios,
  ...accessScenarios,
  ...ownershipScenarios,
  ...configScenarios,
  ...reloadScenarios,
  ...conformanceScenarios,
  ...moreScenarios,
];
