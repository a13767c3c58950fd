import { formatAddress, isAddress, parseAddress, type IpAddress } from '../../ip/index.js';
import { nextIp, sameIp, type IpNet } from '../config/go-net.js';
import { formatRange, inRange, type HostLocalRange, type HostLocalRanges } from '../config/plugins/host-local.js';
import type { Machine } from './machine.js';

/** An attachment that was made before, in the order in which they were made. */
export interface ExistingAllocation {
  readonly containerId: string;
  /** Absent: eth0. */
  readonly ifName?: string;
  /** One of each range set. */
  readonly addresses: readonly string[];
  /** It was given back: the address is free, and yet the next search begins behind it. */
  readonly released?: boolean;
}

/** An address that host-local gave. */
export interface Allocated {
  readonly net: IpNet;
  readonly gateway: IpAddress;
}

const cursor = 'last_reserved_ip.';

/** Whose address it is, as its file says. */
export function keyOf(containerId: string, ifName: string): string {
  return `${containerId}\r\n${ifName}`;
}

/** Puts into the store what attachments before left there; where the ranges are none, by the sets in their order. */
export function fillStore(machine: Machine, ranges: HostLocalRanges | undefined, existing: readonly ExistingAllocation[]): void {
  for (const { containerId, ifName = 'eth0', addresses, released = false } of existing) {
    for (const [place, text] of addresses.entries()) {
      const address = parseAddress(text);
      const set = ranges === undefined ? place : ranges.sets.findIndex((each) => each.some((range) => inRange(range, address)));
      if (!released) machine.store.set(formatAddress(address), keyOf(containerId, ifName));
      if (set >= 0) machine.store.set(`${cursor}${set}`, formatAddress(address));
    }
  }
}

/**
 * Takes an address of every set, or says why it cannot in host-local's words; then nothing stays taken.
 *
 * Source: containernetworking/plugins v1.10.0 plugins/ipam/host-local/main.go cmdAdd, backend/allocator/allocator.go Get
 */
export function allocate(machine: Machine, { sets, requested }: HostLocalRanges, containerId: string, ifName: string): readonly Allocated[] | string {
  const open = new Map(requested.map((address) => [formatAddress(address), address]));
  const given: Allocated[] = [];
  for (const [i, set] of sets.entries()) {
    const wanted = [...open].find(([, address]) => rangeFor(set, address) !== undefined);
    if (wanted !== undefined) open.delete(wanted[0]);
    const taken = wanted === undefined ? takeNext(machine, set, i, containerId, ifName) : takeRequested(machine, set, i, wanted[1], keyOf(containerId, ifName));
    if (typeof taken === 'string') {
      if (given.length > 0) release(machine, containerId, ifName);
      return `failed to allocate for range ${i}: ${taken}`;
    }
    given.push(taken);
  }
  if (open.size === 0) return given;
  release(machine, containerId, ifName);
  // It prints them in no particular order.
  return `failed to allocate all requested IPs: ${[...open.keys()].join(' ')}`;
}

/** Gives back whatever this attachment holds. */
export function release(machine: Machine, containerId: string, ifName: string): void {
  for (const [file, owner] of [...machine.store]) {
    if (file.startsWith(cursor) || owner !== keyOf(containerId, ifName)) continue;
    machine.store.delete(file);
    machine.changes.push({ place: 'file', kind: 'allocation', action: 'remove', detail: file });
  }
}

/**
 * Gives back what no valid attachment holds. A file of before the name of the interface was written names a container alone.
 *
 * Source: containernetworking/plugins v1.10.0 plugins/ipam/host-local/backend/disk/backend.go GC
 */
export function keepOnly(machine: Machine, valid: readonly { readonly containerID: string; readonly ifname: string }[]): void {
  const keys = new Set(valid.flatMap(({ containerID, ifname }) => [keyOf(containerID.trim(), ifname), containerID.trim()]));
  for (const [file, owner] of [...machine.store].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (file.startsWith(cursor) || keys.has(owner.trim())) continue;
    machine.store.delete(file);
    machine.changes.push({ place: 'file', kind: 'allocation', action: 'remove', detail: file });
  }
}

