import type { Evidence } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { contains, sizeOf, type Cidr } from '../../ip/index.js';
import { serviceRanges } from '../detection/pod-ranges.js';
import { addressOf, strictCidrOf } from './cidr-text.js';
import { countOf, share, type Count } from './usage.js';

/** A range out of which Services get their ClusterIPs. */
export interface ServiceRangeUse {
  readonly cidr: string;
  /** Who states it. */
  readonly source: string;
  /** Addresses that Services can have of it. */
  readonly capacity: Count;
  readonly allocated: number;
  readonly free: Count;
  /** 0 to 1. Null for a range without a usable address. */
  readonly utilisation: number | null;
  readonly evidence: readonly Evidence[];
}

/**
 * How full the ranges of the Services are. The network address is never given out, nor of IPv4 the broadcast address. A range that two components state counts once, as the first of them;
 * one that is no CIDR is left out.
 *
 * Source: kubernetes pkg/registry/core/service/ipallocator/cidrallocator.go and ipallocator.go v1.34
 */
export function serviceUses(view: ClusterView): ServiceRangeUse[] {
  const used = new Set(view.objects('Service').flatMap(({ spec }) => spec.clusterIPs ?? []));
  const addresses = [...used].flatMap((text) => addressOf(text) ?? []);
  const seen = new Set<string>();
  return serviceRanges(view).flatMap(({ cidr, source, evidence }): ServiceRangeUse[] => {
    const range = seen.has(cidr) ? undefined : strictCidrOf(cidr);
    if (range === undefined) return [];
    seen.add(cidr);
    const capacity = capacityOf(range);
    const allocated = addresses.filter((address) => contains(range, address)).length;
    return [{ cidr, source, capacity: countOf(capacity), allocated, free: countOf(capacity > BigInt(allocated) ? capacity - BigInt(allocated) : 0n), utilisation: share(BigInt(allocated), capacity), evidence }];
  });
}

function capacityOf(range: Cidr): bigint {
  const held = range.first.family === 4 ? 2n : 1n;
  const size = sizeOf(range);
  return size > held ? size - held : 0n;
}
