import { readIPv4Number, readIPv6Words } from './address.js';
import { aggregateTable } from './aggregate.js';
import { readLength, type Cidr } from './cidr.js';
import { parseNetwork } from './netmask.js';
import { PrefixRows, PrefixTable } from './prefix-table.js';
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

/** Where an address is written until it is known to be one. */
const words = new Uint32Array(4);

/** The bits behind a prefix of IPv4, by its length. */
const hostBits = Uint32Array.from({ length: 33 }, (_, length) => 2 ** (32 - length) - 1);

function readInto(ipv4: PrefixRows, ipv6: PrefixRows, text: string): void {
  const slash = text.indexOf('/');
  const length = slash < 0 ? -1 : readLength(text, slash + 1);
  const number = length < 0 ? -1 : readIPv4Number(text, slash);
  if (number >= 0 && length <= 32 && (number & hostBits[length]!) === 0) {
    const at = ipv4.add(length);
    ipv4.words[at] = number;
  } else if (number < 0 && length >= 0 && readIPv6Words(text, slash, words, 0) && hasNoHostBits(length)) {
    const at = ipv6.add(length);
    for (let word = 0; word < 4; word++) ipv6.words[at + word] = words[word]!;
  } else {
    // Another notation, or none.
    const cidr = parseNetwork(text);
    (cidr.first.family === 4 ? ipv4 : ipv6).addCidr(cidr);
  }
}

/** Whether no bit of {@link words} is set behind the first `length`. */
function hasNoHostBits(length: number): boolean {
  for (let word = length >>> 5; word < 4; word++) if ((words[word]! & hostBits[Math.max(0, length - 32 * word)]!) !== 0) return false;
  return true;
}
