import type { ControllerKind } from '../controller.js';
import { awsLoadBalancerControllerOwnership } from './aws-load-balancer-controller/ownership.js';
import { contourOwnership } from './contour/ownership.js';
import { contourRouting } from './contour/routing.js';
import { gceOwnership } from './gce/ownership.js';
import { genericOwnership } from './generic/ownership.js';
import { genericRouting } from './generic/routing.js';
import { haproxyIngressOwnership } from './haproxy-ingress/ownership.js';
import { haproxyIngressRouting } from './haproxy-ingress/routing.js';
import { ingressNginxOwnership } from './ingress-nginx/ownership.js';
import { ingressNginxRouting, ingressNginxRoutingSteps } from './ingress-nginx/routing.js';
import { istioOwnership } from './istio/ownership.js';
import { kongOwnership } from './kong/ownership.js';
import { otherOwnership } from './other/ownership.js';
import { traefikNginxProviderOwnership } from './traefik-nginx-provider/ownership.js';
import { traefikOwnership } from './traefik/ownership.js';
import { traefikRouting } from './traefik/routing.js';

/** The Ingress API's own words: no controller, and asked for by name only. */
export const generic: ControllerKind = { ...genericOwnership, routing: genericRouting };

/** Controllers that only an IngressClass tells of. */
export const other: ControllerKind = otherOwnership;

/** Every kind of ingress controller that is known, in the order in which a workload is asked for it. One without `routing` is recognised, and its routing not modelled. */
export const controllerKinds: readonly ControllerKind[] = [
  { ...ingressNginxOwnership, routing: ingressNginxRouting, routingSteps: ingressNginxRoutingSteps },
  { ...traefikOwnership, routing: traefikRouting },
  traefikNginxProviderOwnership,
  { ...haproxyIngressOwnership, routing: haproxyIngressRouting },
  { ...contourOwnership, routing: contourRouting },
  kongOwnership,
  awsLoadBalancerControllerOwnership,
  gceOwnership,
  istioOwnership,
  other,
  generic,
];
