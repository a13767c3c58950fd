import { contains, parseAddress } from '../ip/index.js';
import { holds, readGoNetwork, type GoNetwork, type IpFamily } from './go-address.js';

/** On which addresses of the node a node port answers, in one family. */
export interface NodePortAddresses {
  /** Every address of the node. */
  readonly matchAll: boolean;
  readonly cidrs: readonly GoNetwork[];
  readonly containsIPv4Loopback: boolean;
  /** One of the CIDRs is of the loopback itself, and does not hold it among others. */
  readonly namesLoopback: boolean;
}

const everything: Readonly<Record<IpFamily, string>> = { IPv4: '0.0.0.0/0', IPv6: '::/0' };

/**
 * @param written CIDRs of either family; none of `ipFamily` means every address
 * Source: pkg/proxy/util/nodeport_addresses.go v1.37.2, NewNodePortAddresses.
 */
export function nodePortAddressesFor(ipFamily: IpFamily, written: readonly string[]): NodePortAddresses {
  const read = written.flatMap((each) => readGoNetwork(each) ?? []).filter(({ family }) => family === ipFamily);
  const all = read.length === 0 ? [readGoNetwork(everything[ipFamily])].flatMap((each) => each ?? []) : read;
  const zero = all.findIndex(({ cidr }) => cidr.prefixLength === 0);
  // What stands behind a zero CIDR is not looked at any more.
  const seen = zero < 0 ? all : all.slice(0, zero + 1);
  return {
    matchAll: zero >= 0,
    cidrs: zero < 0 ? all : all.slice(zero, zero + 1),
    containsIPv4Loopback: seen.some(({ family, cidr }) => family === 'IPv4' && (contains(loopback, cidr.first) || contains(cidr, loopback.first))),
    namesLoopback: all.some(({ family, cidr }) => (family === 'IPv4' ? contains(loopback, cidr.first) : cidr.first.value === 1n)),
  };
}

const loopback = { first: parseAddress('127.0.0.0'), prefixLength: 8 };

/** Those of the node's addresses on which a node port answers, each once, in the order of `addresses`. */
export function nodePortIPs({ cidrs }: NodePortAddresses, addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses)].filter((address) => cidrs.some((cidr) => holds(cidr, address)));
}
