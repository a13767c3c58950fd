import { InputError } from '../../errors.js';

/** The value of an environment variable; undefined where it is not set. */
export type Environment = (name: string) => string | undefined;

/**
 * Puts the values of environment variables in place of `{$NAME}` and `{%NAME%}`; one that is not set becomes nothing. Text that is not closed stays, and an empty
 * name ends the search.
 *
 * @throws InputError where the word grows beyond a million characters
 * Source: coredns/caddy v1.1.4, caddyfile/parse.go replaceEnvVars. There a value that holds its own reference never ends; here at most 100 are followed.
 */
export function replaceEnvironment(text: string, environment: Environment): string {
  return text.includes('{') ? replaceReferences(replaceReferences(text, '{%', '%}', environment), '{$', '}', environment) : text;
}

const most = 100;
const longest = 1_000_000;

function replaceReferences(given: string, open: string, close: string, environment: Environment): string {
  let text = given;
  for (let n = 0, start = text.indexOf(open); start !== -1 && n < most; n++, start = text.indexOf(open)) {
    const end = text.indexOf(close, start);
    if (end === -1 || end <= start + open.length) break;
    const reference = text.slice(start, end + close.length);
    const parts = text.split(reference);
    const value = environment(reference.slice(open.length, -close.length)) ?? '';
    if (text.length + (parts.length - 1) * value.length > longest) throw new InputError('too-large', `a word of the Corefile grows beyond ${longest} characters when environment variables are put in`);
    text = parts.join(value);
  }
  return text;
}