/** Whether this attachment holds an address. */
export function holds(machine: Machine, containerId: string, ifName: string): boolean {
  return [...machine.store].some(([file, owner]) => !file.startsWith(cursor) && (owner === keyOf(containerId, ifName) || owner === containerId));
}

function takeRequested(machine: Machine, set: readonly HostLocalRange[], i: number, address: IpAddress, key: string): Allocated | string {
  const range = rangeFor(set, address);
  if (range === undefined) return `${formatAddress(address)} not in range set ${formatSet(set)}`;
  if (sameIp(address, range.gateway)) return `requested ip ${formatAddress(address)} is subnet's gateway`;
  if (!reserve(machine, i, address, key)) return `requested IP address ${formatAddress(address)} is not available in range set ${formatSet(set)}`;
  return allocated(range, address);
}

/** From behind the last one given, once around; gateways are passed over. */
function takeNext(machine: Machine, set: readonly HostLocalRange[], i: number, containerId: string, ifName: string): Allocated | string {
  const own = [...machine.store].filter(([file, owner]) => isAddress(file) && (owner === keyOf(containerId, ifName) || owner === containerId)).map(([file]) => parseAddress(file));
  const before = own.sort(byText).find((address) => rangeFor(set, address) !== undefined);
  if (before !== undefined) return `${formatAddress(before)} has been allocated to ${containerId}, duplicate allocation is not allowed`;
  const key = keyOf(containerId, ifName);
  for (const { range, address } of candidates(machine, set, i)) {
    if (reserve(machine, i, address, key)) return allocated(range, address);
  }
  return `no IP addresses available in range set: ${formatSet(set)}`;
}

/** Files are read in the order of their names. */
function byText(a: IpAddress, b: IpAddress): number {
  return formatAddress(a) < formatAddress(b) ? -1 : 1;
}

/** The addresses that it tries, in its order. Source: backend/allocator/allocator.go, GetIter and Next */
function* candidates(machine: Machine, set: readonly HostLocalRange[], i: number): Iterable<{ range: HostLocalRange; address: IpAddress }> {
  const last = machine.store.get(`${cursor}${i}`);
  const from = last !== undefined && isAddress(last) ? parseAddress(last) : undefined;
  const at = from === undefined ? -1 : set.findIndex((range) => inRange(range, from));
  let index = Math.max(at, 0);
  let current = at < 0 ? undefined : from;
  let start: IpAddress | undefined;
  for (;;) {
    let range = set[index] as HostLocalRange;
    if (current === undefined) current = range.rangeStart;
    else if (sameIp(current, range.rangeEnd)) {
      index = (index + 1) % set.length;
      range = set[index] as HostLocalRange;
      current = range.rangeStart;
    } else current = nextIp(current);
    if (start === undefined) start = current;
    else if (sameIp(current, start)) return;
    if (!sameIp(current, range.gateway)) yield { range, address: current };
  }
}

function reserve(machine: Machine, i: number, address: IpAddress, key: string): boolean {
  const file = formatAddress(address);
  if (machine.store.has(file)) return false;
  machine.store.set(file, key);
  machine.store.set(`${cursor}${i}`, file);
  machine.changes.push({ place: 'file', kind: 'allocation', action: 'add', detail: file });
  return true;
}

function allocated({ subnet, gateway }: HostLocalRange, address: IpAddress): Allocated {
  return { net: { address, prefixLength: subnet.prefixLength, mapped: false }, gateway };
}

function rangeFor(set: readonly HostLocalRange[], address: IpAddress): HostLocalRange | undefined {
  return set.find((range) => inRange(range, address));
}

function formatSet(set: readonly HostLocalRange[]): string {
  return set.map(formatRange).join(',');
}
