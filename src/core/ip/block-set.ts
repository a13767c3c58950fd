import { aggregateTable } from './aggregate.js';
import type { Cidr } from './cidr.js';
import { PrefixRows, PrefixTable } from './prefix-table.js';
import { readInto } from './read-into.js';
import { subtractTable } from './subtract.js';

/** Blocks of both families, as many as one likes, in plain numbers from their texts to the texts of what is made of them: a bigint and two objects for each take longer than the arithmetic. */
export class BlockSet {
  private constructor(
    private readonly ipv4: PrefixTable,
    private readonly ipv6: PrefixTable,
  ) {}

  static of(cidrs: readonly Cidr[]): BlockSet {
    return new BlockSet(PrefixTable.of(4, cidrs), PrefixTable.of(6, cidrs));
  }

  /** Reads each as {@link parseNetwork} does. @throws InputError `invalid-request`, for the first that is no network */
  static read(texts: readonly string[]): BlockSet {
    const ipv4 = new PrefixRows(4, texts.length);
    const ipv6 = new PrefixRows(6);
    for (let i = 0; i < texts.length; i++) readInto(ipv4, ipv6, texts[i]!);
    return new BlockSet(ipv4.table(), ipv6.table());
  }

  get count(): number {
    return this.ipv4.count + this.ipv6.count;
  }

  /** The fewest blocks that hold exactly the same addresses: disjoint, sorted, IPv4 before IPv6. In n·log n. */
  aggregate(): BlockSet {
    return new BlockSet(aggregateTable(this.ipv4), aggregateTable(this.ipv6));
  }

  /**
   * The fewest blocks that hold exactly the addresses of these that are not in `removed`: disjoint, sorted, IPv4 before IPv6. In n·log n.
   *
   * @throws InputError `too-large` where more than `most` are left
   */
  subtract(removed: BlockSet, most = Infinity): BlockSet {
    const [from, remove] = [this.aggregate(), removed.aggregate()];
    const ipv4 = subtractTable(from.ipv4, remove.ipv4, most);
    return new BlockSet(ipv4, subtractTable(from.ipv6, remove.ipv6, most, ipv4.count));
  }

  /** Of how many addresses it is, each counted once. */
  addressCount(): bigint {
    const { ipv4, ipv6 } = this.aggregate();
    return ipv4.addressCount() + ipv6.addressCount();
  }

  cidrs(): Cidr[] {
    return [...this.ipv4.cidrs(), ...this.ipv6.cidrs()];
  }

  /** What {@link formatCidr} gives for each. */
  texts(): string[] {
    return this.ipv6.count === 0 ? this.ipv4.texts() : [...this.ipv4.texts(), ...this.ipv6.texts()];
  }
}

/** The fewest blocks that hold exactly the addresses that `cidrs` hold: disjoint, sorted, IPv4 before IPv6. In n·log n. */
export function aggregate(cidrs: readonly Cidr[]): Cidr[] {
  return BlockSet.of(cidrs).aggregate().cidrs();
}

/**
 * The fewest blocks that hold exactly the addresses of `from` that are not in `remove`: disjoint, sorted, IPv4 before IPv6. In n·log n.
 * What is removed may leave up to 128 blocks each.
 *
 * @throws InputError `too-large` where more than `most` are left
 */
export function subtract(from: readonly Cidr[], remove: readonly Cidr[], most = Infinity): Cidr[] {
  return BlockSet.of(from).subtract(BlockSet.of(remove), most).cidrs();
}
