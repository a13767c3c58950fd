import { formatAddress, type IpAddress } from '../../ip/index.js';
import { containsIp, formatIpNet, networkOf, sameIp, type IpNet } from '../config/go-net.js';
import type { Change } from './change.js';
import { RuleSet } from './rule-set.js';

export interface Link {
  readonly name: string;
  /** `bridge`, `veth`, `ifb`, `macvlan`, `ipvlan`, `vlan`, `vrf`; `device` for one of hardware, or of which nothing is known. */
  readonly kind: string;
  mtu: number;
  up: boolean;
  master?: string;
  promisc?: boolean;
  allmulti?: boolean;
  hairpin?: boolean;
  isolated?: boolean;
  mac: string;
  /** The other end of a veth pair. */
  peer?: { readonly namespace: Namespace; readonly name: string };
}

export interface Route {
  readonly dst: IpNet;
  readonly via?: IpAddress;
  readonly dev: string;
  readonly src?: IpAddress;
  /** Made by the kernel for an address. */
  readonly kernel?: boolean;
  readonly scope?: 'link' | 'host' | 'global' | number;
  readonly metric?: number;
  /** Absent: main. */
  readonly table?: number;
}

/** A network namespace, as far as plugins change one. */
export class Namespace {
  readonly links = new Map<string, Link>();
  readonly addresses: { readonly dev: string; readonly net: IpNet }[] = [];
  routes: Route[] = [];
  /** Rules of policy routing: from this address, look into this table. */
  ipRules: { readonly from: IpAddress; readonly table: number }[] = [];
  readonly sysctls = new Map<string, string>();

  constructor(
    readonly place: 'host' | 'container',
    private readonly changes: Change[],
  ) {}

  addLink(link: Link): void {
    this.links.set(link.name, link);
    this.told('link', 'add', tellLink(link));
  }

  changeLink(link: Link, change: Partial<Link>): void {
    const before = tellLink(link);
    Object.assign(link, change);
    if (tellLink(link) !== before) this.told('link', 'change', tellLink(link));
  }

  /** With its addresses, its routes, and the other end of a veth pair. */
  removeLink(name: string): void {
    const link = this.links.get(name);
    if (link === undefined) return;
    this.links.delete(name);
    this.told('link', 'remove', name);
    this.addresses.splice(0, this.addresses.length, ...this.addresses.filter(({ dev }) => dev !== name));
    this.routes = this.routes.filter(({ dev }) => dev !== name);
    if (link.master !== undefined) this.#fitBridge(link.master);
    link.peer?.namespace.removeLink(link.peer.name);
  }

  /** Makes a link a port of a bridge. */
  addPort(link: Link, bridge: string): void {
    this.changeLink(link, { master: bridge });
    this.#fitBridge(bridge);
  }

  /** The kernel gives a bridge the least MTU of its ports, and 1500 without any. Source: Linux 6.1 net/bridge/br_if.c, br_mtu_auto_adjust */
  #fitBridge(name: string): void {
    const bridge = this.links.get(name);
    const sizes = [...this.links.values()].filter(({ master }) => master === name).map(({ mtu }) => mtu);
    if (bridge?.kind === 'bridge') this.changeLink(bridge, { mtu: Math.min(...(sizes.length === 0 ? [1500] : sizes)) });
  }

  /** Gives an address, and with the link up the route that the kernel makes for it. */
  addAddress(dev: string, net: IpNet): void {
    this.addresses.push({ dev, net });
    this.told('address', 'add', `${formatIpNet(net)} dev ${dev}`);
    if (this.links.get(dev)?.up === true) this.#connect(dev, net);
  }

  removeAddress(dev: string, net: IpNet): void {
    this.addresses.splice(0, this.addresses.length, ...this.addresses.filter((each) => each.dev !== dev || formatIpNet(each.net) !== formatIpNet(net)));
    this.routes = this.routes.filter((route) => !(route.kernel === true && route.dev === dev && sameBlock(route.dst, net)));
    this.told('address', 'remove', `${formatIpNet(net)} dev ${dev}`);
  }

  setUp(link: Link): void {
    if (link.up) return;
    this.changeLink(link, { up: true });
    for (const { dev, net } of this.addresses) if (dev === link.name) this.#connect(dev, net);
  }

  setDown(link: Link): void {
    if (!link.up) return;
    this.changeLink(link, { up: false });
    this.routes = this.routes.filter(({ dev }) => dev !== link.name);
    // The kernel takes IPv6 addresses away from a link that goes down.
    for (const { dev, net } of [...this.addresses]) if (dev === link.name && net.address.family === 6) this.removeAddress(dev, net);
  }

  /** @returns what the kernel says where it refuses: the gateway must lie on a link, and no equal route may be there */
  addRoute(route: Route): string | undefined {
    if (route.via !== undefined && !this.#isOnLink(route.via)) return route.dst.address.family === 4 ? 'network is unreachable' : 'no route to host';
    if (this.routes.some((each) => isSameRoute(each, route))) return 'file exists';
    this.routes.push(route);
    this.told('route', 'add', tellRoute(route));
    return undefined;
  }

  removeRoute(route: Route): void {
    this.routes = this.routes.filter((each) => each !== route);
    this.told('route', 'remove', tellRoute(route));
  }

  addIpRule(rule: { readonly from: IpAddress; readonly table: number }): void {
    this.ipRules.push(rule);
    this.told('rule', 'add', `from ${formatAddress(rule.from)} lookup ${rule.table}`);
  }

  removeIpRules(from: IpAddress, table?: number): void {
    for (const rule of this.ipRules.filter((each) => sameIp(each.from, from) && (table === undefined || each.table === table))) {
      this.ipRules = this.ipRules.filter((each) => each !== rule);
      this.told('rule', 'remove', `from ${formatAddress(rule.from)} lookup ${rule.table}`);
    }
  }

  setSysctl(key: string, value: string): void {
    if (this.sysctls.get(key) === value) return;
    this.sysctls.set(key, value);
    this.told('sysctl', 'change', `${key}=${value}`);
  }

  told(kind: Change['kind'], action: Change['action'], detail: string): void {
    this.changes.push({ place: this.place, kind, action, detail });
  }

  #connect(dev: string, net: IpNet): void {
    const { address, prefixLength } = net;
    if (address.family === 4 && prefixLength === 32) return;
    const dst = { address: networkOf(net), prefixLength, mapped: false };
    if (this.routes.some((each) => each.kernel === true && each.dev === dev && sameBlock(each.dst, dst))) return;
    this.routes.push({ dst, dev, kernel: true, ...(address.family === 4 ? { src: address, scope: 'link' as const } : { metric: 256 }) });
  }

  #isOnLink(gateway: IpAddress): boolean {
    return this.routes.some(({ dst, via, table }) => via === undefined && table === undefined && containsIp(dst, gateway));
  }
}

