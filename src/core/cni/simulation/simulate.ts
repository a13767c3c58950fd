import { count, enumerate, Journal, type Answer } from '../../analysis/index.js';
import { goQuote } from '../config/go-json.js';
import { containerIdFault, describePlugin, interfaceNameFault, networkNameFault, programNameFault, tellCniError, type CniError } from '../config/names.js';
import { readNetworkConfig, type NetworkConfig, type PluginConfig } from '../config/network-config.js';
import { checkedForm } from '../config/validate.js';
import { compareVersions, VersionFault } from '../config/version.js';
import { tellAsCnm, type CnmTelling } from './cnm.js';
import type { Machine } from './machine.js';
import { NotModelled, PluginFailure } from './plugin.js';
import { unpredictableIn, type Unpredictable } from './placeholders.js';
import type { AttachmentQuestion } from './question.js';
import { readResult, reprint, type JsonObject } from './result.js';
import { runPlugin, type Attachment, type Command, type PluginRun } from './run-plugin.js';
import { startMachine } from './start-machine.js';

/**
 * How it ends.
 * - `ok`: the container is attached
 * - `error`: a plugin or libcni fails
 * - `insufficient-information`: it depends on what is not known; `missing` says on what
 */
export type AttachmentOutcome = 'ok' | 'error' | 'insufficient-information';

/** One command that the runtime gives. */
export interface Operation {
  readonly command: Command;
  /** `skipped`: the configuration says that it is not to be done. */
  readonly outcome: AttachmentOutcome | 'skipped';
  /** What libcni answers to the runtime where it fails. */
  readonly error: string | null;
  /** Every run of a plugin, in the order in which they begin. */
  readonly runs: readonly PluginRun[];
}

/** What attaching a container, looking after it and detaching it comes to. */
export interface AttachmentSimulation extends Answer {
  /** Of ADD. */
  readonly outcome: AttachmentOutcome;
  /** The name of the network; null where libcni does not take the configuration. */
  readonly name: string | null;
  readonly cniVersion: string | null;
  /** The result of ADD, in the version of the configuration. */
  readonly result: JsonObject | null;
  /** Why ADD fails. */
  readonly error: (CniError & { readonly plugin: string }) | null;
  /** ADD; then CHECK and DEL, or DEL alone where ADD fails. */
  readonly operations: readonly Operation[];
  /** On what an outcome `insufficient-information` depends. */
  readonly missing: readonly string[];
  /** What stands here for something that is drawn at random. */
  readonly unpredictable: readonly Unpredictable[];
  /** The same attachment in the words of the Container Network Model; null where there is none. */
  readonly cnm: CnmTelling | null;
}

/** Where a runtime looks for plugins. */
const pluginPath = '/opt/cni/bin';

/**
 * What ADD, CHECK and DEL of a network configuration do on a node, plugin by plugin.
 *
 * @throws InputError `invalid-request` for a question that cannot be understood; a configuration that libcni refuses is an answer
 * Source: containernetworking/cni v1.3.1 libcni/api.go, AddNetworkList, CheckNetworkList and DelNetworkList
 */
export function simulateAttachment(question: AttachmentQuestion): AttachmentSimulation {
  return run(question).answer;
}

