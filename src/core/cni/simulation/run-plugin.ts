import { decodeGo } from '../config/go-decode.js';
import { judge, versionRefusal } from '../config/judge.js';
import { containerIdFault, interfaceNameFault, networkNameFault, programNameFault, type CniError } from '../config/names.js';
import { compareVersions } from '../config/version.js';
import type { Change } from './change.js';
import type { Machine } from './machine.js';
import type { Command } from './question.js';
import { fail, NotModelled, PluginFailure, type Invocation, type SimulatedPlugin } from './plugin.js';
import { simulatedPlugins } from './plugins/catalogue.js';
import { currentForm, noDns, printResult, readResult, type AttachmentResult, type JsonObject } from './result.js';

/** One run of a plugin: what went in, what came out, what it did. */
export interface PluginRun {
  /** The program that was run. */
  readonly plugin: string;
  /** The plugin that ran it; absent where the runtime did. */
  readonly delegatedBy?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: JsonObject;
  /** What it printed, for ADD. */
  readonly result: JsonObject | null;
  /** What it printed instead. */
  readonly error: CniError | null;
  /** In the order in which they came, without those of the plugins that it ran itself. */
  readonly changes: readonly Change[];
}

/** What plugins are run with, the same for all of an attachment. */
export interface Attachment {
  readonly machine: Machine;
  readonly containerId: string;
  readonly netns: string;
  readonly ifName: string;
  readonly args: string;
  readonly path: string;
  readonly runs: PluginRun[];
  readonly assume: (what: string) => void;
}

/**
 * Runs a plugin as its program would run.
 *
 * @returns what it printed; undefined but for ADD
 * @throws PluginFailure as it fails, NotModelled where it is not known what it does
 * Source: containernetworking/cni v1.3.1 pkg/skel/skel.go
 */
export function runPlugin(attachment: Attachment, command: Command, type: string, stdin: JsonObject, delegatedBy?: string): JsonObject | undefined {
  const simulated = find(type, delegatedBy);
  const { machine, containerId, netns, ifName, args, path, runs } = attachment;
  const environment = { CNI_COMMAND: command, CNI_CONTAINERID: containerId, CNI_NETNS: netns, CNI_IFNAME: ifName, CNI_ARGS: args, CNI_PATH: path };
  const place = runs.push({ plugin: type, ...(delegatedBy !== undefined && { delegatedBy }), environment, stdin, result: null, error: null, changes: [] }) - 1;
  const before = machine.changes.length;
  const finish = (outcome: Pick<PluginRun, 'result' | 'error'>) => {
    const inner = new Set(runs.slice(place + 1).flatMap(({ changes }) => changes));
    runs[place] = { ...(runs[place] as PluginRun), ...outcome, changes: machine.changes.slice(before).filter((change) => !inner.has(change)) };
  };
  try {
    const result = act(simulated, attachment, command, stdin);
    finish({ result: result ?? null, error: null });
    return result;
  } catch (error) {
    finish({ result: null, error: error instanceof PluginFailure ? error.error : null });
    throw error;
  }
}

function find(type: string, delegatedBy: string | undefined): SimulatedPlugin<unknown> {
  const refusal = programNameFault(type);
  if (refusal !== undefined) return fail(refusal);
  const found = (simulatedPlugins as readonly SimulatedPlugin<unknown>[]).find(({ plugin }) => plugin.type === type);
  if (found === undefined) throw new NotModelled(`what the plugin “${type}” does`);
  if (delegatedBy !== undefined && found.plugin.role !== 'ipam') throw new NotModelled(`what ${type} does as an IPAM plugin of ${delegatedBy}`);
  return found;
}

