import type { GoType } from './go-decode.js';

/** What a plugin is called with besides its configuration. */
export interface PluginCall {
  /** Whether another plugin went before, so that there is a result to build on. */
  readonly chained: boolean;
  /** The value of CNI_ARGS. */
  readonly args: string;
  /** The name that the interface is to have in the container. */
  readonly ifName: string;
}

/** What a plugin refuses in its configuration. */
export interface PluginFault {
  /** A JSON pointer, from the plugin's object. */
  readonly pointer: string;
  /** In the plugin's words: the `msg` of its error. */
  readonly message: string;
  /** What would have been right, where its own words do not say. */
  readonly hint?: string;
  /** It finds out only when all else is done. */
  readonly atTheEnd?: true;
  /** Commands other than ADD at which it does not look at this. */
  readonly notOn?: readonly ('CHECK' | 'DEL')[];
}

/** What is looked at when a container is attached only. */
export const addOnly = { notOn: ['CHECK', 'DEL'] } as const;

/** A plugin as its program reads its configuration. A member of `plugins/catalogue.ts`. */
export interface CniPlugin<C = never> {
  /** The name of the program. */
  readonly type: string;
  /** `interface` makes one, `meta` changes what others made and must not be the first, `ipam` is called by others. */
  readonly role: 'interface' | 'meta' | 'ipam';
  /** The versions of the specification that it takes. */
  readonly versions: readonly string[];
  /** Its struct. */
  readonly shape: GoType<C>;
  /** A struct that it decodes before, at ADD and CHECK, with nothing before its errors. */
  readonly shapeBefore?: GoType<unknown>;
  /** What stands before an error of the decoder. */
  readonly decodingPrefix: string;
  /** The same at DEL, where it is another. */
  readonly decodingPrefixOnDel?: string;
  /** Commands at which it does not look at its configuration at all. */
  readonly readsNothingOn?: readonly ('CHECK' | 'DEL')[];
  /** What it does without an IPAM plugin: go on with an interface that has no address, or fail. Absent for a plugin that asks none. */
  readonly withoutIpam?: 'no address' | 'fails';
  /** What it refuses when it is to ADD, in the order in which it looks: it reports the first only. It reads nothing but its configuration here. */
  faults(config: C, call: PluginCall): Iterable<PluginFault>;
}
