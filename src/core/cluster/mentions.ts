import { remembered } from './remembered.js';
import { namesSecret } from './secrecy.js';
import { compareText } from './shape.js';

/** Longer texts are scripts; the names that a person looks for stand at their beginning. */
const longest = 8192;

const separators = /[\s,;|"'`<>(){}]+/;
const url = /^[a-z][a-z0-9+.-]*:\/\//i;
const assignment = /^-{0,2}[\w.-]+=(?!=)/;
const hostAndPort = /^\[?([a-z0-9.:-]+?)\]?:(\d{1,5})(?:\/.*)?$/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const ipv6 = /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$/;
/** Names of variables whose value is one host. */
const hostVariable = /(?:^|[_.-])(?:hosts?|hostname|addr|address|addresses|url|uri|urls|service|server|servers|endpoint|endpoints|upstream|backend|broker|brokers|nodes|peers|proxy)$/i;
/** Nothing but hosts: no JSON, no script, no sentence of a template. */
const hostList = /^[\w.:,;/[\]\s=-]*$/;
/** What a single word in such a variable may also be. */
const noHost = new Set(['true', 'false', 'none', 'null', 'yes', 'no', 'on', 'off', 'auto', 'default', 'disabled', 'enabled', 'localhost', 'local']);
/** The ends of file names, which look like the last label of a name. */
const fileEnding = /\.(?:conf|conflist|config|cfg|ini|json|ya?ml|toml|xml|properties|env|sh|py|js|ts|rb|go|jar|war|so|sock|socket|pid|log|txt|md|html?|css|crt|cert|pem|key|csr|p12|jks|db|sqlite|gz|tgz|zip|tar|sql|lock|tmpl|tpl|d)$/;

/**
 * The hosts that the value of a variable names: in a URL, before a port, as a name with dots, and as a single word where the variable's
 * name says that it holds a host. Sorted, each once. A variable whose name says that it holds a secret gives none.
 */
export const hostsInVariable = remembered((name: string, value: string): readonly string[] =>
  namesSecret(name) ? [] : hostsIn(value, hostVariable.test(name) && hostList.test(value)),
);

/** The hosts that one argument of a command names. `before` is the argument before it, which may be the flag that it belongs to. */
export function hostsInArgument(argument: string, before: string | undefined): readonly string[] {
  return hostsAfter(argument, before ?? '');
}

const hostsAfter = remembered((argument: string, before: string): readonly string[] => {
  const [own = ''] = assignment.exec(argument) ?? [];
  const flag = own !== '' ? own.slice(0, -1) : before.startsWith('-') && !before.includes('=') ? before : '';
  if (isCredentialFlag(flag) || namesSecret(flag)) return [];
  const value = argument.slice(own.length);
  return hostsIn(value, hostVariable.test(flag) && hostList.test(value));
});

function hostsIn(text: string, bareNames: boolean): readonly string[] {
  if (!bareNames && !text.includes('.') && !text.includes(':')) return [];
  const found = new Set<string>();
  let previous = '';
  for (const token of text.slice(0, longest).split(separators)) {
    const host = namesSecret(assignment.exec(token)?.[0] ?? '') || isCredentialFlag(previous) ? undefined : hostOf(trimBrackets(token.replace(assignment, '')), bareNames);
    if (host !== undefined) found.add(host);
    previous = token;
  }
  return [...found].sort(compareText);
}

/** The brackets of a list, not those of an IPv6 address. */
function trimBrackets(token: string): string {
  if (token.startsWith('[') && !token.includes(']')) return token.slice(1);
  return token.endsWith(']') && !token.includes('[') ? token.slice(0, -1) : token;
}

function isCredentialFlag(token: string): boolean {
  return token.startsWith('-') && (token === '-u' || token === '--user' || token === '-p' || namesSecret(token));
}

function hostOf(token: string, bareNames: boolean): string | undefined {
  if (url.test(token)) return hostOfUrl(token.replace(url, ''));
  const [, host] = hostAndPort.exec(token) ?? [];
  if (host !== undefined) return asHost(host);
  if (!bareNames && (!token.includes('.') || fileEnding.test(token))) return undefined;
  const [, ...rest] = token.split('.');
  // A top-level domain has no digit; a version, a number and most random text have one.
  const isName = ipv4.test(token) || (rest.length === 0 ? bareNames : /^[a-z]{2,}\.?$/.test(rest.at(-1) || (rest.at(-2) ?? '')));
  return isName ? asHost(token) : undefined;
}

/** A password may hold a slash or an at sign, so that its end would be taken for a host: such a URL names none. */
function hostOfUrl(rest: string): string | undefined {
  const [authority = '', ...path] = rest.split(/[/?#]/);
  if (path.some((part) => part.includes('@')) || authority.split('@').length > 2) return undefined;
  const host = authority.slice(authority.indexOf('@') + 1).replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  return asHost(host.toLowerCase());
}

/** `host` if it is a name or an address somebody could mean, and no random text. */
function asHost(host: string): string | undefined {
  if (ipv4.test(host)) return host.startsWith('127.') || host === '0.0.0.0' ? undefined : host;
  if (host.includes(':')) return ipv6.test(host) && /[1-9a-f].*:|::.*[2-9a-f]/.test(host) ? host : undefined;
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  if (name.length > 253 || noHost.has(name) || /^\d+$/.test(name)) return undefined;
  return name.split('.').every((each) => label.test(each) && !isRandom(each)) ? host : undefined;
}

/** Long, without a hyphen, letters and digits mixed: a token, not a name that somebody chose. */
function isRandom(each: string): boolean {
  return each.length >= 20 && !each.includes('-') && /\d/.test(each) && /[a-z]/.test(each);
}
