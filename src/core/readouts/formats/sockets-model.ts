import type { NodeService } from './node-services.js';

/** One side of a socket. */
export interface SocketAddress {
  /** As printed, without brackets; `*`: both families; a name where `-n` was not given. */
  readonly address: string;
  /** The interface that the socket is bound to (`127.0.0.53%lo`). */
  readonly interface?: string;
  /** null for `*`, and for a name that is not known. */
  readonly port: number | null;
  /** The port's name, where `-n` was not given. */
  readonly portName?: string;
  /** `netstat` without `-W` cuts long addresses: this one is not whole, or may not be. */
  readonly isCut?: true;
}

export interface SocketProcess {
  /** As the kernel has it, at most 15 characters. */
  readonly name: string;
  readonly pid: number;
}

/** A socket of IP. JSON-safe. */
export interface Socket {
  /** From 1. */
  readonly line: number;
  /** `tcp`, `udp`, …; null where neither a column nor the state tells it. */
  readonly protocol: string | null;
  /** null: both, or not told. */
  readonly family: 4 | 6 | null;
  /** `listen`, `established`, `time-wait`, … (RFC 9293), `unconnected` for UDP. */
  readonly state: string;
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
  /** Empty where none is printed: a socket of the kernel, or the text was made without the right to see it. */
  readonly processes: readonly SocketProcess[];
}

/** A socket that waits for others. */
export interface Listener extends Socket {
  /** From where it can be reached. */
  readonly reach: 'all-addresses' | 'one-address' | 'loopback';
  /** Who is known to listen on this port of a Kubernetes node; null: nobody. */
  readonly service: NodeService | null;
  /** Why a person should look at it; null where there is no reason. */
  readonly warning: string | null;
}

/** The sockets of one network namespace, or those that the command asked for. */
export interface Sockets {
  /** In the order of the text. */
  readonly listeners: readonly Listener[];
  readonly connections: readonly Socket[];
}
