import { blockOf, bitsOf, parseAddress, parseCidr, type Cidr, type IpAddress } from '../../ip/index.js';
import { InputError } from '../../errors.js';

/** An address as it is written; undefined where it is none. */
export function addressOf(text: string): IpAddress | undefined {
  return unlessFaulty(() => parseAddress(text));
}

/** A CIDR without host bits; undefined where it is none. */
export function strictCidrOf(text: string): Cidr | undefined {
  return unlessFaulty(() => parseCidr(text));
}

/** A CIDR as Go's net.ParseCIDR takes it, host bits cut off; undefined where it is none. */
export function cidrOf(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text.trim());
  const address = match === null ? undefined : addressOf(match[1] ?? '');
  const prefixLength = Number(match?.[2]);
  return address === undefined || prefixLength > bitsOf(address.family) ? undefined : blockOf(address, prefixLength);
}

function unlessFaulty<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
