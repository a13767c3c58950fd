import { bitsOf, compareCidrs, type Cidr, type IpAddress } from '../../ip/index.js';

/** A number for IPv4, which is faster, a bigint for IPv6. */
type Place = number | bigint;

interface Entry<T> {
  readonly first: Place;
  readonly last: Place;
  readonly value: T;
}

/** Finds the innermost of many blocks that holds an address, each time in log n. Of equal blocks the one that was given first counts. */
export class RangeIndex<T> {
  readonly #byFamily: Record<4 | 6, { readonly entries: readonly Entry<T>[]; readonly parents: readonly number[] }>;

  constructor(blocks: Iterable<readonly [Cidr, T]>) {
    const sorted = [...blocks].sort(([a], [b]) => compareCidrs(a, b));
    const of = (family: 4 | 6) => nest(sorted.filter(([{ first }]) => first.family === family).map(([cidr, value]) => entryOf(cidr, value)));
    this.#byFamily = { 4: of(4), 6: of(6) };
  }

  find(address: IpAddress): T | undefined {
    const { entries, parents } = this.#byFamily[address.family];
    const place = placeOf(address.family, address.value);
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((entries[middle] as Entry<T>).first <= place) low = middle + 1;
      else high = middle;
    }
    let at = low - 1;
    while (at >= 0 && (entries[at] as Entry<T>).last < place) at = parents[at] ?? -1;
    return entries[at]?.value;
  }
}

function placeOf(family: 4 | 6, value: bigint): Place {
  return family === 4 ? Number(value) : value;
}

function entryOf<T>({ first: { family, value: first }, prefixLength }: Cidr, value: T): Entry<T> {
  const size = 1n << BigInt(bitsOf(family) - prefixLength);
  return { first: placeOf(family, first), last: placeOf(family, first + size - 1n), value };
}

/** Blocks are disjoint or one holds the other: the entry that holds each, so that a miss climbs instead of walking back. Equal blocks after the first are dropped. */
function nest<T>(all: readonly Entry<T>[]): { entries: Entry<T>[]; parents: number[] } {
  const entries = all.filter(({ first, last }, i) => i === 0 || first !== all[i - 1]?.first || last !== all[i - 1]?.last);
  const parents: number[] = [];
  const open: number[] = [];
  entries.forEach(({ first }, i) => {
    while (open.length > 0 && (entries[open.at(-1) as number] as Entry<T>).last < first) open.pop();
    parents.push(open.at(-1) ?? -1);
    open.push(i);
  });
  return { entries, parents };
}
