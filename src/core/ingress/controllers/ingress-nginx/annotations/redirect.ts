import type { AnnotationReader } from './reader.js';

/** What the redirect annotations of an Ingress come to. */
export interface RedirectConfig {
  /** '' for none. */
  readonly url: string;
  readonly code: number;
  readonly fromToWww: boolean;
  /** `Location` without scheme and host, for what nginx itself redirects. */
  readonly isRelative: boolean;
}

export const noRedirect: RedirectConfig = { url: '', code: 0, fromToWww: false, isRelative: false };

/**
 * The temporal redirect, or else the permanent one. A flag that is there and blank makes the controller forget all of them.
 *
 * Source: internal/ingress/annotations/redirect/redirect.go, Parse, controller-v1.15.1
 */
export function readRedirect(reader: AnnotationReader): RedirectConfig {
  if (isBlank(reader, ['from-to-www-redirect', 'relative-redirects', 'temporal-redirect'])) return noRedirect;
  const fromToWww = reader.bool('from-to-www-redirect', 'drop') ?? false;
  const isRelative = reader.bool('relative-redirects', 'drop') ?? false;
  const temporal = reader.text('temporal-redirect', 'drop');
  if (temporal !== '') {
    const code = reader.int('temporal-redirect-code', 'drop');
    if (isBlank(reader, ['temporal-redirect-code']) || !isHttpUrl(temporal)) return noRedirect;
    return { url: temporal, code: within(code, 300, 307) ?? 302, fromToWww, isRelative };
  }
  const url = reader.text('permanent-redirect', 'drop');
  const code = reader.int('permanent-redirect-code', 'drop');
  if (isBlank(reader, ['permanent-redirect', 'permanent-redirect-code'])) return noRedirect;
  return url === '' && !fromToWww ? { ...noRedirect, isRelative } : { url, code: within(code, 300, 308) ?? 301, fromToWww, isRelative };
}

function isBlank(reader: AnnotationReader, names: readonly string[]): boolean {
  return names.some((name) => reader.read(name).kind === 'blank');
}

function within(code: number | undefined, least: number, most: number): number | undefined {
  return code !== undefined && code >= least && code <= most ? code : undefined;
}

/** What Go's url.Parse takes with a scheme that begins with http. Only for permanent redirects anything goes. */
function isHttpUrl(text: string): boolean {
  const [, authority] = /^http[a-z0-9+.-]*:(?:\/\/([^/?#]*))?/i.exec(text) ?? [undefined, undefined];
  return /^http[a-z0-9+.-]*:/i.test(text) && (authority === undefined || /^[^:]*(?::\d*)?$/.test(authority));
}
