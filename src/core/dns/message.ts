/** A response code by its IANA name. Extended codes that no plugin gives are left out. */
export type Rcode =
  | 'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'NOTIMP' | 'REFUSED' | 'YXDOMAIN' | 'YXRRSET' | 'NXRRSET' | 'NOTAUTH' | 'NOTZONE' | 'BADSIG' | 'BADKEY' | 'BADTIME' | 'BADMODE' | 'BADNAME' | 'BADALG' | 'BADTRUNC' | 'BADCOOKIE';

/** The codes with which a plugin returns without having written: the server then writes a reply that holds nothing but the code. Source: coredns 1.14.7, plugin/plugin.go ClientWrite. */
export type UnwrittenRcode = 'SERVFAIL' | 'REFUSED' | 'FORMERR' | 'NOTIMP';

/** A resource record in presentation form (RFC 1035 §5.1, RFC 3597 for unknown types). */
export interface ResourceRecord {
  /** Fully qualified, with the trailing dot, in the spelling that goes over the wire. */
  readonly name: string;
  /** Seconds, 0–2^31-1. */
  readonly ttl: number;
  /** `IN` where absent. */
  readonly class?: string;
  /** `A`, `AAAA`, …, `TYPE65280`. */
  readonly type: string;
  /** Names in it are fully qualified; character strings are quoted. */
  readonly data: string;
}

/** What is asked, without who asks. */
export interface Question {
  /** Fully qualified, with the trailing dot, in the caller's spelling. */
  readonly name: string;
  /** `A`, `AAAA`, `ANY`, `TYPE65280` … in upper case. */
  readonly type: string;
}

/** One query as it reaches a server. A plugin that changes it makes another one. */
export interface Query extends Question {
  /** `IN`, `CH`, `HS` … */
  readonly class: string;
  /** From where it comes: an IP address in its usual form. */
  readonly client: string;
  /** The client's port; absent where it is not known. */
  readonly port?: number;
  readonly protocol: 'udp' | 'tcp';
  /** The address of the server at which it arrives; absent where that is not known. */
  readonly server?: string;
  /** Recursion desired; true where absent, as resolvers set it. */
  readonly recursionDesired?: boolean;
  readonly checkingDisabled?: boolean;
  /** How many aliases of zone files led here: more than eight end in SERVFAIL. */
  readonly aliases?: number;
  /** The DO bit of EDNS. */
  readonly dnssecOk?: boolean;
}

/** A written reply. */
export interface Reply {
  readonly rcode: Rcode;
  readonly authoritative: boolean;
  readonly recursionAvailable: boolean;
  readonly answers: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  /** Questions whose answers come from beyond the cluster and would stand in `answers` too: the target of an alias, say. What they are is not known. */
  readonly beyond?: readonly Beyond[];
  /** The recursion-desired bit, where a plugin changes it; otherwise it is the query's. */
  readonly recursionDesired?: boolean;
}

/** A question that leaves the cluster. */
export interface Beyond {
  readonly question: Question;
  /** The plugin that sends it there. */
  readonly plugin: string;
  /** The servers among which it chooses, as they are addressed: `10.0.0.53:53`, `tls://9.9.9.9:853`. A path means: the servers which that file names. */
  readonly upstreams: readonly string[];
}

/** What becomes of a query. */
export type Served =
  /** A plugin wrote this. */
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** No plugin wrote; the server writes the bare code. `error` is what the plugin `errors` would log. */
  | { readonly kind: 'unwritten'; readonly rcode: UnwrittenRcode; readonly error?: string }
  /** The reply is that of a server beyond the cluster, which is passed on. */
  | ({ readonly kind: 'forwarded' } & Beyond)
  /** No reply is sent at all. */
  | { readonly kind: 'dropped'; readonly plugin: string }
  /** What the plugin does is not simulated, or depends on what the snapshot does not hold. */
  | { readonly kind: 'unknown'; readonly plugin: string; readonly reason: string };

/** A reply of the usual kind: authoritative, and nothing in the sections that are not given. */
export function replyOf(given: Partial<Reply>): Served {
  return { kind: 'reply', reply: { rcode: 'NOERROR', authoritative: true, recursionAvailable: false, answers: [], authority: [], additional: [], ...given } };
}
