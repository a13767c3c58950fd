import type { KindOwnership } from '../../controller.js';
import { owned } from '../../ownership/class.js';

/** The Ingress API’s own words, asked for by name: no controller, so every Ingress of the snapshot counts. */
export const genericOwnership: KindOwnership = {
  kind: 'generic',
  title: 'the Ingress API',
  classControllers: [],
  runs: 'elsewhere',
  recognise: () => undefined,
  servesClass: () => true,
  owns: () => owned('every Ingress counts for the Ingress API itself'),
};
