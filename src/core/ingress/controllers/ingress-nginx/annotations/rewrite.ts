import type { NginxSettings } from '../settings.js';
import type { AnnotationReader } from './reader.js';

export interface RewriteConfig {
  /** '' for none. */
  readonly target: string;
  readonly sslRedirect: boolean;
  readonly forceSslRedirect: boolean;
  readonly preserveTrailingSlash: boolean;
  readonly useRegex: boolean;
  /** '' for none. */
  readonly appRoot: string;
}

export const noRewrite: RewriteConfig = { target: '', sslRedirect: false, forceSslRedirect: false, preserveTrailingSlash: false, useRegex: false, appRoot: '' };

/** Source: internal/ingress/annotations/rewrite/main.go, Parse, controller-v1.15.1 */
export function readRewrite(reader: AnnotationReader, settings: NginxSettings): RewriteConfig {
  return {
    target: reader.text('rewrite-target'),
    sslRedirect: reader.bool('ssl-redirect') ?? settings.sslRedirect,
    forceSslRedirect: reader.bool('force-ssl-redirect') ?? settings.forceSslRedirect,
    preserveTrailingSlash: reader.bool('preserve-trailing-slash') ?? settings.preserveTrailingSlash,
    useRegex: reader.bool('use-regex') ?? false,
    appRoot: readAppRoot(reader.text('app-root')),
  };
}

/** Only an absolute path is one. */
function readAppRoot(written: string): string {
  return written.startsWith('/') ? written : '';
}
