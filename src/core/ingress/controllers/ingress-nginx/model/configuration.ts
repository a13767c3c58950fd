import type { Ingress } from '../../../../cluster/index.js';
import type { BackendEndpoint, RuleRef } from '../../../answer.js';
import type { NginxAnnotations } from '../annotations/annotations.js';
import { noRedirect } from '../annotations/redirect.js';
import { noRewrite } from '../annotations/rewrite.js';
import type { CanaryConfig } from '../annotations/canary.js';
import type { ServerCertificate } from './certificates.js';

/** An Ingress that got into the configuration, with what its annotations say. */
export interface ParsedIngress {
  readonly ingress: Ingress;
  readonly annotations: NginxAnnotations;
}

/** What requests are sent to: the endpoints of one Service and port, under one name for all Ingresses of a namespace. */
export interface Upstream {
  readonly name: string;
  /** `namespace/name`. */
  readonly service: string;
  readonly port: number | string;
  /** As the controller hands them to nginx; the name of an ExternalName stands for its addresses. */
  readonly endpoints: readonly BackendEndpoint[];
  /** Why nothing answers although {@link endpoints} has one, or why it has none: a sentence without its full stop. */
  readonly unserved?: string;
  /** The snapshot does not tell whether there are endpoints; there were taken to be some. */
  readonly isUnknown: boolean;
  readonly warning?: string;
  readonly clusterIP: string;
  /** Made by a canary Ingress: no location uses it. */
  noServer: boolean;
  policy: CanaryConfig | undefined;
  readonly alternatives: string[];
  affinityCookie: string;
  /** The rule that named it first. */
  readonly owner: RuleRef | undefined;
}

export interface Location {
  path: string;
  readonly pathType: 'Exact' | 'Prefix';
  /** It stands there because every server has a `/`, until a rule takes it. */
  isDefault: boolean;
  backend: string;
  /** The upstream of its own default backend, for error pages. */
  errorBackend: string;
  ingress: Ingress | undefined;
  /** Undefined for the `/` that no rule asked for. */
  rule: RuleRef | undefined;
  annotations: NginxAnnotations;
}

export interface Server {
  readonly hostname: string;
  locations: Location[];
  aliases: readonly string[];
  sslPassthrough: boolean;
  /** Undefined: none was asked for, so http is not redirected. */
  certificate: ServerCertificate | undefined;
  redirectFromToWww: boolean;
  authTlsError: string;
  clientCertificate: boolean;
}

/** A rule that is in an Ingress of the configuration and has no location of its own. */
export interface LostRule {
  readonly rule: RuleRef;
  readonly hostname: string;
  readonly backend: { readonly service: string; readonly port: number | string };
  readonly by: RuleRef | undefined;
  readonly reason: string;
  /** It names the same host, path and path type as the one that is there. */
  readonly isDuplicate: boolean;
  /** It is the rule of a canary, whose upstream stands beside that of {@link by}. */
  readonly isCanary: boolean;
}

/** A `server` that only redirects to or from `www.`. */
export interface RedirectServer {
  readonly from: string;
  readonly to: string;
  readonly certificate: ServerCertificate | undefined;
}

/** What the controller renders. */
export interface NginxConfiguration {
  readonly upstreams: ReadonlyMap<string, Upstream>;
  /** Sorted by host; `_` is the one for all other hosts. */
  readonly servers: readonly Server[];
  readonly redirectServers: readonly RedirectServer[];
  readonly lost: readonly LostRule[];
}

export const catchAll = '_';
export const defaultUpstream = 'upstream-default-backend';

/** Of the `/` of the catch-all server. */
export const noAnnotations: NginxAnnotations = {
  aliases: [],
  canary: undefined,
  rewrite: noRewrite,
  redirect: noRedirect,
  allow: [],
  deny: [],
  denied: undefined,
  authentication: { basic: false, authUrl: '', enableGlobalAuth: false, satisfyAny: false, clientCertificate: false, authTlsError: '' },
  cors: undefined,
  sslPassthrough: false,
  serviceUpstream: false,
  usePortInRedirects: false,
  defaultBackend: '',
  customHttpErrors: [],
  disableProxyInterceptErrors: false,
  backendProtocol: 'HTTP',
  affinityCookie: '',
  affinityCanaryBehavior: '',
  unmodelled: [],
};
