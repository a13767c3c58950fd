import type { Evidence } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { share } from '../../cni/index.js';
import { bitsOf, countOf, formatAddress, lastOf, type Cidr, type Count } from '../../ip/index.js';
import { networkOf, type ServiceRange, type ServiceRangeSource } from '../ranges/service-ranges.js';
import { bandsOf, offsetOf, useOf, type BandUse } from './band.js';
import type { UsedAddress } from './used.js';

/** A range of ClusterIPs, and what of it is used. */
export interface ClusterIPRange {
  readonly cidr: string;
  readonly source: ServiceRangeSource;
  /** Addresses that can be given out. */
  readonly capacity: Count;
  readonly used: number;
  readonly free: Count;
  /** 0 to 1; null where there is no capacity. */
  readonly utilisation: number | null;
  /** For ClusterIPs that are asked for; null where there is no such band. */
  readonly static: BandUse | null;
  /** Out of it ClusterIPs are taken at random. */
  readonly dynamic: BandUse | null;
  /** Which allocator gives them out, and what bounds it. */
  readonly allocator: 'ServiceCIDR' | 'bitmap';
  readonly evidence: readonly Evidence[];
}

/** Versions of Kubernetes 1 from which on: two bands are kept; ClusterIPs are objects by default. */
const bandsSince = 25;
const objectsSince = 33;

/** The largest bitmap of IPv6. Source: kubernetes v1.37.2 pkg/registry/core/service/ipallocator/bitmap.go, New. */
const largestBitmap = 65_536n;

/**
 * What of each range in force is used. The network address is never given out, nor of IPv4 the broadcast address.
 *
 * @param minor of Kubernetes 1; undefined is taken for the newest
 * Source: kubernetes v1.37.2 pkg/registry/core/service/ipallocator/ipallocator.go, NewIPAllocator; bitmap.go, New.
 */
export function clusterIPRanges(view: ClusterView, ranges: readonly ServiceRange[], used: readonly UsedAddress[], minor: number | undefined): ClusterIPRange[] {
  const seen = new Set<string>();
  return ranges.filter(({ isInForce }) => isInForce).flatMap((range) => {
    const network = networkOf(range);
    if (network === undefined || seen.has(range.cidr)) return [];
    seen.add(range.cidr);
    const allocator = range.source === 'ServiceCIDR' || view.objects('ServiceCIDR').length > 0 || minor === undefined || minor >= objectsSince ? 'ServiceCIDR' : 'bitmap';
    return [useOfRange(range, network, allocator, used, minor)];
  });
}

function useOfRange({ cidr, source, evidence }: ServiceRange, network: Cidr, allocator: ClusterIPRange['allocator'], used: readonly UsedAddress[], minor: number | undefined): ClusterIPRange {
  const { family } = network.first;
  const { first, last } = givenOut(network, allocator);
  const bands = bandsOf(first, last, minor !== undefined && minor < bandsSince ? 0n : offsetOf(sizeAsCounted(network), { least: 16n, step: 16n, most: 256n }));
  const print = (value: bigint) => formatAddress({ family, value });
  const values = [...new Set(used.filter(({ address }) => address.family === family).map(({ address }) => address.value))].sort((a, b) => (a < b ? -1 : 1)).filter((value) => value >= first && value <= last);
  const capacity = last >= first ? last - first + 1n : 0n;
  const taken = BigInt(values.length);
  return {
    cidr,
    source,
    capacity: countOf(capacity),
    used: values.length,
    free: countOf(capacity - taken),
    utilisation: share(taken, capacity),
    static: bands.static === undefined ? null : useOf(bands.static, values, print),
    dynamic: bands.dynamic === undefined ? null : useOf(bands.dynamic, values, print),
    allocator,
    evidence,
  };
}

function givenOut(network: Cidr, allocator: ClusterIPRange['allocator']): { first: bigint; last: bigint } {
  const { family, value } = network.first;
  const end = lastOf(network).value;
  const bounded = allocator === 'bitmap' && family === 6 && end - value >= largestBitmap ? value + largestBitmap - 1n : end;
  return { first: value + 1n, last: family === 4 ? bounded - 1n : bounded };
}

/** Source: k8s.io/utils net/net.go, RangeSize: 0 for the largest of IPv4, and what a signed number of 64 bits can hold for those of IPv6. */
function sizeAsCounted({ first: { family }, prefixLength }: Cidr): bigint {
  const hostBits = bitsOf(family) - prefixLength;
  if ((family === 4 && hostBits >= 31) || hostBits >= 127) return 0n;
  return 1n << BigInt(hostBits >= 63 ? 63 : hostBits);
}
