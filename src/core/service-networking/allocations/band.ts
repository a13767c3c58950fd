import { countOf, type Count } from '../../ip/index.js';

/** A part of a range, out of which numbers are taken. All in the numbers of the range: addresses as whole numbers, or ports. */
export interface Band {
  readonly first: bigint;
  readonly last: bigint;
}

/** What of a band is used. */
export interface BandUse {
  readonly first: string;
  readonly last: string;
  readonly size: Count;
  readonly used: number;
  readonly free: Count;
  /** The lowest that is free; null where none is. */
  readonly firstFree: string | null;
}

/**
 * The static band and the dynamic band of a range: what is asked for by name should be of the first, what is not is taken out of the second, at random, and out of the first only when the second is full. Undefined for a band that is empty.
 *
 * @param first the lowest number that is given out
 * @param offset how many of the lowest are the static band
 */
export function bandsOf(first: bigint, last: bigint, offset: bigint): { static: Band | undefined; dynamic: Band | undefined } {
  const size = last - first + 1n;
  const cut = offset < size ? offset : size > 0n ? size : 0n;
  return { static: cut > 0n ? { first, last: first + cut - 1n } : undefined, dynamic: size > cut ? { first: first + cut, last } : undefined };
}

/**
 * @param used ascending, each once
 * @param print writes a number of the range
 */
export function useOf({ first, last }: Band, used: readonly bigint[], print: (value: bigint) => string): BandUse {
  const inside = used.filter((value) => value >= first && value <= last);
  const size = last - first + 1n;
  let free = first;
  for (const value of inside) {
    if (value !== free) break;
    free++;
  }
  return { first: print(first), last: print(last), size: countOf(size), used: inside.length, free: countOf(size - BigInt(inside.length)), firstFree: free > last ? null : print(free) };
}

/** min(max(least, size/step), most), and 0 for a range of `least` or fewer: the size of the static band. Source: kubernetes v1.37.2 pkg/registry/core/service/{ipallocator/bitmap,portallocator/allocator}.go, calculateRangeOffset. */
export function offsetOf(size: bigint, { least, step, most }: { readonly least: bigint; readonly step: bigint; readonly most: bigint }): bigint {
  if (size <= least) return 0n;
  const part = size / step;
  return part < least ? least : part > most ? most : part;
}
