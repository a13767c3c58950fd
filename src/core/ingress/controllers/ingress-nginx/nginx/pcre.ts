import { compileLinear, type LinearRegex } from '../../../../regex.js';
import { toBytes } from './bytes.js';

/**
 * A pattern of nginx.
 * - `linear`: it is run here, by an engine whose time is bounded
 * - `unknown`: PCRE may take it, and the linear engine has no such construct: lookarounds, backreferences, possessive quantifiers …
 * - `invalid`: PCRE refuses it too, and nginx the configuration
 */
export type NginxRegex =
  | { readonly kind: 'linear'; test(bytes: string): boolean; groups(bytes: string): readonly string[] | undefined }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly reason: string };

/** What PCRE has and RE2 takes for something else. */
const otherMeaning = /\\v|\\C|\(\*|\[\[[.=]/;
const named = /\(\?<([A-Za-z_]\w{0,31})>/g;
/** nginx takes no word of its configuration that is longer: src/core/ngx_conf_file.c, NGX_CONF_BUFFER. */
const longest = 4096;
/** Go's words for what is a mistake in any dialect. */
const mistakes = /missing closing|unexpected \)|trailing backslash|missing argument to repetition/;

/**
 * A pattern as PCRE without UTF reads it, on {@link toBytes bytes}. Source: nginx 1.27.1 src/core/ngx_regex.c
 */
export function compileNginxRegex(pattern: string, { caseless }: { readonly caseless: boolean }): NginxRegex {
  if (pattern.length > longest) return { kind: 'unknown', reason: `a pattern of ${pattern.length} characters was not run` };
  const found = otherMeaning.exec(pattern)?.[0];
  if (found !== undefined) return { kind: 'unknown', reason: `${found} is a construct of PCRE alone` };
  const compiled = compileLinear(`${caseless ? '(?i)' : ''}${toBytes(pattern).replace(named, '(?P<$1>')}`);
  if ('value' in compiled) return linear(compiled.value, pattern);
  return { kind: mistakes.test(compiled.error) ? 'invalid' : 'unknown', reason: compiled.error };
}

/** In PCRE `$` stands before a line feed at the end too. */
function linear(regex: LinearRegex, pattern: string): NginxRegex {
  const beforeFeed = (bytes: string) => (bytes.endsWith('\n') && pattern.includes('$') ? bytes.slice(0, -1) : undefined);
  return {
    kind: 'linear',
    test(bytes) {
      const before = beforeFeed(bytes);
      return regex.matches(bytes) || (before !== undefined && regex.matches(before));
    },
    groups(bytes) {
      const before = beforeFeed(bytes);
      return regex.find(bytes) ?? (before === undefined ? undefined : regex.find(before));
    },
  };
}
