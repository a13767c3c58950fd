import type { Journal } from '../analysis/index.js';
import type { ClusterView } from '../cluster/index.js';
import type { Dispenser } from './corefile/dispenser.js';
import type { Query, Served } from './message.js';

/** What a set-up is given: the tokens of all lines of its plugin in one server block, and what is known of the block. */
export interface Controller extends Dispenser {
  /** The keys of the block after the server has looked at them: `dns://cluster.local.:53`. */
  readonly serverBlockKeys: readonly string[];
  /** The zones of those keys, normalized: what a plugin serves that names none. */
  readonly origins: readonly string[];
  /** Where the block stands in the file, from 0. */
  readonly serverBlockIndex: number;
  readonly version: CoreDnsVersion;
  /** What set-ups settle for their whole block. */
  readonly block: BlockSettings;
  /** The present token, if the version knows it as an option of this plugin; '' otherwise. For the `switch` over the options of a plugin's block. */
  option(): string;
  /** The text of a file that CoreDNS would find at this path, relative to its `root`; undefined where it is not known. */
  readFile(path: string): string | undefined;
  /** What the set-ups that went before in this block made, by plugin. */
  configured(plugin: string): readonly unknown[];
  /** The value of an environment variable of CoreDNS; undefined where it is not set or not known. */
  environment(name: string): string | undefined;
  /** Says what was taken for granted: a file that is not known, a version that cannot be told. */
  readonly assume: (what: string) => void;
}

/** What set-ups settle for their block as they run, in CoreDNS's order. */
export interface BlockSettings {
  /** Where paths begin that do not with a slash; '' for the working directory. */
  root: string;
  /** Addresses at which it listens; `['']` for all. */
  listenHosts: readonly string[];
  /** The name of the view that it is, and what decides whether a query is its own; undefined where that cannot be told. */
  view?: { readonly name: string; readonly accepts: (query: Query) => boolean | undefined };
  hasTls: boolean;
}

/** A release, in the order of releases. */
export interface CoreDnsVersion {
  readonly text: string;
  /** Whether it is that release or a later one: `1.7.0`. */
  atLeast(release: string): boolean;
}

/** What stands around a running CoreDNS. */
export interface Surroundings {
  /** The cluster that it serves; absent where a Corefile is looked at alone. */
  readonly view?: ClusterView;
  /** The server's own addresses that are not loopback: of its pods. */
  readonly addresses: readonly string[];
  /** Search domains in the resolv.conf of CoreDNS's own pod; undefined where they are not known. */
  readonly hostSearches?: readonly string[];
  /** What becomes of a query that goes to another server by its address (`10.96.0.10:53`), where that is one of the cluster; undefined where it is not. Absent where nobody tells. */
  readonly reach?: (upstream: string, query: Query, journal: Journal) => Served | undefined;
  /** The zones of the block in which the handler stands, fully qualified, lower case. */
  readonly zones: readonly string[];
  /** Another plugin of the same block, with its last configuration, as a plugin finds it that refers to another. */
  readonly sibling: (plugin: string) => { readonly plugin: DnsPlugin<unknown>; readonly config: unknown } | undefined;
}

/** What a handler may do besides answering. */
export interface Chain {
  /** The rest of the chain. At its end: SERVFAIL, `no next plugin found`. */
  next(query: Query): Served;
  /** Asks the server itself, from the top, as plugins look up the target of an alias. Source: coredns plugin/pkg/upstream. */
  upstream(query: Query): Served;
  /** Whether what is next in the chain is this plugin. */
  isNext(plugin: string): boolean;
  /** Whether no plugin at all stands after this one. */
  readonly isLast: boolean;
  readonly journal: Journal;
}

/** A plugin at its place in a running chain. Pure: the same query gives the same. */
export type Handler = (query: Query, chain: Chain) => Served;

/**
 * A plugin as CoreDNS sets it up and asks it. A member of `plugins/catalogue.ts`.
 *
 * `C` is the configuration of one handler: a plugin that may stand several times in a block makes one for each line, and all run, in their order.
 */
export interface DnsPlugin<C = never> {
  readonly name: string;
  /**
   * Reads all its lines in one block. Errors have CoreDNS's own words; `plugin/<name>: ` is put before them unless {@link barePrefix}.
   *
   * @returns the configurations of the handlers that it adds to the chain, in their order; [] for none
   * @throws CorefileError where CoreDNS would not start
   */
  setup(controller: Controller): readonly C[];
  /** Its set-up returns its errors as they are. */
  readonly barePrefix?: true;
  /** The search list of whoever asks, for `autopath @name`: its first entry is what the name must end in, its last is ''; undefined where there is none to shorten. */
  autoPath?(config: C, surroundings: Surroundings): (query: Query) => readonly string[] | undefined;
  /** What is found wrong only when all plugins of the block are there; `has` tells whether one has a handler. */
  startFault?(configs: readonly C[], has: (plugin: string) => boolean): string | undefined;
  /** The handler. Absent for a plugin that has no part in answering; it is then not in the chain. */
  handler?(config: C, surroundings: Surroundings): Handler;
}
