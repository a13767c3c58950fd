import { InputError } from '../../errors.js';
import { isAddress } from '../../ip/index.js';
import type { LibcId } from '../libc/catalogue.js';
import type { DnsConfig } from '../pod/resolv-conf.js';

/** Who asks. Exactly one of `pod` (with its namespace), `namespace` alone, `node` and `ip`. */
export interface Asker {
  readonly namespace?: string;
  /** A pod of the snapshot. */
  readonly pod?: string;
  /** Of a pod that could be, in `namespace`; `ClusterFirst` where it is absent. */
  readonly dnsPolicy?: string;
  readonly dnsConfig?: DnsConfig;
  /** A program on the node itself. */
  readonly node?: string;
  /** A query that reaches the cluster DNS from this address, with no library before it. */
  readonly ip?: string;
}

export interface ResolveQuestion {
  /** As a program has it; a trailing dot keeps the search list out. */
  readonly name: string;
  /** `A`, `AAAA`, `SRV` …; absent: the addresses of both families, as getaddrinfo asks for them. */
  readonly type?: string;
  readonly from: Asker;
  /** Absent: guessed by the image. */
  readonly resolver?: LibcId;
}

const longestName = 255;

/** @throws InputError `invalid-request`, with a pointer, for what cannot be asked */
export function checkQuestion({ name, type, from }: ResolveQuestion): void {
  if (name === '' || name.length > longestName) throw fault('/name', `a name has 1 to ${longestName} characters, not ${name.length}`);
  if (!/^[!-~]+$/.test(name)) throw fault('/name', 'a name holds neither blanks nor letters beyond ASCII; what a browser shows as such goes over the wire as xn--…');
  if (type !== undefined && !/^[A-Za-z][A-Za-z0-9-]{0,19}$/.test(type)) throw fault('/type', `${JSON.stringify(type)} is no type of record; types are written A, AAAA, SRV, TYPE65280 …`);
  const given = [from.ip, from.node, from.namespace].filter((each) => each !== undefined);
  if (given.length !== 1) throw fault('/from', 'say who asks by one of namespace (with or without pod), node, and ip');
  if (from.pod !== undefined && from.namespace === undefined) throw fault('/from/pod', 'a pod is named together with its namespace');
  if (from.pod !== undefined && (from.dnsPolicy !== undefined || from.dnsConfig !== undefined)) throw fault('/from/pod', 'a pod of the snapshot has its own dnsPolicy and dnsConfig; leave them out, or leave out the pod');
  if (from.namespace === undefined && (from.dnsPolicy !== undefined || from.dnsConfig !== undefined)) throw fault('/from', 'dnsPolicy and dnsConfig are of a pod: give its namespace');
  if (from.ip !== undefined && !isAddress(from.ip)) throw fault('/from/ip', `${JSON.stringify(from.ip)} is no IP address`);
}

function fault(pointer: string, detail: string): InputError {
  return new InputError('invalid-request', `${detail}.`, [{ pointer, detail }]);
}
