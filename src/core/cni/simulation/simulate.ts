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
import type { AttachmentQuestion, Command } from './question.js';
import { readResult, reprint, type JsonObject } from './result.js';
import { runPlugin, type Attachment, type PluginRun } from './run-plugin.js';
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
  /** `skipped`: libcni asks no plugin, as the configuration disables the command, or is of a version before it. */
  readonly outcome: AttachmentOutcome | 'skipped';
  /** What libcni answers to the runtime where it fails. */
  readonly error: string | null;
  /** Every run of a plugin, in the order in which they begin. */
  readonly runs: readonly PluginRun[];
}

/** What attaching a container, looking after it and detaching it comes to. */
export interface AttachmentSimulation extends Answer {
  /** Of ADD; where it is not asked for, of the first operation that does not go well. */
  readonly outcome: AttachmentOutcome;
  /** The name of the network; null where libcni does not take the configuration. */
  readonly name: string | null;
  readonly cniVersion: string | null;
  /** The result of ADD, in the version of the configuration. */
  readonly result: JsonObject | null;
  /** Why ADD fails. */
  readonly error: (CniError & { readonly plugin: string }) | null;
  /** As they were asked for; where none were, ADD, then CHECK and DEL, or DEL alone where ADD fails. */
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
 * What ADD, CHECK and DEL of a network configuration do on a node, plugin by plugin, or STATUS and GC.
 *
 * @throws InputError `invalid-request` for a question that cannot be understood; a configuration that libcni refuses is an answer
 * Source: containernetworking/cni v1.3.1 libcni/api.go, AddNetworkList, CheckNetworkList, DelNetworkList, GCNetworkList and GetStatusNetworkList
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
  let cnm: CnmTelling | null = null;
  for (const command of sequenceOf(question, operations)) {
    const operation = runtime.perform(command);
    operations.push(operation);
    observe(machine);
    if (command === 'ADD' && operation.outcome === 'ok') cnm = tellAsCnm(question, config, readResult(runtime.result), machine);
  }
  for (const operation of operations) tellOperation(journal, operation);
  if (operations.some(({ command, outcome }) => command === 'GC' && outcome !== 'skipped')) tellLeftBehind(journal, question, config);
  const { missing, result } = runtime;
  const outcome = outcomeOf(operations);
  const body = { outcome, name: config.name, cniVersion: config.cniVersion, result: isAdded(operations) ? (result ?? null) : null, error: runtime.error, operations, missing, cnm };
  return { answer: { summary: summarise(body), ...body, unpredictable: unpredictableIn(JSON.stringify(body)), steps: journal.steps, warnings: journal.warnings } };
}

/** The commands, each once it is known how those before it ended. */
function* sequenceOf({ commands }: AttachmentQuestion, done: readonly Operation[]): Iterable<Command> {
  const cannotTell = () => done.at(-1)?.outcome === 'insufficient-information';
  for (const command of commands ?? (['ADD', 'CHECK', 'DEL'] as const)) {
    if (cannotTell()) return;
    if (commands === undefined && command === 'CHECK' && done[0]?.outcome !== 'ok') continue;
    yield command;
  }
}

function isAdded(operations: readonly Operation[]): boolean {
  return operations.some(({ command, outcome }) => command === 'ADD' && outcome === 'ok');
}

function outcomeOf(operations: readonly Operation[]): AttachmentOutcome {
  const decisive = operations.find(({ command }) => command === 'ADD') ?? operations.find(({ outcome }) => outcome !== 'ok' && outcome !== 'skipped');
  return decisive === undefined || decisive.outcome === 'skipped' ? 'ok' : decisive.outcome;
}

/** What libcni does with a configuration that it has taken. */
class Runtime {
  /** The last result, as libcni keeps it. */
  result: JsonObject | undefined;
  error: AttachmentSimulation['error'] = null;
  readonly missing: string[] = [];
  /** Whether libcni keeps the attachment in its cache. */
  #isCached = false;

