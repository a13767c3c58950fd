import { isTrue, splitList } from './static-config.js';

/** What annotations of an Ingress say of its routers. */
export interface RouterAnnotations {
  readonly pathMatcher: string;
  readonly entryPoints: readonly string[];
  readonly middlewares: readonly string[];
  /** 0: the length of the rule. */
  readonly priority: number;
  readonly ruleSyntax: string;
  readonly tls: boolean;
  /** '' for the default options. */
  readonly tlsOptions: string;
}

/** What annotations of a Service say of how it is reached. */
export interface ServiceAnnotations {
  readonly scheme: string;
  readonly middlewares: readonly string[];
  readonly toClusterIP: boolean | undefined;
  readonly toNodePort: boolean;
  readonly sticky: boolean;
}

type Annotations = Readonly<Record<string, string>> | undefined;

/**
 * Traefik leaves an Ingress out of its configuration where one of these annotations has a name or a value that it does not know.
 *
 * Source: Traefik v3.7.9 pkg/provider/kubernetes/ingress/annotations.go; github.com/traefik/paerser parser
 */
export function readRouterAnnotations(annotations: Annotations): RouterAnnotations | { readonly refused: string } {
  const read = decode(annotations, 'router', routerFields);
  if ('refused' in read) return read;
  const value = (name: string) => read.values.get(name);
  return {
    pathMatcher: value('pathmatcher') || 'PathPrefix',
    entryPoints: splitList(value('entrypoints') ?? ''),
    middlewares: splitList(value('middlewares') ?? ''),
    priority: Number(value('priority') ?? 0),
    ruleSyntax: value('rulesyntax') ?? '',
    tls: isAsked(read.values, 'tls'),
    tlsOptions: value('tls.options') ?? '',
  };
}

/** The Service cannot be used where one of its annotations is not understood. */
export function readServiceAnnotations(annotations: Annotations): ServiceAnnotations | { readonly refused: string } {
  const read = decode(annotations, 'service', serviceFields);
  if ('refused' in read) return read;
  const toClusterIP = read.values.get('nativelb');
  return {
    scheme: read.values.get('serversscheme') ?? '',
    middlewares: splitList(read.values.get('middlewares') ?? ''),
    toClusterIP: toClusterIP === undefined ? undefined : isTrue(toClusterIP),
    toNodePort: isTrue(read.values.get('nodeportlb')),
    sticky: isAsked(read.values, 'sticky'),
  };
}

type Field = 'text' | 'switch' | 'number' | 'list' | 'open';

const observability: Readonly<Record<string, Field>> = {
  observability: 'open',
  'observability.accesslogs': 'switch',
  'observability.metrics': 'switch',
  'observability.tracing': 'switch',
  'observability.traceverbosity': 'text',
};

const routerFields: Readonly<Record<string, Field>> = {
  pathmatcher: 'text',
  entrypoints: 'list',
  middlewares: 'list',
  priority: 'number',
  rulesyntax: 'text',
  tls: 'open',
  'tls.options': 'text',
  'tls.certresolver': 'text',
  'tls.domains.#.main': 'text',
  'tls.domains.#.sans': 'list',
  ...observability,
};

const serviceFields: Readonly<Record<string, Field>> = {
  serversscheme: 'text',
  serverstransport: 'text',
  passhostheader: 'switch',
  middlewares: 'list',
  sticky: 'open',
  'sticky.cookie': 'open',
  'sticky.cookie.name': 'text',
  'sticky.cookie.secure': 'switch',
  'sticky.cookie.httponly': 'switch',
  'sticky.cookie.samesite': 'text',
  'sticky.cookie.maxage': 'number',
  'sticky.cookie.path': 'text',
  'sticky.cookie.domain': 'text',
  nativelb: 'switch',
  nodeportlb: 'switch',
};

function decode(annotations: Annotations, part: 'router' | 'service', fields: Readonly<Record<string, Field>>): { readonly values: ReadonlyMap<string, string> } | { readonly refused: string } {
  const values = new Map<string, string>();
  const prefix = 'traefik.ingress.kubernetes.io/';
  for (const [annotation, value] of Object.entries(annotations ?? {})) {
    if (!annotation.startsWith(prefix)) continue;
    const name = annotation.slice(prefix.length).toLowerCase();
    if (!name.startsWith(`${part}.`)) continue;
    const key = name.slice(part.length + 1);
    const field = fields[key.replace(/\.\d+\./, '.#.')];
    if (field === undefined) return { refused: `Traefik does not know annotation ${annotation}` };
    const fault = faultOf(field, value);
    if (fault !== undefined) return { refused: `annotation ${annotation} is ${JSON.stringify(value)}, ${fault}` };
    values.set(key, value);
  }
  return { values };
}

function faultOf(field: Field, value: string): string | undefined {
  if (field === 'switch' && !/^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value)) return 'neither true nor false';
  return field === 'number' && !isInt64(value) ? 'no number' : undefined;
}

function isInt64(value: string): boolean {
  return /^[+-]?\d{1,19}$/.test(value) && BigInt.asIntN(64, BigInt(value.replace('+', ''))) === BigInt(value.replace('+', ''));
}

/** An open field is there with the value true or with anything below it, and gone again with any other value. */
function isAsked(values: ReadonlyMap<string, string>, name: string): boolean {
  const own = values.get(name);
  if (own !== undefined) return own === '' || own.toLowerCase() === 'true';
  return [...values.keys()].some((key) => key.startsWith(`${name}.`));
}
