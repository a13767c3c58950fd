import { blockOf, contains, isAddress, parseAddress } from '../../../ip/index.js';
import { compileLinear } from '../../../regex.js';
import { quoteMeta } from './lookup.js';
import type { HostPath } from './backend.js';
import type { Host } from './model.js';
import { boolOf, type Settings } from './settings.js';

/** What happens on a path before its Service gets the request. */
export interface PathBehaviour {
  readonly redirectsToHttps: boolean;
  readonly allowed: Ranges;
  readonly denied: Ranges;
  readonly rewrite?: { readonly pattern: string; readonly target: string };
  /** Keys that decide and are not modelled. */
  readonly unknowns: readonly string[];
}

interface Ranges {
  readonly rule: readonly string[];
  readonly exception: readonly string[];
}

/** They answer in the place of the Service, or write HAProxy's own configuration. */
const unmodelled = ['auth-url', 'auth-secret', 'oauth', 'waf', 'limit-rps', 'limit-connections', 'config-backend', 'config-backend-early', 'config-backend-late', 'http-header-match', 'http-header-match-regex', 'allowlist-source-header', 'fcgi-app'];
const unmodelledHost = ['auth-tls-secret', 'auth-url'];

/** Source: jcmoraisjr/haproxy-ingress v0.16.1 pkg/converters/ingress/annotations/backend.go (buildBackendSSLRedirect, buildBackendRewriteURL, readAccessConfig). */
export function behaviourOf(path: HostPath, host: Host | undefined, settings: Settings): PathBehaviour {
  const value = (key: string) => path.keys.get(key) ?? settings.config.get(key) ?? '';
  const ofHost = (key: string) => host?.keys.get(key) ?? settings.config.get(key) ?? '';
  const alwaysTls = boolOf(ofHost('ssl-always-add-https')) === true && boolOf(settings.config.get('ssl-always-follow-redirect') ?? '') === true;
  const hasTls = host?.tls !== undefined || alwaysTls;
  const rewrite = rewriteOf(path, value('rewrite-target'));
  return {
    redirectsToHttps: hasTls && boolOf(value('ssl-redirect')) === true && !settings.noTlsRedirects.some((each) => path.path.startsWith(each)),
    allowed: rangesOf(value('allowlist-source-range') || value('whitelist-source-range')),
    denied: rangesOf(value('denylist-source-range')),
    ...(rewrite !== undefined && { rewrite }),
    unknowns: [...unmodelled.filter((key) => value(key) !== ''), ...unmodelledHost.filter((key) => ofHost(key) !== '')],
  };
}

/** Whether two paths of a backend differ in what HAProxy has to tell apart. */
export function isSameBehaviour(a: PathBehaviour, b: PathBehaviour): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** What the address lists say of a client: undefined where they depend on an address that is not known. */
export function isAdmitted({ allowed, denied }: PathBehaviour, source: string | undefined): boolean | undefined {
  const lists = [allowed.rule, allowed.exception, denied.rule, denied.exception];
  if (lists.every((list) => list.length === 0)) return true;
  if (source === undefined) return undefined;
  if (isIn(source, allowed.exception) || (allowed.rule.length > 0 && !isIn(source, allowed.rule))) return false;
  if (denied.rule.length === 0 && denied.exception.length === 0) return true;
  const isHit = denied.rule.length === 0 || isIn(source, denied.rule);
  return !(isHit && !isIn(source, denied.exception));
}

/** The path as the Service gets it. */
export function rewritten(path: string, { rewrite }: PathBehaviour): string {
  if (rewrite === undefined) return path;
  const compiled = compileLinear(rewrite.pattern);
  const groups = 'value' in compiled ? compiled.value.find(path) : undefined;
  if (groups === undefined) return path;
  return rewrite.target.replace(/\\(\d)/g, (_, digit: string) => groups[Number(digit)] ?? '');
}

function rewriteOf({ path, match }: HostPath, target: string): PathBehaviour['rewrite'] {
  if (target === '') return undefined;
  if (match === 'regex') return { pattern: `^${path}`, target };
  const tail = target === '/' && !path.endsWith('/') ? '/?' : '';
  return { pattern: `^${quoteMeta(path)}${tail}(.*)$`, target: `${path.endsWith('/') && !target.endsWith('/') ? `${target}/` : target}\\1` };
}

/** `!` before a range makes it an exception; what is no range is left out. */
function rangesOf(written: string): Ranges {
  const all = written.split(',').map((each) => each.trim()).filter((each) => isRange(each.replace(/^!/, '')));
  return { rule: all.filter((each) => !each.startsWith('!')), exception: all.filter((each) => each.startsWith('!')).map((each) => each.slice(1)) };
}

function isRange(text: string): boolean {
  const [address = '', length] = text.split('/');
  return isAddress(address) && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (address.includes(':') ? 128 : 32)));
}

function isIn(source: string, ranges: readonly string[]): boolean {
  const address = parseAddress(source);
  return ranges.some((range) => {
    const [first = '', length] = range.split('/');
    const start = parseAddress(first);
    return contains(blockOf(start, length === undefined ? (start.family === 4 ? 32 : 128) : Number(length)), address);
  });
}
