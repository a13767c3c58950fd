import type { ClusterView } from '../../cluster/index.js';
import { servedBy } from '../ownership/owners.js';
import { chooseControllers } from '../routing.js';
import { migrate, type MigrationAnswer } from './migration.js';

/**
 * What it takes to leave Ingress for Gateway API in a cluster: for each controller, or the one that is named, the objects, what does not carry over, and the
 * requests that would be answered differently.
 *
 * @throws InputError `invalid-request` for a controller that is not known
 */
export function migrationOf(view: ClusterView, controller: string | undefined): MigrationAnswer {
  const chosen = chooseControllers(view, controller, '/controller').filter((each) => each.controller.kind !== 'gateway');
  return migrate(
    view,
    chosen.map((each) => ({ ...each, served: each.controller.name === each.controller.kind ? view.objects('Ingress') : servedBy(view, each.controller) })),
  );
}
