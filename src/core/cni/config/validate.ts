import { Journal, count, enumerate, nearest, type Answer } from '../../analysis/index.js';
import { InputError } from '../../errors.js';
import { isRecord } from '../../record.js';
import { escapePointer } from './go-decode.js';
import { findPlugin, judge, versionRefusal } from './judge.js';
import { networkNameFault, programNameFault, tellCniError } from './names.js';
import { depthOf, formOfFile, missingType, readNetworkConfig, type ConfigFault, type ConfigForm, type NetworkConfig, type PluginConfig } from './network-config.js';
import type { CniPlugin } from './plugin.js';
import type { ConfigProblem } from './problem.js';
import { specVersions } from './version.js';

/** One plugin of a configuration, in short. */
export interface ConfiguredPlugin {
  readonly type: string;
  /** `not-modelled`: a plugin that is not of containernetworking/plugins; only what libcni sees of it is checked. */
  readonly role: 'interface' | 'meta' | 'ipam' | 'not-modelled';
  /** The type of its IPAM plugin; null where it has none. */
  readonly ipam: string | null;
  /** Those that it declares, sorted. */
  readonly capabilities: readonly string[];
}

/** What libcni and the plugins make of a network configuration. */
export interface ConfigValidation extends Answer {
  /** Whether nothing in it makes attaching containers fail. */
  readonly valid: boolean;
  readonly form: ConfigForm | null;
  /** Null where libcni does not take the text. */
  readonly name: string | null;
  /** The version by which plugins are called; '' is 0.1.0. Null where libcni does not take the text. */
  readonly cniVersion: string | null;
  readonly plugins: readonly ConfiguredPlugin[];
  /** Errors first, then in the order of the text. */
  readonly problems: readonly ConfigProblem[];
}

/** A list that is read as one plugin, as the name of its file says. */
function misnamedList(text: string, fault: ConfigFault, fileName: string | undefined): ConfigProblem[] {
  if (fileName === undefined || fault.message !== missingType || !Array.isArray((JSON.parse(text) as { readonly plugins?: unknown } | null)?.plugins)) return [];
  return [{ pointer: '/plugins', detail: `this is a list of plugins, which runtimes read only from a file that ends in .conflist: ${fileName.replace(/\.[^.]*$/, '.conflist')}`, severity: 'warning' }];
}

/** Deeper texts are nobody's configuration; libcni itself descends 10,000. */
const mostDepth = 100;

/**
 * Checks a `.conf` or `.conflist` as libcni and each of its plugins do.
 *
 * @param fileName decides the form, as it does for a runtime; without it the content does
 * @throws InputError `invalid-request` for a name that no runtime reads, and for a text that nests deeper than 100
 */
export function validateNetworkConfig(text: string, fileName?: string): ConfigValidation {
  const config = readNetworkConfig(text, checkedForm(text, fileName));
  const journal = new Journal();
  if ('message' in config) {
    const where = config.position === undefined ? '' : ` (line ${config.position.line}, column ${config.position.column})`;
    journal.step('libcni', 'refuse', config.message);
    const problem: ConfigProblem = { pointer: config.pointer, detail: `libcni does not take it: ${config.message}${where}`, severity: 'error', component: 'libcni', reports: config.message };
    return { summary: `No runtime can load it: ${config.message}${where}.`, valid: false, form: null, name: null, cniVersion: null, plugins: [], problems: [problem, ...misnamedList(text, config, fileName)], steps: journal.steps, warnings: journal.warnings };
  }
  journal.step('libcni', 'load', `${config.form === 'conf' ? 'one plugin, made a list of one' : `a list of ${count(config.plugins.length, 'plugin')}`}; plugins are called with cniVersion ${config.cniVersion === '' ? 'left out, which is 0.1.0' : config.cniVersion}`);
  const problems = [...networkProblems(config), ...unknownListKeys(config, text), ...config.plugins.flatMap((each, i) => [...pluginProblems(config, each, i)])];
  for (const { type } of config.plugins) tellPlugin(journal, type, problems);
  const sorted = [...problems.filter(({ severity }) => severity === 'error'), ...problems.filter(({ severity }) => severity === 'warning')];
  const errors = sorted.filter(({ severity }) => severity === 'error');
  return {
    summary: summarise(config, sorted),
    valid: errors.length === 0,
    form: config.form,
    name: config.name,
    cniVersion: config.cniVersion,
    plugins: config.plugins.map(describe),
    problems: sorted,
    steps: journal.steps,
    warnings: journal.warnings,
  };
}

