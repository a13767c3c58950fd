/**
 * What the kernel does with a packet that the route matches: `unicast` sends it to a next hop, `local` takes it in,
 * `throw` goes on with the next routing rule; `blackhole` drops, `unreachable` and `prohibit` refuse.
 */
export type RouteType = (typeof routeTypes)[number];

/** As `ip route` prints them. */
export const routeTypes = [
  'unicast', 'local', 'broadcast', 'anycast', 'multicast', 'blackhole', 'unreachable', 'prohibit', 'throw', 'nat', 'xresolve',
] as const;

/** `linkdown`: the link has no carrier; `dead`: the link is down; `onlink`: the gateway counts as reachable on the link though no route says so. */
export type RouteFlag = (typeof routeFlags)[number];

/** As `ip route` prints them. */
export const routeFlags = [
  'dead', 'onlink', 'pervasive', 'offload', 'trap', 'notify', 'linkdown', 'unresolved', 'rt_offload', 'rt_trap', 'rt_offload_failed',
] as const;

/** Where a route sends on to. */
export interface Nexthop {
  /** The gateway; absent where the destination is on the link. It may be IPv6 for an IPv4 route (RFC 5549). */
  readonly via?: string;
  readonly dev?: string;
  /** Among the next hops of one route, from 1. */
  readonly weight?: number;
  /** Lightweight tunnel, as printed: `mpls 100`, `ip id 7 src 0.0.0.0 dst 192.0.2.1 …`. */
  readonly encap?: string;
  /** Those printed on a line of its own; those of a route with a single next hop stand at the route. */
  readonly flags: readonly RouteFlag[];
}

/** One route of a kernel table. */
export interface Route {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly type: RouteType;
  /** null for a default route that no address on its line, and no other line of the text, tells the family of. */
  readonly family: 4 | 6 | null;
  /** `default`, or a CIDR with its prefix length written out (`198.51.100.7/32`). */
  readonly destination: string;
  /** The CIDR of source addresses that it is for (IPv6 source routing). */
  readonly from?: string;
  /** Absent: the table that the command asked for, `main` unless it said another. */
  readonly table?: string;
  /** Who made it: `kernel`, `boot` (by hand, nothing printed), `static`, `dhcp`, `ra`, `bird`, … or a number. */
  readonly protocol: string;
  /** `global`, `link`, `host`, … or a number. */
  readonly scope: string;
  /** The source address preferred for what the node itself sends. */
  readonly src?: string;
  /** The lower wins; absent where none is printed: 0. */
  readonly metric?: number;
  /** Bytes. */
  readonly mtu?: number;
  /** Path MTU discovery is off for it. */
  readonly mtuLocked?: true;
  /** Empty where the kernel sends nothing on; one; or several of one multipath route. */
  readonly nexthops: readonly Nexthop[];
  readonly flags: readonly RouteFlag[];
  /** What else was printed, by its word, in the order of the line: `advmss`, `hoplimit`, `pref`, `expires`, `nhid`, … */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The routes of one table or of several. */
export interface IpRoutes {
  /** In the order of the text, which is not the order in which the kernel tries them. */
  readonly routes: readonly Route[];
}