/** A node and a container that is to be attached. */
export class Machine {
  readonly changes: Change[] = [];
  readonly host = new Namespace('host', this.changes);
  readonly container = new Namespace('container', this.changes);
  readonly rules = new RuleSet(this.changes);
  /** What `tc` shows, by link of the host. */
  readonly qdiscs = new Map<string, string[]>();
  /** What host-local keeps for the network: text by name of the file. */
  readonly store = new Map<string, string>();
}

function sameBlock(a: IpNet, b: IpNet): boolean {
  return a.prefixLength === b.prefixLength && sameIp(networkOf(a), networkOf(b));
}

function isSameRoute(a: Route, b: Route): boolean {
  const sameVia = a.via === undefined || b.via === undefined ? a.via === b.via : sameIp(a.via, b.via);
  return sameVia && a.dev === b.dev && (a.table ?? 254) === (b.table ?? 254) && (a.metric ?? 0) === (b.metric ?? 0) && sameBlock(a.dst, b.dst);
}

/** `cni0 bridge mtu 1500 up`. */
export function tellLink({ name, kind, mtu, master, allmulti, promisc, up, hairpin, isolated }: Link): string {
  const flags = Object.entries({ allmulti, promisc, up, hairpin, isolated }).filter(([, on]) => on === true).map(([flag]) => flag);
  return [name, kind, `mtu ${mtu}`, ...(master === undefined ? [] : [`master ${master}`]), ...flags].join(' ');
}

/** As `ip route` prints it. */
export function tellRoute({ dst, via, dev, src, kernel, scope, metric, table }: Route): string {
  const { family } = dst.address;
  const bits = family === 4 ? 32 : 128;
  const destination = dst.prefixLength === 0 ? 'default' : dst.prefixLength === bits ? formatAddress(dst.address) : `${formatAddress(networkOf(dst))}/${dst.prefixLength}`;
  const shownMetric = family === 6 ? (metric ?? 1024) : metric;
  return [
    destination,
    ...(via === undefined ? [] : ['via', formatAddress(via)]),
    'dev',
    dev,
    ...(table === undefined ? [] : ['table', table]),
    ...(kernel === true ? ['proto', 'kernel'] : []),
    ...(family === 4 && scope !== undefined && scope !== 'global' && scope !== 0 ? ['scope', scopeName(scope)] : []),
    ...(src === undefined ? [] : ['src', formatAddress(src)]),
    ...(shownMetric === undefined || shownMetric === 0 ? [] : ['metric', shownMetric]),
    ...(family === 6 ? ['pref', 'medium'] : []),
  ].join(' ');
}

function scopeName(scope: string | number): string {
  return typeof scope === 'string' ? scope : ({ 253: 'link', 254: 'host', 200: 'site' }[scope] ?? String(scope));
}
