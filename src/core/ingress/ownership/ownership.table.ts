/** What the tables of ownership share: a controller with flags, IngressClasses, and one Ingress. */
export interface OwnershipCase {
  readonly name: string;
  /** Arguments of the container, after the program. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The image; each table has its own. */
  readonly image?: string;
  /** By name: the `spec.controller` of each IngressClass. */
  readonly classes?: Readonly<Record<string, string>>;
  /** The names of those that are marked as the default. */
  readonly defaults?: readonly string[];
  /** Labels of the Namespace of the Ingress, which is `shop`. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly ingress: {
    /** `spec.ingressClassName`. */
    readonly field?: string;
    /** `kubernetes.io/ingress.class`. */
    readonly annotation?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly defaultBackend?: boolean;
  };
  readonly owned: boolean;
  /** Absent: as `owned`. */
  readonly served?: boolean;
}

/** The objects of a case as an API server lists them. */
export function objectsOf({ flags = [], env = {}, image = '', classes = {}, defaults = [], labels = {}, ingress }: OwnershipCase, workload: { readonly image: string; readonly command?: readonly string[]; readonly args?: readonly string[] }): object[] {
  const container = {
    name: 'controller',
    image: image === '' ? workload.image : image,
    ...(workload.command !== undefined && { command: workload.command }),
    args: [...(workload.args ?? []), ...flags],
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
  };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', uid: 'n', labels } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'controller', namespace: 'ingress', uid: 'd' },
      spec: { replicas: 1, selector: { matchLabels: { app: 'ingress' } }, template: { metadata: { labels: { app: 'ingress' } }, spec: { containers: [container] } } },
      status: { replicas: 1, readyReplicas: 1 },
    },
    ...Object.entries(classes).map(([name, controller]) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name, uid: name, ...(defaults.includes(name) && { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } }) },
      spec: { controller },
    })),
    ingressOf(ingress),
  ];
}

function ingressOf({ field, annotation, annotations = {}, labels, defaultBackend = false }: OwnershipCase['ingress']): object {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'i',
      ...(labels !== undefined && { labels }),
      annotations: { ...annotations, ...(annotation !== undefined && { 'kubernetes.io/ingress.class': annotation }) },
    },
    spec: {
      ...(field !== undefined && { ingressClassName: field }),
      ...(defaultBackend && { defaultBackend: backend }),
      rules: [{ host: 'shop.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  };
}
