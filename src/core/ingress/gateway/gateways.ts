import type { ClusterView } from '../../cluster/index.js';
import { refOf } from '../../cluster/index.js';
import type { RoutedController } from '../controller.js';
import { GatewayRouting } from './gateway-routing.js';
import { gatewayModels } from './model.js';
import { nameOf } from './route-object.js';

const known = new WeakMap<ClusterView, readonly RoutedController[]>();

/**
 * Every Gateway of a snapshot as a controller of its own, by namespace and name; worked out once a view. Its kind is `gateway`, its name
 * `gateway/namespace/name`.
 */
export function gatewayControllers(view: ClusterView): readonly RoutedController[] {
  let controllers = known.get(view);
  if (controllers === undefined) {
    controllers = gatewayModels(view).map((model) => ({
      controller: {
        kind: 'gateway',
        name: `gateway/${nameOf(model.gateway)}`,
        flags: new Map<string, string>(),
        evidence: [{ ...refOf(model.gateway), field: 'spec.gatewayClassName', value: model.gateway.spec.gatewayClassName }],
        warnings: model.warnings,
      },
      routing: new GatewayRouting(model),
    }));
    known.set(view, controllers);
  }
  return controllers;
}
