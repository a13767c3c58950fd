/** A network interface. What was not printed is absent. JSON-safe. */
export interface Link {
  /** The line on which it begins, from 1; in JSON that on which the document begins. */
  readonly line: number;
  readonly index?: number;
  readonly name: string;
  /** What stands behind the @: the device below or the other end of a pair; `if7` for an index of another namespace; `NONE`. */
  readonly parent?: string;
  /** `UP`, `LOWER_UP`, `NO-CARRIER`, … as printed. */
  readonly flags: readonly string[];
  /** Bytes. */
  readonly mtu?: number;
  readonly qdisc?: string;
  /** The bridge, bond or VRF that it is a port of. */
  readonly master?: string;
  /** `UP`, `DOWN`, `UNKNOWN`, … as printed. */
  readonly state?: string;
  readonly group?: string;
  /** Packets. */
  readonly queueLength?: number;
  /** `ether`, `loopback`, `ipip`, `none`, … */
  readonly type?: string;
  /** Of the link layer. */
  readonly address?: string;
  readonly broadcast?: string;
  /** The other end of a tunnel. */
  readonly peerAddress?: string;
  /** The network namespace of the other end: its name where `ip` knows one and prints text, else the number that this namespace has for it. */
  readonly netns?: string;
  readonly alias?: string;
  readonly altnames: readonly string[];
  /** `bridge`, `veth`, `vxlan`, …; printed with `-details` alone. */
  readonly kind?: string;
  /** The kind of its master. */
  readonly portOf?: string;
  /** Of what `-details` prints, what tells one link of its kind from another (`id`, `local`, `dstport` of a VXLAN; `mode` of a macvlan), and `promiscuity`. */
  readonly details: Readonly<Record<string, string>>;
  readonly statistics?: LinkStatistics;
}

/** Since the link was made. */
export interface LinkStatistics {
  readonly rx: LinkCounters;
  readonly tx: LinkCounters;
}

export interface LinkCounters {
  readonly bytes: number;
  readonly packets: number;
  readonly errors: number;
  readonly dropped: number;
}

/** An address of an interface. */
export interface LinkAddress {
  /** The line on which it stands, from 1; in JSON that on which the document begins. */
  readonly line: number;
  readonly family: 4 | 6;
  readonly address: string;
  readonly prefixLength: number;
  /** The address of the other end, which `prefixLength` is then of. */
  readonly peer?: string;
  readonly broadcast?: string;
  /** `global`, `link`, `host`, … or a number; absent where it is not printed. */
  readonly scope?: string;
  readonly label?: string;
  /** The lower is preferred for its route. */
  readonly metric?: number;
  /** Who made it. */
  readonly protocol?: string;
  /** `secondary`, `dynamic`, `deprecated`, `tentative`, `dadfailed`, … as printed. */
  readonly flags: readonly string[];
  /** Seconds; null: for ever; absent: not printed. */
  readonly validLifetime?: number | null;
  /** As `validLifetime`: for how long new connections take it. */
  readonly preferredLifetime?: number | null;
}

/** An interface with its addresses, in the order of the text. */
export interface AddressedLink extends Link {
  readonly addresses: readonly LinkAddress[];
}

/** What is read so far. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? (Item extends LinkAddress ? Draft<Item>[] : Item[]) : T[K] extends Readonly<Record<string, string>> ? Record<string, string> : T[K] };

/** Of each kind, the words of `-details` that are kept, and their names in JSON. A VXLAN's group and remote are one field of the kernel. */
export const keptDetails: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  vxlan: { id: ['id'], local: ['local', 'local6'], group: ['group', 'group6'], remote: ['remote', 'remote6'], dev: ['link'], dstport: ['port'] },
  geneve: { id: ['id'], remote: ['remote', 'remote6'], dstport: ['port'] },
  vlan: { protocol: ['protocol'], id: ['id'] },
  macvlan: { mode: ['mode'] },
  ipvlan: { mode: ['mode'] },
  vrf: { table: ['table'] },
  bridge: { stp_state: ['stp_state'], vlan_filtering: ['vlan_filtering'] },
};
