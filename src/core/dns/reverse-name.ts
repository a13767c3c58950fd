import { formatAddress } from '../ip/index.js';
import { parseIp } from './go/net.js';

/** The address that a whole reverse name stands for, in its usual form; undefined for any other name. Source: coredns 1.14.7, plugin/pkg/dnsutil/reverse.go ExtractAddressFromReverse. */
export function addressInReverseName(name: string): string | undefined {
  if (name.endsWith('.in-addr.arpa.')) {
    const address = parseIp(name.slice(0, -'.in-addr.arpa.'.length).split('.').reverse().join('.'));
    return address?.family === 4 ? formatAddress(address) : undefined;
  }
  if (!name.endsWith('.ip6.arpa.')) return undefined;
  const digits = name.slice(0, -'.ip6.arpa.'.length).split('.').reverse();
  const groups = Array.from({ length: Math.floor(digits.length / 4) }, (_, i) => digits.slice(4 * i, 4 * i + 4).join(''));
  const address = parseIp(groups.join(':'));
  return address === undefined ? undefined : formatAddress(address);
}
