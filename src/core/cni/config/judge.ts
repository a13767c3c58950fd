import { decodeGo } from './go-decode.js';
import { goQuote } from './go-json.js';
import type { CniPlugin, PluginCall, PluginFault } from './plugin.js';
import { referencePlugins } from './plugins/catalogue.js';

/** What a plugin makes of its configuration. */
export interface Judgement<C> {
  readonly config: C;
  /** In the order in which it looks: it reports the first. Those of a wrong type, then the rest. */
  readonly faults: readonly PluginFault[];
}

/** The plugin of this type, if its configuration is understood. */
export function findPlugin(type: string): CniPlugin<unknown> | undefined {
  return (referencePlugins as readonly CniPlugin<unknown>[]).find((plugin) => plugin.type === type);
}

/** What `plugin` makes of `stdin` at this command. */
export function judge<C>(plugin: CniPlugin<C>, stdin: unknown, call: PluginCall, command: 'ADD' | 'CHECK' | 'DEL' = 'ADD'): Judgement<C> {
  const { value, faults, aborted } = decodeGo(plugin.shape, stdin);
  if (command !== 'ADD' && plugin.readsNothingOn?.includes(command) === true) return { config: value, faults: [] };
  const before = command === 'DEL' || plugin.shapeBefore === undefined ? [] : (decodeGo(plugin.shapeBefore, stdin).faults as readonly PluginFault[]);
  const prefix = (command === 'DEL' ? plugin.decodingPrefixOnDel : undefined) ?? plugin.decodingPrefix;
  const wrongTypes: PluginFault[] = faults.map(({ pointer, message }) => ({ pointer, message: `${prefix}${message}` }));
  return { config: value, faults: [...(before.length > 0 ? before : wrongTypes), ...(aborted ? [] : plugin.faults(value, call))].filter(({ notOn = [] }) => command === 'ADD' || !notOn.includes(command)) };
}

/** The details of error 1 where the plugin does not take the version of a configuration. Source: containernetworking/cni v1.3.1 pkg/version/reconcile.go */
export function versionRefusal(plugin: CniPlugin<never> | CniPlugin<unknown>, cniVersion: string): string | undefined {
  const version = cniVersion === '' ? '0.1.0' : cniVersion;
  if (plugin.versions.includes(version)) return undefined;
  return `config is ${goQuote(version)}, plugin supports [${plugin.versions.map(goQuote).join(' ')}]`;
}
