import type { ClusterView, Ingress } from '../../cluster/index.js';
import type { Controller } from '../controller.js';

/** One thing that an Ingress asks for, and whether Gateway API can have it. */
export interface CarriedFeature {
  /** The annotation without its prefix, or a field: `spec.tls`. */
  readonly feature: string;
  readonly value?: string;
  /** `partly`: it is in the objects, and does not mean quite the same. */
  readonly carries: 'yes' | 'partly' | 'no';
  /** What became of it, or why not: one sentence without its full stop. */
  readonly detail: string;
}

export interface PlannedBackend {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly weight?: number;
}

/** A path of an HTTPRoute. */
export interface PlannedPath {
  readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly value: string;
}

export interface PlannedRule {
  readonly path: PlannedPath;
  readonly headers?: readonly { readonly name: string; readonly value: string; readonly type?: 'RegularExpression' }[];
  /** As `spec.rules[].filters` has them. */
  readonly filters?: readonly object[];
  readonly backends: readonly PlannedBackend[];
  /** `namespace/name` of the Ingress that it comes from. */
  readonly from: string;
}

/** One host, with all that is served there. */
export interface PlannedHost {
  /** '' is every host that nobody else has. */
  readonly host: string;
  readonly aliases: readonly string[];
  /** In namespaces that its objects are to stand in, that of the first Ingress first. */
  readonly rules: readonly PlannedRule[];
  /** Of a host that is served over TLS; `secret` is `namespace/name`, null where only the default certificate of the controller is left. */
  readonly tls?: { readonly secret: string | null };
  /** The status by which plain HTTP is sent to https; absent where it is not. */
  readonly httpsRedirect?: number;
}

/** What the Ingresses of one controller come to. */
export interface MigrationPlan {
  readonly hosts: readonly PlannedHost[];
  /** By `namespace/name` of the Ingress. */
  readonly features: ReadonlyMap<string, readonly CarriedFeature[]>;
  /** The certificate of hosts without one of their own, where one is configured: `namespace/name`. */
  readonly defaultCertificate?: string;
}

/** How the Ingresses of one kind of controller are written as Gateway API. */
export interface Translation {
  /** The kinds of controllers that it is for. */
  readonly kinds: readonly string[];
  plan(controller: Controller, ingresses: readonly Ingress[], view: ClusterView): MigrationPlan;
}
