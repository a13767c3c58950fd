import { contains, embeddedIPv4, formatAddress, isAddress, parseAddress, parseCidr, scopeOf, type Cidr, type IpAddress } from '../ip/index.js';

/** Addresses under which clouds tell a machine its secrets. Source: the documentation of AWS, Azure, Google Cloud, Oracle Cloud, Alibaba Cloud and DigitalOcean on instance metadata. */
const metadata = ['169.254.169.254/32', '168.63.129.16/32', '100.100.100.200/32', '192.0.0.192/32', 'fd00:ec2::254/128', 'fd20:ce::254/128'].map((cidr) => parseCidr(cidr));

/** The only block of IPv6 from which global unicast addresses are given out. Source: IANA, “IPv6 Global Unicast Address Assignments”. */
const globalUnicast = parseCidr('2000::/3');

/** No configuration lets these in. */
const never = new Set(['unspecified', 'link-local', 'multicast', 'broadcast']);

/**
 * Why nothing is delivered to an address, in words that follow “is”; undefined where it may be. Only what is reached over the public Internet may, and what `allowed` names, but never link-local,
 * multicast and unspecified addresses, nor those under which clouds tell secrets. An address that carries an IPv4 address is judged by that.
 */
export function refusalOf(text: string, allowed: readonly Cidr[]): string | undefined {
  if (!isAddress(text)) return 'no IP address';
  return refuse(parseAddress(text), allowed);
}

function refuse(address: IpAddress, allowed: readonly Cidr[]): string | undefined {
  if (metadata.some((cidr) => contains(cidr, address))) return 'where clouds tell machines their secrets';
  const within = embeddedIPv4(address);
  if (within?.by === 'ipv4-mapped' || within?.by === 'nat64') {
    const refusal = refuse(within.address, allowed);
    return refusal === undefined ? undefined : `${formatAddress(within.address)} in another form, which is ${refusal}`;
  }
  const scope = scopeOf(address);
  if (never.has(scope)) return scope;
  if (allowed.some((cidr) => contains(cidr, address))) return undefined;
  if (scope !== 'global') return scope === 'translation' ? 'one that is translated to another' : scope;
  return address.family === 6 && !contains(globalUnicast, address) ? 'outside of what is given out of IPv6' : undefined;
}

/** A URL to which events may be sent as far as can be told before its name is looked up. `pointer` leads from a subscription to what is wrong. */
export interface UrlParts {
  /** As in a URL, without the colon. */
  readonly scheme: string;
  /** In lower case, without the brackets of IPv6. */
  readonly host: string;
  readonly hasCredentials: boolean;
  readonly hasFragment: boolean;
}

/** Why nothing is sent to such a URL; undefined where it may be. Whatever a name stands for is judged when it is connected to. */
export function refusalOfUrl({ scheme, host, hasCredentials, hasFragment }: UrlParts, allowed: readonly Cidr[]): string | undefined {
  if (scheme !== 'https' && scheme !== 'http') return 'must begin with https:// or http://';
  if (hasCredentials) return 'must hold no user and password: they would be told to everyone who may read the subscription';
  if (hasFragment) return 'must hold no fragment (#…), which is never sent';
  if (isAddress(host)) {
    const refusal = refusalOf(host, allowed);
    return refusal === undefined ? undefined : `${host} is ${refusal}; WEBHOOK_ALLOWED_ADDRESSES names what may be delivered to besides the public Internet`;
  }
  if (/(^|\.)localhost\.?$/.test(host) && !allowed.some((cidr) => contains(cidr, parseAddress('127.0.0.1')) || contains(cidr, parseAddress('::1')))) return `${host} is this machine; WEBHOOK_ALLOWED_ADDRESSES names what may be delivered to besides the public Internet`;
  return undefined;
}
