import type { Implementation } from '../implementation.js';
import { envoyGateway } from './envoy-gateway.js';
import { specification } from './specification.js';

/** Every implementation that is known to depart from the specification, or to fill its gaps. */
export const implementations: readonly Implementation[] = [specification, envoyGateway];

/** That of a `spec.controllerName`; the specification where it is none of them. */
export function implementationOf(controllerName: string | undefined): Implementation {
  return implementations.find(({ controllerNames }) => controllerName !== undefined && controllerNames.includes(controllerName)) ?? specification;
}
