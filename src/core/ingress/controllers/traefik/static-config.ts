import type { Controller } from '../../controller.js';

/** An address on which Traefik listens. */
export interface EntryPoint {
  readonly name: string;
  readonly port: number;
  /** Its routers get TLS where they do not ask for it themselves. */
  readonly tls: boolean;
  /** Middlewares before those of each router. */
  readonly middlewares: readonly string[];
  readonly redirect?: EntryPointRedirect;
  readonly sanitizesPath: boolean;
  /** What a `;` in a query becomes before anything reads it; undefined: it stays, and its backend gets `&`. */
  readonly semicolon: '%3B' | undefined;
  /** `%2F` and the like that are refused in a path. */
  readonly refused: readonly string[];
  /** The HTTP challenge of ACME is answered here. */
  readonly answersAcme: boolean;
}

export interface EntryPointRedirect {
  readonly scheme: string;
  /** '' where the scheme has it by itself. */
  readonly port: string;
  readonly permanent: boolean;
  /** Undefined: before every router of a user. */
  readonly priority: number | undefined;
  readonly sparesAcme: boolean;
}

/** What Traefik is started with. Source: v3.7.9 pkg/config/static, pkg/provider/kubernetes/ingress/kubernetes.go (Provider). */
export interface StaticConfig {
  readonly entryPoints: ReadonlyMap<string, EntryPoint>;
  /** The entry points of routers that name none. */
  readonly defaults: readonly string[];
  readonly allowsEmptyServices: boolean;
  readonly allowsExternalNames: boolean;
  readonly sendsToClusterIP: boolean;
  readonly matchesWholeElements: boolean;
  readonly oldRuleSyntax: boolean;
  /** From where middlewares may be named; undefined: from anywhere. */
  readonly crossProviderNamespaces: readonly string[] | undefined;
  readonly warnings: readonly string[];
}

const provider = 'providers.kubernetesingress.';
const maxPort = 65_535;

/** Flags are compared without regard to case, as Traefik reads them; the names of entry points keep theirs. */
export function readStaticConfig(controller: Controller): StaticConfig {
  const flags = new Map([...controller.flags].map(([name, value]) => [name.toLowerCase(), value]));
  const isSet = (name: string) => isTrue(flags.get(provider + name));
  const entryPoints = isStandIn(controller) ? usualEntryPoints() : readEntryPoints(controller.flags, flags);
  const flagged = [...entryPoints.keys()].filter((name) => isTrue(flags.get(`entrypoints.${name.toLowerCase()}.asdefault`)));
  const namespaces = flags.get(`${provider}crossprovidernamespaces`);
  return {
    entryPoints,
    defaults: (flagged.length > 0 ? flagged : [...entryPoints.keys()]).filter((name) => name !== 'traefik').sort(),
    allowsEmptyServices: isSet('allowemptyservices'),
    allowsExternalNames: isSet('allowexternalnameservices'),
    sendsToClusterIP: isSet('nativelbbydefault'),
    matchesWholeElements: isSet('strictprefixmatching'),
    oldRuleSyntax: flags.get('core.defaultrulesyntax') === 'v2',
    crossProviderNamespaces: namespaces === undefined ? undefined : splitList(namespaces),
    warnings: warningsOf(controller, flags),
  };
}

/** Nothing is known of its flags: it stands for one as its chart installs it. */
function isStandIn({ workload, flags }: Controller): boolean {
  return workload === undefined && flags.size === 0;
}

function usualEntryPoints(): ReadonlyMap<string, EntryPoint> {
  const flags = new Map([['entrypoints.web.address', ':80'], ['entrypoints.websecure.address', ':443'], ['entrypoints.websecure.http.tls', 'true']]);
  return readEntryPoints(flags, flags);
}

export function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|t|T|TRUE|true|True)$/.test(value);
}

export function splitList(value: string): readonly string[] {
  return value === '' ? [] : value.split(',').map((each) => each.trim());
}

