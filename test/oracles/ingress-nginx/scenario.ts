/** What a controller meets, and what is asked of its data plane. Texts are read by `objects.ts` and `question.ts`. */
export interface Scenario {
  /** Also the name of its first namespace; hosts end in `<id>.test` where scenarios share a controller. */
  readonly id: string;
  readonly title: string;
  readonly ingresses: readonly IngressParts[];
  /** Services by `name` or `namespace/name`. Those that an Ingress names and that are not here are made: port `http` 80 to 8080, two endpoints. null: there is none. */
  readonly services?: Readonly<Record<string, ServiceParts | null>>;
  /** Names that a certificate covers, by the Secret `name` or `namespace/name` that holds it. null: a Secret without a certificate. */
  readonly secrets?: Readonly<Record<string, readonly string[] | null>>;
  /** What other Secrets hold, by `name` or `namespace/name`. */
  readonly data?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** IngressClasses: `spec.controller` by name. Absent: `nginx` of `k8s.io/ingress-nginx`, and `other` of somebody else. */
  readonly classes?: Readonly<Record<string, string>>;
  /** Of the controller, beside those of every run. */
  readonly flags?: readonly string[];
  /** Its ConfigMap. */
  readonly config?: Readonly<Record<string, string>>;
  /** Labels of its namespaces. */
  readonly labels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** It has a controller of its own, as each has that brings flags, a ConfigMap, or something for every host. */
  readonly alone?: boolean;
  /** Comes when the controller already serves the rest. */
  readonly later?: readonly IngressParts[];
  readonly ask: readonly string[];
}

export interface IngressParts {
  /** `name` or `namespace/name`. */
  readonly name: string;
  /** `host Type /path service:port`, several paths of one host by `, `; the host `*` is none. Types: `Prefix`, `Exact`, `Impl`. A host alone is a rule without paths. */
  readonly rules?: readonly string[];
  /** `service:port`. */
  readonly default?: string;
  /** `secret host host`; the secret `-` is none. */
  readonly tls?: readonly string[];
  /** Those of ingress-nginx without their prefix; those of others whole. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** `spec.ingressClassName`; null: none. Absent: `nginx`. */
  readonly class?: string | null;
  /** The annotation `kubernetes.io/ingress.class`, which may stand beside the class: on old objects it does. */
  readonly classAnnotation?: string;
  /** Seconds after the first. Absent: 0. */
  readonly at?: number;
}

export interface ServiceParts {
  /** `name port targetPort`; the name `-` is none. */
  readonly ports: readonly string[];
  /** `name:port` of an EndpointSlice and its addresses: `!` before one that is not ready, `~` before one that serves while it terminates, `?` before one of which nothing is known. Absent: two, at the targetPort of each port. Empty: none. */
  readonly endpoints?: readonly string[];
  readonly externalName?: string;
  readonly headless?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Of 10.96.255.0/24, where it is asked by its own address. */
  readonly clusterIP?: string;
  /** No EndpointSlice at all. */
  readonly unsliced?: boolean;
}

/** Every URL of hosts and paths. */
export function each(origins: readonly string[], paths: readonly string[], more = ''): readonly string[] {
  return origins.flatMap((origin) => paths.map((path) => `${origin}${path}${more}`));
}
