import type { ControllerKind } from '../controller.js';

/** Every kind of ingress controller that is known, in the order in which a workload is asked for it. */
export const controllerKinds: readonly ControllerKind[] = [];

/** `kind` of the Ingress API's own words: not a controller, asked for by name only. */
export const genericKind = 'generic';
