import { bitsOf, blockOf, contains, formatAddress, formatCidr, isAddress, parseAddress, type Cidr, type IpAddress } from '../ip/index.js';

/** The two families, as Kubernetes names them. */
export type IpFamily = 'IPv4' | 'IPv6';

/** An address as kube-proxy holds it: its family, and its text as Go prints it. */
export interface GoAddress {
  readonly family: IpFamily;
  readonly text: string;
}

/** A network as kube-proxy holds it: host bits cleared, the text as Go prints it. */
export interface GoNetwork {
  readonly family: IpFamily;
  readonly text: string;
  readonly cidr: Cidr;
}

/** Longer numbers are refused before they are read. */
const longestNumber = 7;

/**
 * Reads an address as kube-proxy does: leading zeros of IPv4 are decimal, and an IPv4-mapped IPv6 address is the IPv4 address. Undefined for what is none.
 *
 * Source: k8s.io/utils net/parse.go `ParseIPSloppy`; net.IP.String.
 */
export function readGoAddress(text: string): GoAddress | undefined {
  if (!text.includes(':')) {
    if (isAddress(text)) return { family: 'IPv4', text };
    const plain = withoutLeadingZeros(text);
    return plain === undefined ? undefined : { family: 'IPv4', text: plain };
  }
  if (!isAddress(text)) return undefined;
  const address = parseAddress(text);
  const mapped = mappedIPv4(address);
  return mapped === undefined ? { family: 'IPv6', text: formatAddress(address) } : { family: 'IPv4', text: formatAddress(mapped) };
}

/** As {@link readGoAddress} for a network; one of IPv4-mapped IPv6 addresses is of neither family, and so undefined. Source: k8s.io/utils net/parse.go `ParseCIDRSloppy`, net/ipfamily.go `IPFamilyOfCIDR`. */
export function readGoNetwork(text: string): GoNetwork | undefined {
  const slash = text.indexOf('/');
  const length = text.slice(slash + 1);
  if (slash < 0 || length.length > longestNumber || !/^\d+$/.test(length)) return undefined;
  const address = readGoAddress(text.slice(0, slash));
  if (address === undefined || (address.family === 'IPv4' && text.includes(':'))) return undefined;
  const first = parseAddress(address.text);
  if (Number(length) > bitsOf(first.family)) return undefined;
  const cidr = blockOf(first, Number(length));
  return { family: address.family, text: formatCidr(cidr), cidr };
}

/** Whether `network` contains `address`. False for addresses of the other family, and for what is no address. */
export function holds(network: GoNetwork, address: string): boolean {
  const read = readGoAddress(address);
  return read !== undefined && read.family === network.family && contains(network.cidr, parseAddress(read.text));
}

function withoutLeadingZeros(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => part.length <= longestNumber && /^\d+$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.map(Number).join('.');
}

function mappedIPv4({ value }: IpAddress): IpAddress | undefined {
  return value >> 32n === 0xffffn ? { family: 4, value: value & 0xffff_ffffn } : undefined;
}