/**
 * The form of a file of this name, for a text that is not too deep.
 *
 * @throws InputError `invalid-request`
 */
export function checkedForm(text: string, fileName: string | undefined): ConfigForm | undefined {
  const depth = depthOf(text);
  if (depth > mostDepth) throw invalid('/text', `the text nests ${depth} deep; up to ${mostDepth} is read`);
  if (fileName === undefined) return undefined;
  const form = formOfFile(fileName);
  if (form === undefined) throw invalid('/fileName', `runtimes read files that end in .conflist, .conf or .json, not “${fileName}”`);
  return form;
}

function invalid(pointer: string, detail: string): InputError {
  return new InputError('invalid-request', detail, [{ pointer, detail }]);
}

function describe({ type, raw, capabilities }: PluginConfig): ConfiguredPlugin {
  return { type, role: findPlugin(type)?.role ?? 'not-modelled', ipam: ipamTypeOf(raw) || null, capabilities: [...capabilities].filter(([, declared]) => declared).map(([name]) => name).sort() };
}

function ipamTypeOf(raw: PluginConfig['raw']): string {
  const { ipam } = raw;
  return isRecord(ipam) && typeof ipam['type'] === 'string' ? ipam['type'] : '';
}

function* networkProblems({ form, name, cniVersion, plugins, loadOnlyInlinedPlugins }: NetworkConfig): Iterable<ConfigProblem> {
  const fault = networkNameFault(name);
  if (fault !== undefined) {
    yield { pointer: '/name', detail: `the file loads, and every attachment fails: ${tellCniError(fault)}; a name begins with a letter or digit, then letters, digits, “_”, “.” and “-”`, severity: 'error', component: 'libcni', reports: tellCniError(fault) };
  }
  if (plugins.length === 0) {
    yield { pointer: '/plugins', detail: `there are none here: it works only where a folder “${name}” beside the file holds .conf files of plugins, and libcni is 1.3 or newer`, severity: 'warning', component: 'libcni', reports: 'no plugin configs found' };
  }
  if (cniVersion === '') yield { pointer: '/cniVersion', detail: 'it is left out, which is 0.1.0: there is no CHECK, and a result has one address of each family and no interfaces', severity: 'warning' };
  else if (!(specVersions as readonly string[]).includes(cniVersion)) {
    const near = nearest(cniVersion, specVersions, 1);
    yield { pointer: '/cniVersion', detail: `there is no version ${cniVersion} of the specification${near.length === 0 ? '' : `; did you mean ${near[0]}?`} The versions are ${enumerate(specVersions)}`, severity: findsModelled(plugins) ? 'error' : 'warning' };
  }
  if (form === 'conf') yield { pointer: '', detail: 'a file of one plugin: the specification has none since 1.0.0; runtimes still read it, as a list of one', severity: 'warning' };
  if (loadOnlyInlinedPlugins && cniVersion !== '1.1.0') yield { pointer: '/loadOnlyInlinedPlugins', detail: 'it is of 1.1.0: an older libcni passes over it', severity: 'warning' };
}

function findsModelled(plugins: readonly PluginConfig[]): boolean {
  return plugins.some(({ type }) => findPlugin(type) !== undefined);
}

const listKeys = ['name', 'cniVersion', 'cniVersions', 'disableCheck', 'disableGC', 'loadOnlyInlinedPlugins', 'plugins'];