/** As {@link simulateAttachment}, with the node as each operation leaves it. */
export function run(question: AttachmentQuestion, observe: (machine: Machine) => void = () => undefined): { readonly answer: AttachmentSimulation } {
  const config = readNetworkConfig(question.text, checkedForm(question.text, question.fileName));
  if ('message' in config) return { answer: refused(config.message) };
  const journal = new Journal();
  const assume = (what: string) => journal.warn(`Assumed: ${what}.`);
  const machine = startMachine(question, config, assume);
  const runtime = new Runtime(config, question, machine, assume);
  const operations: Operation[] = [];
  const perform = (command: Command) => {
    operations.push(runtime.perform(command));
    observe(machine);
  };
  perform('ADD');
  const [add] = operations as [Operation];
  const cnm = add.outcome === 'ok' ? tellAsCnm(question, config, readResult(runtime.result), machine) : null;
  if (add.outcome === 'ok') perform('CHECK');
  if (add.outcome !== 'insufficient-information') perform('DEL');
  for (const operation of operations) tellOperation(journal, operation);
  const { missing, result } = runtime;
  const body = { outcome: add.outcome as AttachmentOutcome, name: config.name, cniVersion: config.cniVersion, result: add.outcome === 'ok' ? (result ?? null) : null, error: runtime.error, operations, missing, cnm };
  return { answer: { summary: summarise(body), ...body, unpredictable: unpredictableIn(JSON.stringify(body)), steps: journal.steps, warnings: journal.warnings } };
}

/** What libcni does with a configuration that it has taken. */
class Runtime {
  /** The last result, as libcni keeps it. */
  result: JsonObject | undefined;
  error: AttachmentSimulation['error'] = null;
  readonly missing: string[] = [];
  #added = false;

  constructor(
    private readonly config: NetworkConfig,
    private readonly question: AttachmentQuestion,
    private readonly machine: Machine,
    private readonly assume: (what: string) => void,
  ) {}

  perform(command: Command): Operation {
    const runs: PluginRun[] = [];
    try {
      if (command !== 'ADD') requireVersion(this.config.cniVersion);
      const skipped = command === 'CHECK' && this.#refusesCheck();
      if (!skipped) this.#each(command, runs);
      return { command, outcome: skipped ? 'skipped' : 'ok', error: null, runs };
    } catch (error) {
      if (error instanceof NotModelled) {
        this.missing.push(error.message);
        return { command, outcome: 'insufficient-information', error: null, runs };
      }
      if (error instanceof Failed) return { command, outcome: 'error', error: error.message, runs };
      throw error;
    }
  }

  #each(command: Command, runs: PluginRun[]): void {
    const { plugins, cniVersion } = this.config;
    if (plugins.length === 0) throw new NotModelled('the plugins of the network: the file has none, and a folder beside it may');
    for (const plugin of command === 'DEL' ? [...plugins].reverse() : plugins) {
      try {
        const given = command === 'ADD' || (this.#added && keepsResult(cniVersion)) ? this.result : undefined;
        const printed = this.#call(command, plugin, given, runs);
        if (printed !== undefined) this.result = reprint(printed, cniVersion);
      } catch (error) {
        if (!(error instanceof PluginFailure)) throw error;
        const told = tellCniError(error.error);
        if (command === 'ADD') this.error = { plugin: runs.at(-1)?.plugin ?? plugin.type, ...error.error };
        if (command === 'ADD') this.result = undefined;
        throw new Failed(command === 'CHECK' ? told : `plugin ${describePlugin(plugin.type, plugin.name)} failed (${command === 'ADD' ? 'add' : 'delete'}): ${told}`);
      }
    }
    if (command === 'ADD') this.#added = true;
  }

  #call(command: Command, { type, raw, capabilities }: PluginConfig, prevResult: JsonObject | undefined, runs: PluginRun[]): JsonObject | undefined {
    const { name, cniVersion } = this.config;
    const { containerId, netns, ifName, cniArgs = '', capabilityArgs = {} } = this.question;
    const noProgram = programNameFault(type);
    if (noProgram !== undefined) throw new PluginFailure({ code: 999, msg: noProgram });
    const fault = command === 'ADD' ? (containerIdFault(containerId) ?? networkNameFault(name) ?? interfaceNameFault(ifName)) : undefined;
    if (fault !== undefined) throw new PluginFailure(fault);
    const given = Object.fromEntries(Object.entries(capabilityArgs).filter(([capability]) => capabilities.get(capability) === true));
    const stdin = sorted({ ...raw, name, cniVersion, ...(prevResult !== undefined && { prevResult }), ...(Object.keys(given).length > 0 && { runtimeConfig: given }) }) as JsonObject;
    const attachment: Attachment = { machine: this.machine, containerId, netns, ifName, args: cniArgs, path: pluginPath, runs, assume: this.assume };
    return runPlugin(attachment, command, type, stdin);
  }

  /** @throws Failed before 0.4.0 */
  #refusesCheck(): boolean {
    const { cniVersion, disableCheck } = this.config;
    if (!keepsResult(cniVersion)) throw new Failed(`configuration version ${goQuote(cniVersion)} does not support the CHECK command`);
    return disableCheck;
  }
}