function readEntryPoints(written: ReadonlyMap<string, string>, flags: ReadonlyMap<string, string>): ReadonlyMap<string, EntryPoint> {
  const names = new Map<string, string>();
  for (const key of written.keys()) {
    const [, name] = /^entrypoints\.([^.]+)\./i.exec(key) ?? [];
    if (name !== undefined && !names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  // Without any, Traefik listens on port 80 by the name of http. Source: pkg/config/static/static_config.go, SetEffectiveConfiguration.
  if (names.size === 0) return new Map([['http', readEntryPoint('http', new Map([['entrypoints.http.address', ':80']]))]]);
  const isTcp = (name: string) => !/\/udp$/i.test(flags.get(`entrypoints.${name.toLowerCase()}.address`) ?? '');
  return new Map([...names.values()].filter(isTcp).map((name) => [name, readEntryPoint(name, flags)]));
}

function readEntryPoint(name: string, flags: ReadonlyMap<string, string>): EntryPoint {
  const prefix = `entrypoints.${name.toLowerCase()}.`;
  const read = (key: string) => flags.get(prefix + key);
  const hasTls = [...flags].some(([key, value]) => (key === `${prefix}http.tls` && isTrue(value)) || key.startsWith(`${prefix}http.tls.`));
  const redirect = readRedirect(name, flags);
  return {
    name,
    port: portOf(read('address')),
    tls: hasTls,
    middlewares: splitList(read('http.middlewares') ?? ''),
    ...(redirect !== undefined && { redirect }),
    sanitizesPath: read('http.sanitizepath') === undefined || isTrue(read('http.sanitizepath')),
    semicolon: isTrue(read('http.encodequerysemicolons')) ? '%3B' : undefined,
    refused: refusable.filter(([key]) => read(`http.encodedcharacters.${key}`) !== undefined && !isTrue(read(`http.encodedcharacters.${key}`))).map(([, escape]) => escape),
    answersAcme: [...flags].some(([key, value]) => /^certificatesresolvers\.[^.]+\.acme\.httpchallenge\.entrypoint$/.test(key) && value === name),
  };
}

const refusable = [
  ['allowencodedslash', '%2F'],
  ['allowencodedbackslash', '%5C'],
  ['allowencodednullcharacter', '%00'],
  ['allowencodedsemicolon', '%3B'],
  ['allowencodedpercent', '%25'],
  ['allowencodedquestionmark', '%3F'],
  ['allowencodedhash', '%23'],
] as const;

/** Source: pkg/provider/traefik/internal.go, redirection; pkg/middlewares/redirect/redirect_scheme.go. */
function readRedirect(name: string, flags: ReadonlyMap<string, string>): EntryPointRedirect | undefined {
  const prefix = `entrypoints.${name.toLowerCase()}.`;
  const read = (key: string) => flags.get(`${prefix}http.redirections.entrypoint.${key}`);
  const to = read('to');
  if (to === undefined || to === '') return undefined;
  const [, written] = /^:(\d+)$/.exec(to) ?? [];
  const port = written ?? String(portOf(flags.get(`entrypoints.${to.toLowerCase()}.address`)));
  if (port === '0') return undefined;
  const scheme = read('scheme') ?? 'https';
  const permanent = read('permanent');
  const priority = read('priority');
  return {
    scheme,
    port: (scheme === 'https' && port === '443') || (scheme === 'http' && port === '80') ? '' : port,
    permanent: permanent === undefined || isTrue(permanent),
    priority: priority === undefined ? undefined : Number(priority),
    sparesAcme: isTrue(flags.get(`${prefix}allowacmebypass`)),
  };
}

/** 0 where there is none. */
function portOf(address = ''): number {
  const [, digits] = /:(\d+)(?:\/\w+)?$/.exec(address) ?? [];
  const port = Number(digits ?? 0);
  return port <= maxPort ? port : 0;
}

function warningsOf({ workload, warnings }: Controller, flags: ReadonlyMap<string, string>): readonly string[] {
  const said = [...warnings];
  if (workload === undefined && flags.size === 0) said.push('Nothing is known of the entry points of Traefik: web on port 80 and, with TLS, websecure on port 443 were assumed, as its chart has them.');
  const file = flags.get('configfile');
  if (file !== undefined) said.push(`Traefik reads its settings from ${file}, which the snapshot does not hold: its defaults were assumed.`);
  else if (workload !== undefined && ![...flags.keys()].some((key) => key.startsWith('providers.') || key.startsWith('entrypoints.'))) said.push('No flag sets a provider or an entry point of Traefik, so its settings stand in a file or in variables that the snapshot does not hold: its defaults were assumed.');
  if ([...flags.keys()].some((key) => /^providers\.kubernetescrd(?:$|\.)/.test(key))) said.push('Traefik also routes by IngressRoutes, which a snapshot does not hold: one with a longer rule or a higher priority takes a request before an Ingress.');
  return said;
}