function act(simulated: SimulatedPlugin<unknown>, attachment: Attachment, command: Command, stdin: JsonObject): JsonObject | undefined {
  if (command === 'STATUS' || command === 'GC') return void tend(simulated, attachment, command, stdin);
  const { plugin } = simulated;
  const stranger = environmentFault(attachment, String(stdin['name']));
  if (stranger !== undefined) throw new PluginFailure(stranger);
  const cniVersion = String(stdin['cniVersion']);
  const refusal = versionRefusal(plugin, cniVersion);
  if (refusal !== undefined) throw new PluginFailure({ code: 1, msg: 'incompatible CNI versions', details: refusal });
  const raw = stdin['prevResult'];
  const prevResult = raw === undefined ? undefined : readResult(raw);
  const { config, faults } = judge(plugin, stdin, { chained: raw !== undefined, args: attachment.args, ifName: attachment.ifName }, command);
  const fault = faults.find(({ atTheEnd }) => atTheEnd !== true);
  if (fault !== undefined) return fail(fault.message);
  const last = faults.find(({ atTheEnd }) => atTheEnd === true);
  if (raw !== undefined && prevResult === undefined) throw new NotModelled('a prevResult in the file that is no result');
  const invocation = invocationOf(plugin.type, attachment, command, stdin, prevResult);
  if (command === 'CHECK') return void simulated.check(config, invocation);
  const result = command === 'ADD' ? simulated.add(config, invocation) : void simulated.del(config, invocation);
  if (last !== undefined) return fail(last.message);
  if (result === undefined) return undefined;
  return simulated.printsNewest === true && prevResult === undefined && cniVersion !== '' ? currentForm(result, cniVersion) : printResult(result, cniVersion);
}

/**
 * STATUS and GC are of no container. A plugin that does nothing at one of them does not even look at its configuration.
 *
 * Source: containernetworking/cni v1.3.1 pkg/skel/skel.go pluginMain; containernetworking/plugins v1.10.0, cmdStatus and cmdGC of each
 */
function tend(simulated: SimulatedPlugin<unknown>, attachment: Attachment, command: 'STATUS' | 'GC', stdin: JsonObject): void {
  const { plugin } = simulated;
  const network = String(stdin['name']);
  const stranger = network === '' ? { code: 7, msg: 'missing network name' } : networkNameFault(network);
  if (stranger !== undefined) throw new PluginFailure(stranger);
  const cniVersion = String(stdin['cniVersion']);
  if (!plugin.versions.some((version) => compareVersions(version, cniVersion) >= 0)) throw new PluginFailure({ code: 1, msg: `plugin version does not allow ${command}` });
  const refusal = versionRefusal(plugin, cniVersion);
  if (refusal !== undefined) throw new PluginFailure({ code: 1, msg: 'incompatible CNI versions', details: refusal });
  const invocation = invocationOf(plugin.type, attachment, command, stdin, undefined);
  if (command === 'GC') return simulated.collect?.(invocation);
  if (simulated.status === undefined) return;
  const { value, faults } = decodeGo(plugin.shape, stdin);
  const [fault] = faults;
  if (fault !== undefined) fail(`failed to load netconf: ${fault.message}`);
  simulated.status(value, invocation);
}

/** What every plugin refuses before it looks at its configuration. */
function environmentFault({ containerId, ifName }: Attachment, network: string): CniError | undefined {
  const invalid = (containerId === '' ? undefined : containerIdFault(containerId)) ?? (ifName === '' ? undefined : interfaceNameFault(ifName));
  if (invalid !== undefined) return invalid;
  const missing = [...(containerId === '' ? ['CNI_CONTAINERID'] : []), ...(ifName === '' ? ['CNI_IFNAME'] : [])];
  if (missing.length > 0) return { code: 4, msg: `required env variables [${missing.join(',')}] missing` };
  return network === '' ? { code: 7, msg: 'missing network name' } : networkNameFault(network);
}

function invocationOf(type: string, attachment: Attachment, command: Command, stdin: JsonObject, prevResult: AttachmentResult | undefined): Invocation {
  const { machine, containerId, netns, ifName, args } = attachment;
  return {
    command,
    machine,
    containerId,
    netns,
    ifName,
    args,
    stdin,
    prevResult,
    assume: (what) => attachment.assume(what),
    ipam: (ipamType) => {
      const printed = runPlugin(attachment, command, ipamType, stdin, type);
      return (printed === undefined ? undefined : readResult(printed)) ?? { interfaces: [], ips: [], routes: [], dns: noDns };
    },
    releaseIpam: (ipamType) => {
      runPlugin(attachment, 'DEL', ipamType, stdin, type);
    },
  };
}
