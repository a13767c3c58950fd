import type { CniError } from '../config/names.js';
import type { CniPlugin } from '../config/plugin.js';
import type { Machine } from './machine.js';
import type { Command } from './question.js';
import type { AttachmentResult, JsonObject } from './result.js';

/** What a plugin is run with. */
export interface Invocation {
  readonly command: Command;
  readonly machine: Machine;
  readonly containerId: string;
  readonly netns: string;
  readonly ifName: string;
  /** The value of CNI_ARGS. */
  readonly args: string;
  readonly stdin: JsonObject;
  /** The result of the plugins before it; absent where there is none. */
  readonly prevResult: AttachmentResult | undefined;
  /** Runs the IPAM plugin of this type with the same configuration. @throws PluginFailure as that plugin fails */
  readonly ipam: (type: string) => AttachmentResult;
  /** Has the IPAM plugin give back what it gave, after a failure. */
  readonly releaseIpam: (type: string) => void;
  /** Says what was taken for granted, as nothing tells it. */
  readonly assume: (what: string) => void;
}

/** An error that a plugin prints. */
export class PluginFailure extends Error {
  constructor(readonly error: CniError) {
    super(error.msg);
  }
}

/** What a plugin does depends on something that is not known: a daemon, a backend or a device that is not modelled. */
export class NotModelled extends Error {}

/** Ends a plugin with an error of its own. */
export function fail(msg: string, code = 999): never {
  throw new PluginFailure({ code, msg });
}

/** A plugin as it acts. A member of `plugins/catalogue.ts`. Its configuration has been taken. */
export interface SimulatedPlugin<C = never> {
  readonly plugin: CniPlugin<C>;
  /** It prints the newest form of a result under whatever version it was called with. */
  readonly printsNewest?: true;
  /** @returns what it prints @throws PluginFailure, NotModelled */
  add(config: C, invocation: Invocation): AttachmentResult;
  /** @throws PluginFailure, NotModelled */
  check(config: C, invocation: Invocation): void;
  /** @throws PluginFailure, NotModelled */
  del(config: C, invocation: Invocation): void;
  /** STATUS; absent where it has nothing to say. Its configuration is decoded, and not looked at further. @throws PluginFailure, NotModelled */
  status?(config: C, invocation: Invocation): void;
  /** GC; absent where it does nothing. @throws PluginFailure */
  collect?(invocation: Invocation): void;
}

/** As STATUS of the plugins that ask an IPAM plugin, if they have one. */
export function askIpam({ ipam }: { readonly ipam: { readonly type: string } }, invocation: Invocation): void {
  if (ipam.type !== '') invocation.ipam(ipam.type);
}
