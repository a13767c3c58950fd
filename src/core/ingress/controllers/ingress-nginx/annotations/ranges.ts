import { blockOf, isAddress, parseAddress, type Cidr } from '../../../../ip/index.js';

/**
 * The addresses and ranges of a list with commas; undefined where one of them is none, as then the controller takes none of them.
 * Bits behind the prefix are dropped.
 *
 * Source: kubernetes/ingress-nginx internal/net/ipnet.go, ParseIPNets, controller-v1.15.1; Go net.ParseCIDR, net.ParseIP
 */
export function readRanges(text: string): readonly Cidr[] | undefined {
  const ranges: Cidr[] = [];
  for (const part of text.split(',')) {
    const range = readRange(part.trim());
    if (range === undefined) return undefined;
    ranges.push(range);
  }
  return ranges;
}

function readRange(text: string): Cidr | undefined {
  const [written = '', length, ...more] = text.split('/');
  if (more.length > 0 || !isAddress(written)) return undefined;
  const address = parseAddress(written);
  const bits = address.family === 4 ? 32 : 128;
  if (length === undefined) return blockOf(address, bits);
  return /^\d{1,3}$/.test(length) && Number(length) <= bits ? blockOf(address, Number(length)) : undefined;
}
