import type { Ingress } from '../../../cluster/index.js';
import type { Controller } from '../../controller.js';

/** How a path is compared, in the controller's words. `begin`: by characters, in any case. */
export type MatchType = 'exact' | 'prefix' | 'begin' | 'regex';

export type Keys = ReadonlyMap<string, string>;

/** What holds for the whole controller. */
export interface Settings {
  /** Of the ConfigMap; a key of a host or a path holds there where no annotation says otherwise. */
  readonly config: Keys;
  /** Of annotations; of two with one key the first counts. */
  readonly prefixes: readonly string[];
  readonly matchOrder: readonly MatchType[];
  readonly sslRedirectCode: number;
  readonly redirectToCode: number;
  readonly redirectFromCode: number;
  readonly noRedirects: readonly string[];
  readonly noTlsRedirects: readonly string[];
  readonly strictHost: boolean;
  readonly warnings: readonly string[];
}

const usualOrder: readonly MatchType[] = ['exact', 'prefix', 'begin', 'regex'];

/** Source: jcmoraisjr/haproxy-ingress v0.16.1 pkg/converters/ingress/defaults.go. */
const defaults: Readonly<Record<string, string>> = {
  'no-redirect-locations': '/.well-known/acme-challenge',
  'no-tls-redirect-locations': '/.well-known/acme-challenge',
  'path-type-order': usualOrder.join(','),
  'redirect-from-code': '302',
  'redirect-to-code': '302',
  'ssl-always-add-https': 'false',
  'ssl-always-follow-redirect': 'true',
  'ssl-redirect': 'true',
};

/** Keys that put text of a user's own, or another proxy, before every request. */
const foreign = ['config-frontend', 'config-frontend-early', 'config-frontend-late', 'config-proxy', 'config-defaults', 'fronting-proxy-port', 'https-to-http-port', 'acme-endpoint'];

export function readSettings({ configMap, flags, warnings }: Controller): Settings {
  const config = new Map(Object.entries({ ...defaults, ...configMap?.data }));
  const value = (key: string) => config.get(key) ?? '';
  const said = [...warnings];
  if (configMap !== undefined && configMap.data === undefined) said.push(`The snapshot does not hold ConfigMap ${configMap.namespace}/${configMap.name}: the defaults of HAProxy Ingress were assumed.`);
  for (const key of foreign) if (value(key) !== '') said.push(`${key} of the ConfigMap changes how HAProxy answers, and is not modelled.`);
  return {
    config,
    prefixes: (flags.get('annotations-prefix') ?? 'haproxy-ingress.github.io,ingress.kubernetes.io').split(',').map((each) => each.trim()),
    matchOrder: orderOf(value('path-type-order')),
    sslRedirectCode: codeOf(value('ssl-redirect-code')),
    redirectToCode: codeOf(value('redirect-to-code')),
    redirectFromCode: codeOf(value('redirect-from-code')),
    noRedirects: listOf(value('no-redirect-locations')),
    noTlsRedirects: listOf(value('no-tls-redirect-locations')),
    strictHost: boolOf(value('strict-host')) ?? false,
    warnings: said,
  };
}

/** What annotations say, by key. Source: pkg/converters/ingress/ingress.go, readConfigKeys. */
export function readKeys(annotations: Ingress['metadata']['annotations'], { prefixes }: Settings): Keys {
  const keys = new Map<string, string>();
  for (const prefix of prefixes) {
    for (const [annotation, value] of Object.entries(annotations ?? {})) {
      const key = annotation.startsWith(`${prefix}/`) ? annotation.slice(prefix.length + 1) : undefined;
      if (key !== undefined && !keys.has(key)) keys.set(key, value);
    }
  }
  return keys;
}

/** As Go's strconv.ParseBool reads it; undefined for what it refuses. */
export function boolOf(value: string): boolean | undefined {
  if (/^(?:1|t|T|TRUE|true|True)$/.test(value)) return true;
  return /^(?:0|f|F|FALSE|false|False)$/.test(value) ? false : undefined;
}

/** An order that does not name each type once is none. */
function orderOf(written: string): readonly MatchType[] {
  const read = written.split(',');
  return read.length === usualOrder.length && usualOrder.every((each) => read.includes(each)) ? (read as MatchType[]) : usualOrder;
}

/** HAProxy redirects with 302 where no code is set. */
function codeOf(written: string): number {
  const code = Number(written);
  return Number.isInteger(code) && code > 0 ? code : 302;
}

function listOf(written: string): readonly string[] {
  return written.split(',').map((each) => each.trim()).filter((each) => each !== '');
}