class Failed extends Error {}

/** libcni compares the version before CHECK and DEL. @throws Failed for one that cannot be compared */
function requireVersion(cniVersion: string): void {
  try {
    compareVersions(cniVersion, '0.4.0');
  } catch (error) {
    throw error instanceof VersionFault ? new Failed(error.message) : error;
  }
}

/** From 0.4.0 on there is CHECK, and DEL is given the result. */
function keepsResult(cniVersion: string): boolean {
  try {
    return compareVersions(cniVersion, '0.4.0') >= 0;
  } catch (error) {
    if (error instanceof VersionFault) return false;
    throw error;
  }
}

/** As libcni prints what it hands on: keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
}

function refused(message: string): AttachmentSimulation {
  const steps = [{ component: 'libcni', action: 'refuse', detail: message, evidence: [] }];
  const error = { plugin: 'libcni', code: 999, msg: message };
  return { summary: `No runtime can load it: ${message}.`, outcome: 'error', name: null, cniVersion: null, result: null, error, operations: [], missing: [], unpredictable: [], cnm: null, steps, warnings: [] };
}

function tellOperation(journal: Journal, { command, outcome, error, runs }: Operation): void {
  if (outcome === 'skipped') journal.step('libcni', command, 'disableCheck: no plugin is asked');
  for (const { plugin, delegatedBy, changes, error: own } of runs) {
    const did = changes.map(({ action, kind, detail }) => `${action} ${kind} ${detail}`);
    const detail = own !== null ? `fails: ${tellCniError(own)}` : did.length > 0 ? enumerate(did, 4) : command === 'CHECK' ? 'finds all as it left it' : 'changes nothing';
    journal.step(plugin, command, delegatedBy === undefined ? detail : `for ${delegatedBy}: ${detail}`);
  }
  if (error !== null && runs.every((each) => each.error === null)) journal.step('libcni', command, `fails: ${error}`);
}

function summarise({ outcome, name, result, error, operations, missing }: Pick<AttachmentSimulation, 'outcome' | 'name' | 'result' | 'error' | 'operations' | 'missing'>): string {
  if (outcome === 'insufficient-information') return `It cannot be told what ADD to “${name}” comes to: ${enumerate(missing)} is not known.`;
  if (error !== null) return `ADD to “${name}” fails at ${error.plugin}: ${tellCniError(error)} (code ${error.code}).`;
  const read = readResult(result);
  const addresses = read?.ips.map(({ address }) => address) ?? [];
  const given = addresses.length === 0 ? 'without an address' : `with ${enumerate((result?.['ips'] as readonly { readonly address: string }[] | undefined)?.map(({ address }) => address) ?? [String((result?.['ip4'] as JsonObject | undefined)?.['ip'] ?? (result?.['ip6'] as JsonObject | undefined)?.['ip'])])}`;
  const changes = operations[0]?.runs.reduce((sum, each) => sum + each.changes.length, 0) ?? 0;
  const later = operations.slice(1).map(({ command, outcome: of, error: why }) => (of === 'ok' ? `${command} passes` : of === 'error' ? `${command} fails: ${why}` : of === 'skipped' ? `${command} is skipped` : `${command} cannot be told`));
  return `ADD to “${name}” attaches the container ${given} (${count(changes, 'change')} on the node); ${enumerate(later)}.`;
}
