import type { ClusterView } from '../cluster/index.js';
import type { Controller } from './controller.js';
import type { IngressNginxRouting } from './controllers/ingress-nginx/routing.js';
import { routedControllers } from './routing.js';

/** The controllers of kind ingress-nginx, with what only they can tell. */
export function ingressNginxControllers(view: ClusterView): readonly { readonly controller: Controller; readonly routing: IngressNginxRouting }[] {
  return routedControllers(view).flatMap(({ controller, routing }) => (routing !== undefined && isIngressNginx(routing) ? [{ controller, routing }] : []));
}

function isIngressNginx(routing: object): routing is IngressNginxRouting {
  return 'faults' in routing && 'lost' in routing;
}
