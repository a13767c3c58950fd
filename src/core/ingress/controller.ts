import type { Evidence, Journal, ObjectRef, Steps } from '../analysis/index.js';
import type { ClusterView, Container, Ingress, IngressClass } from '../cluster/index.js';
import type { DroppedObject, Route, RouteMatch } from './answer.js';
import type { IngressRequest } from './request.js';

/** A workload that may be a controller, with the container that would be it. */
export interface Workload {
  readonly ref: ObjectRef & { readonly namespace: string };
  readonly container: Container;
  /** The image's repository without registry and tag: `ingress-nginx/controller`. */
  readonly image: string;
  /** By name without dashes; the last of several, as Go's flag packages take it; `true` for one without a value. */
  readonly flags: ReadonlyMap<string, string>;
  /** Labels of its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** How many of its pods are ready; undefined where the snapshot does not tell. */
  readonly ready: number | undefined;
}

/** The ConfigMap that a controller takes its settings from. */
export interface ControllerConfigMap {
  readonly namespace: string;
  readonly name: string;
  /** Empty where there is none, which the controller takes for its defaults; undefined where the snapshot does not know. */
  readonly data: Readonly<Record<string, string>> | undefined;
}

/** A controller that runs in the cluster, or that a class names and that runs elsewhere. */
export interface Controller {
  /** The {@link ControllerKind.kind}, or `gateway`. */
  readonly kind: string;
  /** `namespace/workload`; of one that runs elsewhere, the `spec.controller` of its IngressClass. Unique in a snapshot. */
  readonly name: string;
  readonly workload?: Workload;
  readonly flags: ReadonlyMap<string, string>;
  readonly configMap?: ControllerConfigMap;
  /** What it was recognised by. */
  readonly evidence: readonly Evidence[];
  /** What the snapshot does not tell of its settings, and what is assumed instead. */
  readonly warnings: readonly string[];
}

/** What a controller has to do with an Ingress. */
export interface Ownership {
  /** It is of its classes, and in the namespaces that it watches. */
  readonly owned: boolean;
  /** It goes into its configuration; `owned` and not `served` where a flag keeps it out. */
  readonly served: boolean;
  /** A sentence without its full stop: `spec.ingressClassName nginx is an IngressClass of k8s.io/ingress-nginx`. */
  readonly reason: string;
  readonly evidence?: readonly Evidence[];
}

/** How a controller routes the Ingresses that it serves. Built once a snapshot and controller; answers must be fast. */
export interface Routing {
  /** Without a journal nothing is explained: `considered` is empty. */
  match(request: IngressRequest, journal?: Journal): RouteMatch;
  /** The whole table, or that of one host (as a request would name it), in match order. */
  routes(host?: string): readonly Route[];
  /** Ingresses that were handed over and do not get into the configuration: refused annotations, no valid host … */
  readonly dropped: readonly DroppedObject[];
  /** What the snapshot lacks, and what was assumed instead. */
  readonly warnings: readonly string[];
}

/** One kind of ingress controller. */
export interface ControllerKind {
  /** `ingress-nginx`, `traefik`, … */
  readonly kind: string;
  /** As a sentence names it: `ingress-nginx`, `AWS Load Balancer Controller`. */
  readonly title: string;
  /** The values of `spec.controller` of an IngressClass by which it is known where no flag says otherwise. */
  readonly classControllers: readonly string[];
  /** `elsewhere`: it runs outside the cluster that it serves, so a class alone stands for it. */
  readonly runs: 'in-cluster' | 'elsewhere';
  /** The controller that this workload is; undefined where it is none of this kind. */
  recognise(workload: Workload, view: ClusterView): Controller | undefined;
  /** The one that runs outside of the cluster, as far as something within tells of it beside an IngressClass. */
  presence?(view: ClusterView): Controller | undefined;
  /** Whether Ingresses that name this class in `spec.ingressClassName` are the controller's. */
  servesClass(controller: Controller, ingressClass: IngressClass): boolean;
  owns(controller: Controller, ingress: Ingress, view: ClusterView): Ownership;
  /** Absent where the kind is recognised and its routing is not modelled: then every answer is `insufficient-information`. */
  routing?(controller: Controller, served: readonly Ingress[], view: ClusterView): Routing;
  /** What `routing` does, step by step: for a kind where it takes long in a large cluster. */
  routingSteps?(controller: Controller, served: readonly Ingress[], view: ClusterView): Steps<Routing>;
}

/** A kind without its routing: what decides whose an Ingress is. */
export type KindOwnership = Omit<ControllerKind, 'routing' | 'routingSteps'>;

/** A controller (or a Gateway) with its routing. */
export interface RoutedController {
  readonly controller: Controller;
  /** Undefined where its kind is not modelled. */
  readonly routing: Routing | undefined;
}