  constructor(
    private readonly config: NetworkConfig,
    private readonly question: AttachmentQuestion,
    private readonly machine: Machine,
    private readonly assume: (what: string) => void,
  ) {}

  perform(command: Command): Operation {
    const runs: PluginRun[] = [];
    try {
      const skipped = this.#isSkipped(command);
      if (!skipped) this.#perform(command, runs);
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

  #perform(command: Command, runs: PluginRun[]): void {
    if (this.config.plugins.length === 0) throw new NotModelled('the plugins of the network: the file has none, and a folder beside it may');
    if (command === 'STATUS') this.#askStatus(runs);
    else if (command === 'GC') this.#collect(runs);
    else this.#each(command, runs);
  }

  /** The first plugin that is not ready ends it. */
  #askStatus(runs: PluginRun[]): void {
    for (const plugin of this.config.plugins) {
      try {
        this.#tend('STATUS', plugin, {}, runs);
      } catch (error) {
        throw error instanceof PluginFailure ? new Failed(tellCniError(error.error)) : error;
      }
    }
  }

  /** DEL for what libcni has in its cache and is not valid; then every plugin is told what is, and none that fails keeps the others from it. */
  #collect(runs: PluginRun[]): void {
    const { containerId, ifName, validAttachments = [] } = this.question;
    const errors: string[] = [];
    const attempt = (act: () => void, tellFault: (error: unknown) => string) => {
      try {
        act();
      } catch (error) {
        errors.push(tellFault(error));
      }
    };
    if (this.#isCached && !validAttachments.some((each) => each.containerId === containerId && each.ifName === ifName)) {
      attempt(() => this.#each('DEL', runs), (error) => {
        if (error instanceof Failed) return `failed to delete stale attachment ${containerId} ${ifName}: ${error.message}`;
        throw error;
      });
    }
    const attachments = validAttachments.map((each) => ({ containerID: each.containerId, ifname: each.ifName }));
    for (const plugin of isAtLeast(this.config.cniVersion, '1.1.0') ? this.config.plugins : []) {
      attempt(() => this.#tend('GC', plugin, { 'cni.dev/valid-attachments': attachments, 'cni.dev/attachments': attachments }, runs), (error) => {
        if (error instanceof PluginFailure) return `failed to GC plugin ${plugin.type}: ${tellCniError(error.error)}`;
        throw error;
      });
    }
    if (errors.length > 0) throw new Failed(errors.join('\n'));
  }

  /** Runs a plugin for no container: its environment names none. */
  #tend(command: 'STATUS' | 'GC', { type, raw }: PluginConfig, more: JsonObject, runs: PluginRun[]): void {
    const noProgram = programNameFault(type);
    if (noProgram !== undefined) throw new PluginFailure({ code: 999, msg: noProgram });
    const { name, cniVersion } = this.config;
    runPlugin({ machine: this.machine, containerId: '', netns: '', ifName: '', args: '', path: pluginPath, runs, assume: this.assume }, command, type, sorted({ ...raw, name, cniVersion, ...more }) as JsonObject);
  }

  #each(command: 'ADD' | 'CHECK' | 'DEL', runs: PluginRun[]): void {
    const { plugins, cniVersion } = this.config;
    if (command === 'ADD') this.result = undefined;
    else requireVersion(cniVersion);
    for (const plugin of command === 'DEL' ? [...plugins].reverse() : plugins) {
      try {
        const given = command === 'ADD' || (this.#isCached && isAtLeast(cniVersion, '0.4.0')) ? this.result : undefined;
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
    if (command !== 'CHECK') this.#isCached = command === 'ADD';
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

  /** @throws Failed for CHECK before 0.4.0 */
  #isSkipped(command: Command): boolean {
    const { cniVersion, disableCheck, disableGC } = this.config;
    if (command === 'STATUS') return !isAtLeast(cniVersion, '1.1.0');
    if (command === 'GC') return disableGC;
    if (command !== 'CHECK') return false;
    requireVersion(cniVersion);
    if (!isAtLeast(cniVersion, '0.4.0')) throw new Failed(`configuration version ${goQuote(cniVersion)} does not support the CHECK command`);
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

/** From 0.4.0 on there is CHECK, and DEL is given the result; from 1.1.0 on there are STATUS and GC. A version that cannot be compared is none of these. */
function isAtLeast(cniVersion: string, first: '0.4.0' | '1.1.0'): boolean {
  try {
    return compareVersions(cniVersion, first) >= 0;
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
  if (outcome === 'skipped') journal.step('libcni', command, `${command === 'STATUS' ? 'the version is before 1.1.0' : command === 'GC' ? 'disableGC' : 'disableCheck'}: no plugin is asked`);
  for (const { plugin, delegatedBy, changes, error: own } of runs) {
    const did = changes.map(({ action, kind, detail }) => `${action} ${kind} ${detail}`);
    const detail = own !== null ? `fails: ${tellCniError(own)}` : did.length > 0 ? enumerate(did, 4) : command === 'CHECK' ? 'finds all as it left it' : command === 'STATUS' ? 'is ready, or does not say' : 'changes nothing';
    journal.step(plugin, command, delegatedBy === undefined ? detail : `for ${delegatedBy}: ${detail}`);
  }
  if (error !== null && runs.every((each) => each.error === null)) journal.step('libcni', command, `fails: ${error}`);
}

/** No plugin hands GC on to its IPAM plugin. Source: containernetworking/plugins v1.10.0, none but host-local has a cmdGC */
function tellLeftBehind(journal: Journal, { existingAllocations = [], validAttachments = [] }: AttachmentQuestion, { plugins }: NetworkConfig): void {
  const stale = existingAllocations.filter(({ containerId, ifName = 'eth0', released }) => released !== true && !validAttachments.some((each) => each.containerId === containerId && each.ifName === ifName));
  const isDelegated = plugins.some(({ raw }) => (raw['ipam'] as { readonly type?: unknown } | undefined)?.type === 'host-local') && !plugins.some(({ type }) => type === 'host-local');
  if (stale.length === 0 || !isDelegated) return;
  journal.step('host-local', 'GC', `is not asked, as no plugin hands GC on to its IPAM plugin: ${enumerate(stale.flatMap(({ addresses }) => addresses), 4)} of attachments that libcni does not know stay taken`);
}

function summarise({ outcome, name, result, error, operations, missing }: Pick<AttachmentSimulation, 'outcome' | 'name' | 'result' | 'error' | 'operations' | 'missing'>): string {
  if (outcome === 'insufficient-information') return `It cannot be told what ${operations.at(-1)?.command ?? 'ADD'} ${operations.at(-1)?.command === 'ADD' ? 'to' : 'of'} “${name}” comes to: ${enumerate(missing)} is not known.`;
  if (error !== null) return `ADD to “${name}” fails at ${error.plugin}: ${tellCniError(error)} (code ${error.code}).`;
  const later = operations.filter(({ command }) => command !== 'ADD').map(({ command, outcome: of, error: why }) => (of === 'ok' ? `${command} passes` : of === 'error' ? `${command} fails: ${why}` : of === 'skipped' ? `${command} is skipped` : `${command} cannot be told`));
  if (!isAdded(operations)) return `For “${name}”, ${enumerate(later)}.`;
  const read = readResult(result);
  const addresses = read?.ips.map(({ address }) => address) ?? [];
  const given = addresses.length === 0 ? 'without an address' : `with ${enumerate((result?.['ips'] as readonly { readonly address: string }[] | undefined)?.map(({ address }) => address) ?? [String((result?.['ip4'] as JsonObject | undefined)?.['ip'] ?? (result?.['ip6'] as JsonObject | undefined)?.['ip'])])}`;
  const changes = operations.find(({ command }) => command === 'ADD')?.runs.reduce((sum, each) => sum + each.changes.length, 0) ?? 0;
  return `ADD to “${name}” attaches the container ${given} (${count(changes, 'change')} on the node)${later.length === 0 ? '' : `; ${enumerate(later)}`}.`;
}
