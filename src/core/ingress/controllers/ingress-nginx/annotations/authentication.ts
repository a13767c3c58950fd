import type { ClusterView } from '../../../../cluster/index.js';
import type { NginxSettings } from '../settings.js';
import type { AnnotationReader } from './reader.js';
import { isLoadable, secretKeys } from './secret-keys.js';

/** Who else has a say in a request. */
export interface Authentication {
  /** Credentials are asked for: 401 without. */
  readonly basic: boolean;
  /** A service that decides; '' for none. */
  readonly authUrl: string;
  readonly enableGlobalAuth: boolean;
  readonly satisfyAny: boolean;
  /** Clients need a certificate on the whole server. */
  readonly clientCertificate: boolean;
  /** Why the whole server answers 403. */
  readonly authTlsError: string;
}

interface Owner {
  readonly namespace: string;
  readonly view: ClusterView;
  readonly settings: NginxSettings;
}

/** Source: internal/ingress/annotations/{auth,authreq,authreqglobal,authtls,satisfy}/main.go, controller-v1.15.1 */
export function readAuthentication(reader: AnnotationReader, owner: Owner): Authentication {
  return {
    basic: readBasic(reader, owner),
    authUrl: readAuthUrl(reader, owner),
    enableGlobalAuth: reader.bool('enable-global-auth') ?? true,
    satisfyAny: reader.text('satisfy') === 'any',
    ...readClientCertificates(reader, owner),
  };
}

function readBasic(reader: AnnotationReader, { namespace, view, settings }: Owner): boolean {
  if (reader.text('auth-type', 'drop') === '') return false;
  const secretType = reader.text('auth-secret-type', 'drop') || 'auth-file';
  const written = reader.text('auth-secret', 'deny');
  const [name, of] = splitName(written);
  if (name === undefined || written === '') return refuse(reader, 'auth-secret names no Secret');
  if (of !== undefined && of !== namespace && !settings.allowCrossNamespace) return refuse(reader, 'auth-secret names a Secret of another namespace');
  const keys = secretKeys(view, of ?? namespace, name);
  if (keys === 'absent') return refuse(reader, `Secret ${of ?? namespace}/${name} of auth-secret is not there`);
  if (reader.read('auth-realm').kind === 'invalid') reader.text('auth-realm', 'drop');
  if (secretType === 'auth-file' && keys !== undefined && !keys.includes('auth')) return refuse(reader, `Secret ${of ?? namespace}/${name} of auth-secret has no key auth`);
  return true;
}

function refuse(reader: AnnotationReader, reason: string): false {
  reader.deny(reason);
  return false;
}

/** Some mistakes make the controller forget that there is an auth-url at all. */
function readAuthUrl(reader: AnnotationReader, { namespace, settings }: Owner): string {
  const url = reader.text('auth-url', 'drop');
  if (url === '') return '';
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i.test(url) || /^[^:]*:\/\/[^/?#]*\.\./.test(url)) return refuse(reader, 'auth-url is no URL with scheme and host') || '';
  reader.text('auth-method', 'deny');
  reader.text('auth-response-headers', 'deny');
  const [, of] = splitName(reader.text('auth-proxy-set-headers'));
  if (of !== undefined && of !== namespace && !settings.allowCrossNamespace) reader.deny('auth-proxy-set-headers names a ConfigMap of another namespace');
  const isForgotten = ['auth-cache-duration', 'auth-request-redirect', 'auth-always-set-cookie'].some((name) => reader.read(name).kind === 'invalid');
  return isForgotten ? '' : url;
}

function readClientCertificates(reader: AnnotationReader, { namespace, view, settings }: Owner): Pick<Authentication, 'clientCertificate' | 'authTlsError'> {
  const none = { clientCertificate: false, authTlsError: '' };
  const written = reader.text('auth-tls-secret', 'drop');
  if (written === '') return none;
  const fault = faultOfSecret(written, { namespace, view, settings });
  if (fault !== undefined) {
    reader.deny(`auth-tls-secret: ${fault}`);
    return { ...none, authTlsError: `auth-tls-secret: ${fault}` };
  }
  for (const name of ['auth-tls-error-page', 'auth-tls-pass-certificate-to-upstream', 'auth-tls-match-cn']) reader.text(name, 'drop');
  return { ...none, clientCertificate: !['off', 'optional', 'optional_no_ca'].includes(reader.text('auth-tls-verify-client')) || reader.text('auth-tls-match-cn') !== '' };
}

/** Why a Secret that is named `namespace/name` cannot be used; undefined where it can, or where that is not known. */
export function faultOfSecret(written: string, { namespace, view, settings }: Owner): string | undefined {
  const [of, name, ...more] = written.split('/');
  if (of === undefined || name === undefined || more.length > 0) return `${written} is not namespace/name`;
  if (of !== namespace && !settings.allowCrossNamespace) return `Secret ${written} is of another namespace`;
  return isLoadable(view, of, name) === false ? `Secret ${written} is not there, or holds no certificate` : undefined;
}

/** `name` or `namespace/name`; nothing where there are more slashes. */
function splitName(written: string): [name: string | undefined, namespace: string | undefined] {
  const parts = written.split('/');
  if (parts.length > 2) return [undefined, undefined];
  return parts.length === 2 ? [parts[1], parts[0] === '' ? undefined : parts[0]] : [parts[0], undefined];
}
