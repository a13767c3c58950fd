import type { ExistingAllocation } from './host-local-store.js';

/** An interface that the node has before. */
export interface HostInterface {
  readonly name: string;
  /** `bridge`, `veth`, …; absent: `device`. */
  readonly kind?: string;
  /** Absent: 1500. */
  readonly mtu?: number;
  /** With the length of their prefix. */
  readonly addresses?: readonly string[];
  /** Whether the default route goes out by it. */
  readonly defaultRoute?: boolean;
}

/** One command that a runtime gives. */
export const commands = ['STATUS', 'ADD', 'CHECK', 'GC', 'DEL'] as const;
export type Command = (typeof commands)[number];

/** An interface of a container, as GC tells those that there still are. */
export interface ValidAttachment {
  readonly containerId: string;
  readonly ifName: string;
}

/** A container that is to be attached to a network. */
export interface AttachmentQuestion {
  /** A `.conf` or `.conflist`. */
  readonly text: string;
  /** Decides the form of `text`; without it its content does. */
  readonly fileName?: string;
  readonly containerId: string;
  /** The path of the container's network namespace, which is fresh: it has `lo`, and that is down. */
  readonly netns: string;
  readonly ifName: string;
  /** CNI_ARGS: `K=V;K2=V2`. Absent: none. */
  readonly cniArgs?: string;
  /** What the runtime has for each capability: `portMappings`, `bandwidth`, `ips`, `mac`, … Absent: nothing. */
  readonly capabilityArgs?: Readonly<Record<string, unknown>>;
  /** What host-local gave before, in the order in which it did. */
  readonly existingAllocations?: readonly ExistingAllocation[];
  /** Absent: eth0, with MTU 1500 and the default route. */
  readonly hostInterfaces?: readonly HostInterface[];
  /** What the runtime does, in order; it ends where it cannot be told how one ends. Absent: ADD; then CHECK and DEL, or DEL alone where ADD fails. */
  readonly commands?: readonly Command[];
  /** What GC is told that there still is. Absent: nothing. */
  readonly validAttachments?: readonly ValidAttachment[];
}