/** libcni reads a list by exact keys. */
function* unknownListKeys({ form }: NetworkConfig, text: string): Iterable<ConfigProblem> {
  const value: unknown = JSON.parse(text);
  if (form === 'conf' || !isRecord(value)) return;
  for (const key of Object.keys(value).filter((each) => !listKeys.includes(each))) {
    yield { pointer: `/${escapePointer(key)}`, detail: `libcni does not read “${key}” here${meant(key, listKeys)}`, severity: 'warning' };
  }
}

function* pluginProblems(config: NetworkConfig, { type, raw, pointer }: PluginConfig, i: number): Iterable<ConfigProblem> {
  const noProgram = programNameFault(type);
  if (noProgram !== undefined) {
    yield { pointer: `${pointer}/type`, detail: `it is the name of a program, not a path: ${noProgram}`, severity: 'error', component: 'libcni', reports: noProgram };
    return;
  }
  yield* reservedKeys(raw, pointer, i);
  const plugin = findPlugin(type);
  if (plugin === undefined) {
    yield { pointer: `${pointer}/type`, detail: `“${type}” is not modelled: its own fields are not checked`, severity: 'warning' };
    return;
  }
  const stdin = { ...raw, name: config.name, cniVersion: config.cniVersion };
  yield* refusals(plugin, stdin, config.cniVersion, pointer, i > 0 || 'prevResult' in raw);
  if (plugin.role === 'ipam') yield { pointer: `${pointer}/type`, detail: `${type} gives addresses to other plugins; on its own it makes no interface`, severity: 'warning' };
  yield* ipamProblems(plugin, stdin, config.cniVersion, pointer);
}

/** What a plugin refuses of its configuration. */
function* refusals(plugin: CniPlugin<unknown>, stdin: unknown, cniVersion: string, pointer: string, chained: boolean): Iterable<ConfigProblem> {
  const version = versionRefusal(plugin, cniVersion);
  if (version !== undefined) {
    yield { pointer: '/cniVersion', detail: `${plugin.type} does not take it: ${version}`, severity: 'error', component: plugin.type, reports: `incompatible CNI versions; ${version}` };
    return;
  }
  for (const { pointer: at, message, hint } of judge(plugin, stdin, { chained, args: '', ifName: 'eth0' }).faults) {
    yield { pointer: `${pointer}${at}`, detail: `${plugin.type} refuses it: ${message}${hint === undefined ? '' : ` (${hint})`}`, severity: 'error', component: plugin.type, reports: message };
  }
}

function* ipamProblems(plugin: CniPlugin<unknown>, stdin: Readonly<Record<string, unknown>>, cniVersion: string, pointer: string): Iterable<ConfigProblem> {
  const type = ipamTypeOf(stdin);
  const ipam = plugin.role === 'interface' && plugin.withoutIpam !== undefined ? findPlugin(type) : undefined;
  yield* unknownKeys(plugin, ipam, stdin, pointer, type !== '' && ipam === undefined && plugin.withoutIpam !== undefined);
  if (plugin.withoutIpam === undefined) return;
  if (type === '') {
    // An ipvlan that is chained takes the addresses of the one before.
    const fails = plugin.withoutIpam === 'fails' && !('prevResult' in stdin) && !(plugin.type === 'ipvlan' && pointer !== '' && pointer !== '/plugins/0');
    if (fails) yield { pointer: `${pointer}/ipam`, detail: `${plugin.type} needs an IPAM plugin: no plugin name provided`, severity: 'error', component: plugin.type, reports: 'no plugin name provided' };
    else if (isRecord(stdin['ipam'])) yield { pointer: `${pointer}/ipam/type`, detail: `without it there is no IPAM: ${plugin.type} makes an interface that has no address`, severity: 'warning' };
    return;
  }
  if (ipam === undefined) {
    yield { pointer: `${pointer}/ipam/type`, detail: `“${type}” is not modelled: its own fields are not checked`, severity: 'warning' };
    return;
  }
  if (ipam.role !== 'ipam') {
    yield { pointer: `${pointer}/ipam/type`, detail: `${type} gives no addresses; those that do are dhcp, host-local and static`, severity: 'error', component: type };
    return;
  }
  yield* refusals(ipam, stdin, cniVersion, pointer, false);
}

