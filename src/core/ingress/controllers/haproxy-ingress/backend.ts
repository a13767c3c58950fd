import type { Ingress } from '../../../cluster/index.js';
import type { BackendEndpoint, RouteBackend, RuleRef } from '../../answer.js';
import type { Keys, MatchType } from './settings.js';

/** A backend of HAProxy: one for each Service and targetPort, whatever port leads to it. */
export interface Backend {
  readonly id: string;
  /** `namespace/name`. */
  readonly service: string;
  readonly endpoints: readonly BackendEndpoint[];
  /** Why the endpoints are not known. */
  readonly unknown?: string;
  readonly annotations: Ingress['metadata']['annotations'];
  /** In the order in which they came. */
  readonly paths: HostPath[];
}

/** A path of a host, as HAProxy knows it. */
export interface HostPath {
  readonly ref: RuleRef;
  /** '' for the default host. */
  readonly host: string;
  readonly path: string;
  readonly match: MatchType;
  readonly order: number;
  readonly port: RouteBackend['port'];
  /** Undefined where it redirects, and where the snapshot does not hold its Service. */
  readonly backend: Backend | undefined;
  readonly redirectTo?: string;
  /** Why the snapshot cannot tell what its Service is. */
  readonly unheld?: string;
  /** Of its Service first, then of its Ingress, then of its class. */
  readonly keys: Keys;
}
