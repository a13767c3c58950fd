/** A Gateway's world and what it does with requests. */
export interface Scenario {
  /** Unique. */
  readonly name: string;
  /** The conformance tests of gateway-api v1.6 that ask the same; empty for one of our own. */
  readonly conformance: readonly string[];
  readonly objects: readonly object[];
  /**
   * By request (`[METHOD ]url[ | header: value]…`; `sni: name` among the headers is the name in the handshake): what the specification asks for.
   * - `v1`, `v1 /path`: the Service that gets it, with the path where it is another
   * - `404`, `302 https://…`: what the Gateway answers itself; `no handshake`
   * - `v1 70%, v2 30%`: the shares
   */
  readonly requests: Readonly<Record<string, string>>;
  /** By `Kind name`: reasons of the conditions of its first parent, `Accepted` and `ResolvedRefs` where nothing else is said. */
  readonly routes?: Readonly<Record<string, string>>;
  /** By `gateway#listener`: how many routes are attached, and the reasons of its conditions that are not fine. */
  readonly listeners?: Readonly<Record<string, string>>;
  /** Where Envoy Gateway departs from the specification: what it does instead, by request, and why. */
  readonly envoyGateway?: { readonly why: string; readonly requests?: Readonly<Record<string, string>>; readonly listeners?: Readonly<Record<string, string>> };
}