/** What libcni, not the file, is to fill in. */
function* reservedKeys(raw: PluginConfig['raw'], pointer: string, i: number): Iterable<ConfigProblem> {
  if ('prevResult' in raw) yield { pointer: `${pointer}/prevResult`, detail: i === 0 ? 'the runtime fills it in; the first plugin will take this one for the result of a plugin before it' : 'the runtime fills it in: this one is replaced', severity: 'warning' };
  if ('runtimeConfig' in raw) yield { pointer: `${pointer}/runtimeConfig`, detail: 'the runtime fills it in: this one holds only as long as it has nothing to give for the declared capabilities', severity: 'warning' };
}

const always = ['args', 'runtimeConfig', 'capabilities', 'prevResult', 'ipam', 'dns', 'type', 'name', 'cniVersion'];

/** Keys that the plugin and its IPAM plugin do not read, which is how slips of the keyboard go unnoticed. */
function* unknownKeys(plugin: CniPlugin<unknown>, ipam: CniPlugin<unknown> | undefined, raw: PluginConfig['raw'], pointer: string, ipamUnknown: boolean): Iterable<ConfigProblem> {
  const known = [...new Set([...always, ...Object.keys(plugin.shape.fields ?? {}), ...Object.keys(ipam?.shape.fields ?? {})])];
  const isKnown = (key: string, keys: readonly string[]) => keys.some((each) => each.toLowerCase() === key.toLowerCase());
  for (const key of Object.keys(raw).filter((each) => !isKnown(each, known))) {
    yield { pointer: `${pointer}/${escapePointer(key)}`, detail: `${plugin.type} does not read “${key}”${meant(key, known)}`, severity: 'warning' };
  }
  const ipamKeys = Object.keys((ipam ?? plugin).shape.fields?.['ipam']?.fields ?? {});
  const { ipam: block } = raw;
  if (ipamUnknown || ipam === undefined || !isRecord(block)) return;
  for (const key of Object.keys(block).filter((each) => !isKnown(each, ipamKeys))) {
    yield { pointer: `${pointer}/ipam/${escapePointer(key)}`, detail: `${ipam.type} does not read “${key}”${meant(key, ipamKeys)}`, severity: 'warning' };
  }
}

function meant(key: string, known: readonly string[]): string {
  const [near] = nearest(key, known, 1);
  return near === undefined ? '' : `; did you mean “${near}”?`;
}

function tellPlugin(journal: Journal, type: string, problems: readonly ConfigProblem[]): void {
  const refusal = problems.find(({ component, severity }) => component === type && severity === 'error');
  if (findPlugin(type) === undefined) journal.step(type, 'not modelled', 'what it makes of its configuration is not known');
  else if (refusal === undefined) journal.step(type, 'take', 'takes its configuration');
  else journal.step(type, 'refuse', refusal.reports ?? refusal.detail);
}

function summarise({ name, cniVersion, plugins }: NetworkConfig, problems: readonly ConfigProblem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warned = problems.length - errors.length;
  const also = warned === 0 ? '' : ` ${count(warned, 'warning')}.`;
  const what = `Network “${name}” (${cniVersion === '' ? 'no cniVersion' : cniVersion}): ${enumerate(plugins.map(({ type }) => type)) || 'no plugins'}`;
  const [first] = errors;
  if (first === undefined) return `${what}: valid.${also}`;
  return `${what}: attaching a container fails${errors.length === 1 ? '' : ` for ${count(errors.length, 'reason')}`}: ${first.pointer === '' ? '' : `${first.pointer}: `}${first.detail}.${also}`;
}
