import type { Rcode } from '../message.js';

/** What a program asks its C library for. `addresses` is getaddrinfo for any family, `A` and `AAAA` are getaddrinfo for one; any other type is res_search. */
export type LookupType = 'addresses' | (string & {});

/** A query as it leaves. */
export interface OutgoingQuery {
  /** Fully qualified, with the trailing dot. */
  readonly name: string;
  readonly type: string;
  /** The address of the nameserver, as the library reads it. */
  readonly server: string;
  readonly transport: 'udp' | 'tcp';
  /** The domain of the search list that was appended; null for the name as it was given. */
  readonly domain: string | null;
}

/** What comes back for a query. */
export type Received =
  | {
      readonly kind: 'reply';
      readonly rcode: Rcode;
      /** Records in the answer section. */
      readonly answers: number;
      /** Whether one of them is of the type that was asked for. */
      readonly hasType: boolean;
      readonly truncated?: boolean;
      /** Neither authoritative nor recursive, and empty: what a server says that knows nothing of the name. */
      readonly isLame?: boolean;
    }
  /** Nothing, until the library gives up waiting. */
  | { readonly kind: 'silence' }
  /** The node says that nobody listens there. */
  | { readonly kind: 'unreachable' };

/**
 * - `found`: there are records of what was asked for
 * - `no-such-name`, `no-data`, `try-again`, `failure`: what is told to the program instead (EAI_NONAME, EAI_NODATA, EAI_AGAIN, EAI_FAIL)
 * - `crash`: the library itself breaks, and the program ends with it
 */
export type LookupStatus = 'found' | 'no-such-name' | 'no-data' | 'try-again' | 'failure' | 'crash';

export interface LookupResult {
  readonly status: LookupStatus;
  /** The query name that ended the search; null where none was found and all were tried. */
  readonly name: string | null;
}

/**
 * A lookup as it goes: it hands out the queries that leave at one time, in their order, and is given what comes back for each, in the same order.
 * The order in which replies to one batch arrive is taken to be that in which the queries left.
 */
export type Lookup = Generator<readonly OutgoingQuery[], LookupResult, readonly Received[]>;

/** What a library makes of a resolv.conf, as far as every library has it. */
export interface ResolverSettings {
  /** In the order of the file, at most 3. */
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly ndots: number;
  /** What of the file the library passes over, and what comes of it. */
  readonly notes: readonly string[];
}

/** A C library's resolver. A member of `catalogue.ts`. */
export interface Libc<S extends ResolverSettings = ResolverSettings> {
  /** As people call it. */
  readonly title: string;
  /** What it makes of a resolv.conf; never throws. */
  read(text: string): S;
  /**
   * Looks a name up.
   *
   * @param name as the program gives it, neither empty nor an address
   */
  lookUp(name: string, type: LookupType, settings: S): Lookup;
}

/** As DNS writes it: with one trailing dot. */
export function absolute(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

/** Whether it fits into a query: labels of 1 to 63 octets, at most 255 in all. Source: RFC 1035 §3.1. */
export function fitsQuery(name: string): boolean {
  const bare = absolute(name).slice(0, -1);
  if (bare === '') return true;
  return bare.length <= 253 && bare.split('.').every((label) => label.length > 0 && label.length <= 63);
}

/** Whether addresses are asked for, by getaddrinfo. */
export function isAddressLookup(type: LookupType): boolean {
  return type === 'addresses' || type === 'A' || type === 'AAAA';
}

/** The types that are asked for. */
export function typesOf(type: LookupType): readonly string[] {
  return type === 'addresses' ? ['A', 'AAAA'] : [type];
}
